/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinklakehouse.tests.catalog;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

/** Iceberg tables, which are what a table is by default. */
class IcebergTableIT extends TableContract {
    IcebergTableIT() {
        super("iceberg", "'connector' = 'iceberg'");
    }

    @Override
    String typesAndValues() {
        return """
            BOOLEAN = TRUE
            TINYINT = CAST(-128 AS TINYINT)
            SMALLINT = CAST(300 AS SMALLINT)
            INT = 7
            BIGINT = 9223372036854775807
            FLOAT = CAST(1.5 AS FLOAT)
            DOUBLE = CAST(-2.25 AS DOUBLE)
            DECIMAL(20, 3) = CAST('12345678901234567.125' AS DECIMAL(20, 3))
            STRING = 'text, "quoted"'
            VARCHAR(5) = CAST('abcde' AS VARCHAR(5))
            BYTES = CAST(X'00ff' AS BYTES)
            DATE = DATE '1969-12-31'
            TIME = TIME '12:34:56'
            TIMESTAMP(3) = TIMESTAMP '2024-02-29 12:34:56.789'
            TIMESTAMP(6) = TIMESTAMP '2024-02-29 12:34:56.123456'
            TIMESTAMP_LTZ(3) = TO_TIMESTAMP_LTZ(1709210096789, 3)
            TIMESTAMP_LTZ(6) = CAST(TO_TIMESTAMP_LTZ(1709210096789, 3) AS TIMESTAMP_LTZ(6))
            ARRAY<INT> = ARRAY[1, 2]
            MAP<STRING, BIGINT> = MAP['k', CAST(5 AS BIGINT)]
            ROW<a INT, b ARRAY<STRING>> = CAST(ROW(1, ARRAY['x', 'y']) AS ROW<a INT, b ARRAY<STRING>>)
            ARRAY<ROW<c STRING>> = ARRAY[CAST(ROW('z') AS ROW<c STRING>)]
            """;
    }

    @Override
    String printedValues() {
        return "+I[1, true, -128, 300, 7, 9223372036854775807, 1.5, -2.25, 12345678901234567.125,"
                + " text, \"quoted\", abcde, [0, -1], 1969-12-31, 12:34:56, 2024-02-29T12:34:56.789,"
                + " 2024-02-29T12:34:56.123456, 2024-02-29T12:34:56.789Z, 2024-02-29T12:34:56.789Z,"
                + " [1, 2], {k=5}, +I[1, [x, y]], [+I[z]]]";
    }

    @Test
    void declaredTypesAreKeptThoughIcebergHasWiderOnes() {
        run(
                """
                CREATE TABLE declared (
                  c CHAR(3), v VARCHAR(5), t TIME(3), b BINARY(2), vb VARBINARY(4),
                  a ARRAY<VARCHAR(2)>, r ROW<x CHAR(1), y INT>, id INT,
                  n ROW<c CHAR(1), l ARRAY<MAP<VARCHAR(3), TINYINT>>, s SMALLINT>)
                """);
        assertThat(newSession().value("SHOW CREATE TABLE declared"))
                .contains(
                        "`c` CHAR(3)",
                        "`v` VARCHAR(5)",
                        "`t` TIME(3)",
                        "`b` BINARY(2)",
                        "`vb` VARBINARY(4)",
                        "`a` ARRAY<VARCHAR(2)>",
                        "`r` ROW<`x` CHAR(1), `y` INT>",
                        "`n` ROW<`c` CHAR(1), `l` ARRAY<MAP<VARCHAR(3), INT>>, `s` INT>")
                .doesNotContain("declared.");
        recreates("declared");
        run(
                """
                INSERT INTO declared VALUES (
                  'abc', 'abcde', TIME '12:34:56', X'0001', X'01', ARRAY['xy'], ROW('x', 1), 1,
                  ROW('c', ARRAY[MAP['k', 2]], 3))
                """);
        assertSql(
                        newSession(),
                        "SELECT c, v, t, a, r, n FROM declared WHERE c = 'abc' AND v = 'abcde'")
                .returns("+I[abc, abcde, 12:34:56, [xy], +I[x, 1], +I[c, [{k=2}], 3]]");
        Session strict = newSession();
        strict.environment().getConfig().set("table.exec.sink.type-length-enforcer", "TRIM_PAD");
        strict.run("INSERT INTO declared (id, v) VALUES (2, 'abcdef')");
        assertSql(strict, "SELECT v FROM declared WHERE id = 2").returns("+I[abcde]");
        run("ALTER TABLE declared MODIFY v VARCHAR(7)");
        run("ALTER TABLE declared RENAME c TO cc");
        assertThat(newSession().value("SHOW CREATE TABLE declared"))
                .contains("`cc` CHAR(3)", "`v` VARCHAR(7)");
        assertSql(session(), "ALTER TABLE declared MODIFY v VARCHAR(3)")
                .fails(
                        "Cannot alter column v of table: contract_iceberg.declared can have rows with values that are no VARCHAR(3) — add a column of the new type");
    }

    @Test
    void smallIntegersAreKeptThoughIcebergHasOnlyInt() {
        run("CREATE TABLE small (t TINYINT, s SMALLINT, n ROW<x TINYINT>, id INT)");
        run(
                "INSERT INTO small VALUES (CAST(-128 AS TINYINT), CAST(300 AS SMALLINT), ROW(CAST(1 AS TINYINT)), 1)");
        assertThat(newSession().value("SHOW CREATE TABLE small"))
                .contains("`t` TINYINT", "`s` SMALLINT", "`n` ROW<`x` INT>");
        assertSql(
                        newSession(),
                        "SELECT s, n.x, TYPEOF(s) FROM small WHERE t = CAST(-128 AS TINYINT) AND id = 1")
                .returns("+I[300, 1, SMALLINT]");
        assertSql(newSession(), "SELECT COUNT(*) FROM small WHERE s > 5 AND t < 0")
                .returns("+I[1]");
        assertSql(session(), "ALTER TABLE small MODIFY s TINYINT")
                .fails(
                        "Cannot alter column s of table: contract_iceberg.small can have rows with values that are no TINYINT — add a column of the new type");
        run(
                "CREATE TEMPORARY TABLE as_int (t INT, s INT, n ROW<x INT>, id INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'contract_iceberg', 'table' = 'small')"
                        .formatted(Lake.instance().metastore().uri()));
        run("INSERT INTO as_int VALUES (300, 1, ROW(1), 2)");
        assertSql(session(), "SELECT t FROM small")
                .failsWith(
                        "Cannot read column t: contract_iceberg.small has the value 300 there, which is no TINYINT — modify the column to INT");
        run("ALTER TABLE small MODIFY t INT");
        assertSql(newSession(), "SELECT t FROM small").returns("+I[-128]", "+I[300]");
        run("DROP TEMPORARY TABLE as_int");
    }

    @Test
    void immutableColumnsAreKept() throws Exception {
        session()
                .environment()
                .createTable(
                        "immutable",
                        TableDescriptor.forConnector("iceberg")
                                .schema(
                                        Schema.newBuilder()
                                                .column("id", DataTypes.INT().notNull())
                                                .column("name", DataTypes.STRING())
                                                .primaryKey("id")
                                                .immutableColumnsNamed("fixed", List.of("name"))
                                                .build())
                                .build());
        assertThat(
                        newSession()
                                .environment()
                                .from("immutable")
                                .getResolvedSchema()
                                .getImmutableColumns())
                .hasValueSatisfying(
                        constraint -> {
                            assertThat(constraint.getName()).isEqualTo("fixed");
                            assertThat(constraint.getColumns()).containsExactly("name");
                        });
    }

    @Test
    void columnsChangeInOneCommit() {
        run(
                "CREATE TABLE changing (id INT NOT NULL, name STRING COMMENT 'n', f FLOAT, st ROW<a INT>)");
        run("INSERT INTO changing VALUES (1, 'a', 1.5, ROW(1))");
        Table table = iceberg("changing");
        run(
                """
                ALTER TABLE changing ADD (
                  z INT COMMENT 'zz' FIRST, y STRING AFTER id, x AS id + 1 AFTER y, w DATE)
                """);
        assertThat(table.history()).hasSize(1);
        table.refresh();
        assertThat(table.schemas()).hasSize(2);
        run("ALTER TABLE changing MODIFY (f DOUBLE COMMENT 'wider' FIRST, id BIGINT NOT NULL)");
        run("ALTER TABLE changing RENAME name TO title");
        run("ALTER TABLE changing DROP (w, st)");
        run("INSERT INTO changing (f, z, id, y, title) VALUES (2.5, 2, 2, 'y', 't')");
        assertSql(newSession(), "DESCRIBE changing")
                .returnsInOrder(
                        "+I[f, DOUBLE, true, null, null, null, wider]",
                        "+I[z, INT, true, null, null, null, zz]",
                        "+I[id, BIGINT, false, null, null, null, null]",
                        "+I[y, STRING, true, null, null, null, null]",
                        "+I[x, BIGINT, false, null, AS `id` + 1, null, null]",
                        "+I[title, STRING, true, null, null, null, n]");
        assertSql(newSession(), "SELECT * FROM changing")
                .returns("+I[1.5, null, 1, null, 2, a]", "+I[2.5, 2, 2, y, 3, t]");
        assertSql(session(), "ALTER TABLE changing MODIFY id INT NOT NULL")
                .failsWith("Cannot alter table: contract_iceberg.changing ");
        assertSql(session(), "ALTER TABLE changing MODIFY title STRING NOT NULL")
                .failsWith("can have rows with NULL there");
        recreates("changing");
    }

    @Test
    void primaryKeyMeansUpsert() {
        run(
                """
                CREATE TABLE keyed (id INT, name STRING, CONSTRAINT the_key PRIMARY KEY (id) NOT ENFORCED)
                """);
        run("INSERT INTO keyed VALUES (1, 'a'), (2, 'b')");
        run("INSERT INTO keyed VALUES (1, 'c')");
        assertSql(newSession(), "SELECT * FROM keyed").returns("+I[1, c]", "+I[2, b]");
        assertThat(session().value("SHOW CREATE TABLE keyed"))
                .contains(
                        "CONSTRAINT `the_key` PRIMARY KEY (`id`) NOT ENFORCED",
                        "`id` INT NOT NULL");
        assertThat(iceberg("keyed").schema().identifierFieldNames()).containsExactly("id");
        assertSql(session(), "INSERT OVERWRITE keyed VALUES (3, 'x')")
                .failsWith(
                        "Cannot overwrite table: contract_iceberg.keyed is an Iceberg table with a primary key, into which INSERT replaces rows by key — use INSERT INTO");
        recreates("keyed");
        run("ALTER TABLE keyed DROP PRIMARY KEY");
        assertThat(session().value("SHOW CREATE TABLE keyed"))
                .doesNotContain("PRIMARY KEY", "upsert");
        run("ALTER TABLE keyed ADD CONSTRAINT other PRIMARY KEY (id) NOT ENFORCED");
        run("INSERT INTO keyed VALUES (1, 'a')");
        run("INSERT INTO keyed VALUES (1, 'b')");
        assertSql(newSession(), "SELECT * FROM keyed").returns("+I[1, b]");
        assertSql(
                        session(),
                        "CREATE TABLE refused (id INT PRIMARY KEY NOT ENFORCED) WITH ('format-version' = '1')")
                .fails(
                        "Cannot create table: contract_iceberg.refused has a PRIMARY KEY, which needs the row-level deletes that format version 1 lacks — use 'format-version' = '2'");
    }

    @Test
    void otherEnginesAndApisReadIt() {
        run(
                "CREATE TABLE open_ (id INT COMMENT 'the id', dt STRING) COMMENT 'open' PARTITIONED BY (dt)");
        run("INSERT INTO open_ VALUES (1, 'x')");
        MetastoreTable record = OtherEngines.read(database(), "open_");
        assertThat(record.parameters())
                .containsEntry("table_type", "ICEBERG")
                .containsEntry("comment", "open")
                .containsEntry(
                        "storage_handler", "org.apache.iceberg.mr.hive.HiveIcebergStorageHandler");
        assertThat(record.storage().serde())
                .isEqualTo("org.apache.iceberg.mr.hive.HiveIcebergSerDe");
        assertThat(record.storage().inputFormat())
                .isEqualTo("org.apache.iceberg.mr.hive.HiveIcebergInputFormat");
        assertThat(record.storage().outputFormat())
                .isEqualTo("org.apache.iceberg.mr.hive.HiveIcebergOutputFormat");
        assertThat(record.columns()).hasSize(2);
        assertThat(record.kind()).isEqualTo(MetastoreTable.Kind.EXTERNAL);
        Table table = iceberg("open_");
        assertThat(table.schema().findField("id").doc()).isEqualTo("the id");
        assertThat(table.spec().fields()).hasSize(1);
        assertThat(table.currentSnapshot().summary()).containsEntry("total-records", "1");
        table.updateSchema()
                .addColumn("spark_", org.apache.iceberg.types.Types.LongType.get())
                .commit();
        assertSql(newSession(), "SELECT * FROM open_").returns("+I[1, x, null]");
    }

    @Test
    void refusesWhatIcebergLacks() {
        assertSql(session(), "CREATE TABLE refused (id INT) DISTRIBUTED BY (id) INTO 2 BUCKETS")
                .fails(
                        "Cannot create table: contract_iceberg.refused would be an Iceberg table, which cannot have DISTRIBUTED BY — leave the clause out");
        assertSql(session(), "CREATE TABLE refused (id INT) WITH ('format' = 'orc')")
                .fails(
                        "Cannot create table: contract_iceberg.refused has the option 'format', which is one of Hive tables — use 'write.format.default', or 'connector' = 'hive'");
        assertSql(session(), "CREATE TABLE refused (id INT) WITH ('format-version' = 'nine')")
                .failsWith(
                        "Cannot create table: contract_iceberg.refused has the option 'format-version' = 'nine'");
        assertSql(session(), "CREATE TABLE refused (id INT) WITH ('format-version' = '9')")
                .failsWith("Cannot create table: contract_iceberg.refused");
        assertSql(session(), "CREATE TABLE refused (t TIMESTAMP(9))")
                .failsWith("Cannot create table: contract_iceberg.refused");
        run("CREATE TABLE parts_ (id INT, dt STRING) PARTITIONED BY (dt)");
        assertSql(session(), "ALTER TABLE parts_ ADD PARTITION (dt = 'x')")
                .fails(
                        "Cannot add partition to table: contract_iceberg.parts_ is an Iceberg table, which has the partitions that its rows have — insert rows");
    }

    @Override
    void dropWithAnotherInside(Path inner) throws Exception {
        run("DROP TABLE outer_");
        assertSql(session(), "SELECT * FROM inner_").returns("+I[5]");
        run("DROP TABLE inner_");
        assertThat(inner).doesNotExist();
    }

    private Table iceberg(String table) {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of(database(), table));
    }
}
