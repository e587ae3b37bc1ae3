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

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every table of a format can do, whatever the format. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TableContract {
    private final String format;
    private final String with;
    private Session session;

    /**
     * @param format for names
     * @param with what a WITH clause begins with to make a table of this format
     */
    TableContract(String format, String with) {
        this.format = format;
        this.with = with;
    }

    /** One more of each type that this format has: {@code name TYPE = value, …}. */
    abstract String typesAndValues();

    /** How the rows of {@link #typesAndValues} are printed. */
    abstract String printedValues();

    final Session session() {
        return session;
    }

    final String database() {
        return "contract_" + format;
    }

    final String with() {
        return "WITH (" + with + ")";
    }

    @BeforeAll
    final void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE " + database());
        session.run("USE " + database());
    }

    @AfterAll
    final void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE " + database() + " CASCADE");
        assertThat(folder("")).doesNotExist();
    }

    /** A session of somebody else, in the same database. */
    final Session newSession() {
        Session other = Session.batch();
        other.run("USE " + database());
        return other;
    }

    final Path folder(String table) {
        return Lake.instance().warehouse().resolve(database() + ".db").resolve(table);
    }

    final void run(String sql) {
        session.run(sql);
    }

    @Test
    void everyTypeRoundTripsWithValuesAndNulls() {
        String[] columns = typesAndValues().strip().split(" *\n *", -1);
        StringBuilder types = new StringBuilder("id INT");
        StringBuilder values = new StringBuilder("1");
        StringBuilder nulls = new StringBuilder("2");
        for (int i = 0; i < columns.length; i++) {
            String[] typeAndValue = columns[i].split(" = ", 2);
            types.append(", c").append(i).append(' ').append(typeAndValue[0]);
            values.append(", ").append(typeAndValue[1]);
            nulls.append(", CAST(NULL AS ").append(typeAndValue[0]).append(")");
        }
        run("CREATE TABLE types (" + types + ") " + with());
        run("INSERT INTO types SELECT " + values);
        run("INSERT INTO types SELECT " + nulls);
        String allNull = "+I[2" + ", null".repeat(columns.length) + "]";
        assertSql(newSession(), "SELECT * FROM types").returns(printedValues(), allNull);
    }

    @Test
    void insertsAndQueries() {
        run("CREATE TABLE rows_ (id BIGINT, name STRING, score DOUBLE) " + with());
        assertSql(session, "SELECT * FROM rows_").returns();
        assertSql(session, "SELECT COUNT(*), MAX(id) FROM rows_").returns("+I[0, null]");
        run(
                "INSERT INTO rows_ VALUES (1, 'a', 0.5), (2, CAST(NULL AS STRING), 1.5), (3, 'c', 2.5)");
        run("INSERT INTO rows_ (name, id) VALUES ('d', 4)");
        assertSql(session, "SELECT * FROM rows_")
                .returns("+I[1, a, 0.5]", "+I[2, null, 1.5]", "+I[3, c, 2.5]", "+I[4, d, null]");
        assertSql(session, "SELECT name FROM rows_ WHERE id > 2 AND score IS NOT NULL")
                .returns("+I[c]");
        assertSql(session, "SELECT score, id FROM rows_ ORDER BY id DESC LIMIT 2")
                .returnsInOrder("+I[null, 4]", "+I[2.5, 3]");
        assertThat(session.rows("SELECT id FROM rows_ LIMIT 2")).hasSize(2);
        assertSql(session, "SELECT COUNT(*), COUNT(name), SUM(score) FROM rows_")
                .returns("+I[4, 3, 4.5]");
        run("INSERT OVERWRITE rows_ SELECT id + 10, name, score FROM rows_ WHERE id < 3");
        assertSql(newSession(), "SELECT * FROM rows_")
                .returns("+I[11, a, 0.5]", "+I[12, null, 1.5]");
        assertSql(session, "INSERT INTO rows_ VALUES (1, 'a')")
                .failsWith("Column types of query result and sink for 'lake." + database());
    }

    @Test
    void partitions() {
        run("CREATE TABLE parts (id BIGINT, dt STRING, h INT) PARTITIONED BY (dt, h) " + with());
        assertSql(session, "SHOW PARTITIONS parts").returns();
        run("INSERT INTO parts VALUES (1, '2024-01-01', 0), (2, '2024-01-01', 1), (3, 'a/b=c', 0)");
        run("INSERT INTO parts PARTITION (dt = '2024-01-02', h = 5) VALUES (4)");
        run("INSERT INTO parts PARTITION (dt = '2024-01-02') SELECT CAST(5 AS BIGINT), 6");
        assertSql(session, "SHOW PARTITIONS parts")
                .returns(
                        "+I[dt=2024-01-01/h=0]",
                        "+I[dt=2024-01-01/h=1]",
                        "+I[dt=2024-01-02/h=5]",
                        "+I[dt=2024-01-02/h=6]",
                        "+I[dt=a/b=c/h=0]");
        assertSql(session, "SHOW PARTITIONS parts PARTITION (dt = '2024-01-02')")
                .returns("+I[dt=2024-01-02/h=5]", "+I[dt=2024-01-02/h=6]");
        assertSql(session, "SELECT id FROM parts WHERE dt = '2024-01-01' AND h > 0")
                .returns("+I[2]");
        assertSql(session, "SELECT id, h FROM parts WHERE dt = 'a/b=c'").returns("+I[3, 0]");
        assertSql(session, "SELECT DISTINCT dt FROM parts WHERE h = 0 AND id < 3")
                .returns("+I[2024-01-01]");
        run("INSERT OVERWRITE parts PARTITION (dt = '2024-01-01', h = 0) VALUES (7)");
        assertSql(session, "SELECT id FROM parts WHERE dt LIKE '2024%'")
                .returns("+I[7]", "+I[2]", "+I[4]", "+I[5]");
        run("INSERT OVERWRITE parts SELECT CAST(8 AS BIGINT), '2024-01-02', 5");
        assertSql(newSession(), "SELECT * FROM parts")
                .returns(
                        "+I[7, 2024-01-01, 0]",
                        "+I[2, 2024-01-01, 1]",
                        "+I[8, 2024-01-02, 5]",
                        "+I[5, 2024-01-02, 6]",
                        "+I[3, a/b=c, 0]");
        run("INSERT INTO parts VALUES (9, CAST(NULL AS STRING), 0)");
        assertSql(session, "SELECT id FROM parts WHERE dt IS NULL").returns("+I[9]");
    }

    @Test
    void createsTablesFromQueries() {
        run("CREATE TABLE ctas " + with() + " AS SELECT 1 AS id, 'a' AS name");
        assertSql(newSession(), "SELECT * FROM ctas").returns("+I[1, a]");
        assertSql(session, "CREATE TABLE ctas " + with() + " AS SELECT 2 AS x")
                .failsWith("already exists");
        run("CREATE TABLE IF NOT EXISTS ctas " + with() + " AS SELECT 2 AS id, 'b' AS name");
        assertSql(session, "SELECT id, name FROM ctas").contains("+I[1, a]");
        run("CREATE OR REPLACE TABLE ctas " + with() + " AS SELECT 3 AS id, 4 AS other");
        assertSql(newSession(), "SELECT id, other FROM ctas").returns("+I[3, 4]");
        run("CREATE OR REPLACE TABLE rtas " + with() + " AS SELECT 5 AS id");
        assertSql(session, "SELECT * FROM rtas").returns("+I[5]");
        run(
                "CREATE TABLE ctas_partitioned (PRIMARY_ STRING) PARTITIONED BY (dt) "
                        + with()
                        + " AS SELECT 1 AS id, '2024' AS dt");
        assertSql(session, "SHOW PARTITIONS ctas_partitioned").returns("+I[dt=2024]");
    }

    @Test
    void createsTablesLikeOthers() {
        run(
                """
                CREATE TABLE original (
                  id BIGINT COMMENT 'the id', ts TIMESTAMP(3), twice AS id * 2, dt STRING,
                  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
                ) COMMENT 'a table' PARTITIONED BY (dt) WITH (%s, 'k' = 'v')
                """
                        .formatted(with));
        run("CREATE TABLE like_all LIKE original");
        String ddl = session.value("SHOW CREATE TABLE original");
        assertThat(session.value("SHOW CREATE TABLE like_all").replace("like_all", "original"))
                .as("Flink's LIKE leaves the comment out")
                .isEqualTo(ddl.replace("COMMENT 'a table'\n", ""));
        run("INSERT INTO like_all VALUES (1, TIMESTAMP '2024-01-01 00:00:00', 'x')");
        assertSql(session, "SELECT * FROM original").returns();
        run(
                """
                CREATE TABLE like_parts WITH (%s, 'k' = 'w') LIKE original (
                  EXCLUDING GENERATED EXCLUDING WATERMARKS OVERWRITING OPTIONS)
                """
                        .formatted(with));
        assertThat(session.value("SHOW CREATE TABLE like_parts"))
                .contains("PARTITIONED BY (`dt`)", "'k' = 'w'")
                .doesNotContain("WATERMARK", "twice");
        run("CREATE TABLE like_columns " + with() + " LIKE original (EXCLUDING ALL)");
        assertThat(session.value("SHOW CREATE TABLE like_columns"))
                .contains("`dt`")
                .doesNotContain("'k'", "twice", "WATERMARK");
    }

    @Test
    void watermarksAndComputedColumnsAndCommentsLast() {
        run(
                """
                CREATE TABLE extras (
                  `first` AS 1 + 1 COMMENT 'it''s computed',
                  id BIGINT COMMENT 'the "id"',
                  ts TIMESTAMP(3),
                  later AS TIMESTAMPADD(DAY, 1, ts),
                  `up` AS UPPER(name),
                  name STRING COMMENT 'a
                two-line comment; with 中文',
                  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
                ) COMMENT 'it''s a table' %s
                """
                        .formatted(with()));
        run("INSERT INTO extras VALUES (7, TIMESTAMP '2024-01-01 00:00:00.123', 'x')");
        assertSql(newSession(), "SELECT * FROM extras")
                .returns("+I[2, 7, 2024-01-01T00:00:00.123, 2024-01-02T00:00:00.123, X, x]");
        assertSql(newSession(), "DESCRIBE extras")
                .contains(
                        "+I[first, INT, false, null, AS 1 + 1, null, it's computed]",
                        "+I[id, BIGINT, true, null, null, null, the \"id\"]",
                        "+I[ts, TIMESTAMP(3), true, null, null, `ts` - INTERVAL '5' SECOND, null]");
        recreates("extras");
        run("ALTER TABLE extras ADD (z AS id + 1 COMMENT 'zz' AFTER id)");
        run("ALTER TABLE extras MODIFY WATERMARK FOR ts AS ts");
        assertThat(session.value("SHOW CREATE TABLE extras"))
                .contains("`id` BIGINT COMMENT 'the \"id\"',\n  `z` AS `id` + 1 COMMENT 'zz',")
                .contains("WATERMARK FOR `ts` AS `ts`");
        run("ALTER TABLE extras DROP WATERMARK");
        run("ALTER TABLE extras DROP (`first`, later)");
        assertSql(newSession(), "SELECT * FROM extras").returns();
        assertThat(session.value("SHOW CREATE TABLE extras")).doesNotContain("WATERMARK", "first");
        assertSql(session, "CREATE TABLE meta (id INT, f STRING METADATA) " + with())
                .failsWith(
                        "Cannot keep metadata column f: %s.meta has no metadata"
                                .formatted(database()));
    }

    /** Runs what SHOW CREATE TABLE prints after dropping the table: nothing may differ. */
    final void recreates(String table) {
        String ddl = session.value("SHOW CREATE TABLE " + table);
        assertThat(ddl).contains("'connector' = '");
        run("DROP TABLE " + table);
        run(ddl);
        assertThat(newSession().value("SHOW CREATE TABLE " + table)).isEqualTo(ddl);
    }

    @Test
    void optionsChange() {
        run("CREATE TABLE options (id INT) WITH (" + with + ", 'a.b' = 'it''s', 'c' = '')");
        run("ALTER TABLE options SET ('d' = '1', 'c' = '2')");
        assertThat(session.value("SHOW CREATE TABLE options"))
                .contains("'a.b' = 'it''s'", "'c' = '2'", "'d' = '1'");
        run("ALTER TABLE options RESET ('a.b', 'd')");
        assertThat(newSession().value("SHOW CREATE TABLE options"))
                .doesNotContain("'a.b'", "'d'")
                .contains("'c' = '2'");
        assertSql(session, "ALTER TABLE options SET ('connector' = 'kafka')")
                .failsWith("Cannot alter table: " + database() + ".options ");
        assertSql(session, "ALTER TABLE options SET ('location' = 'file:/tmp/x')")
                .failsWith("Cannot alter table: " + database() + ".options ");
        assertSql(session, "ALTER TABLE options ADD (n INT NOT NULL)")
                .fails(
                        "Cannot add column n to table: %s.options can have rows, which would be without a value for this NOT NULL column — add it nullable"
                                .formatted(database()));
        run("ALTER TABLE options ADD (n INT COMMENT 'nn')");
        run("ALTER TABLE IF EXISTS no_such SET ('a' = 'b')");
        recreates("options");
    }

    @Test
    void renames() {
        run("CREATE TABLE old_name (id INT) " + with());
        run("INSERT INTO old_name VALUES (1)");
        run("ALTER TABLE old_name RENAME TO New_Name");
        assertSql(newSession(), "SELECT * FROM new_name").returns("+I[1]");
        assertSql(session, "SHOW TABLES").doesNotContain("+I[old_name]", "+I[New_Name]");
        run("INSERT INTO new_name VALUES (2)");
        run("CREATE TABLE old_name (other STRING) " + with());
        run("INSERT INTO old_name VALUES ('x')");
        assertSql(newSession(), "SELECT * FROM old_name").returns("+I[x]");
        run("DROP TABLE old_name");
        assertSql(newSession(), "SELECT * FROM new_name").returns("+I[1]", "+I[2]");
        run("DROP TABLE new_name");
        assertThat(folder("old_name")).doesNotExist();
        assertThat(folder("new_name")).doesNotExist();
    }

    @Test
    void namesAreInAnyCase() {
        run("CREATE TABLE MixedCase (id INT) " + with());
        assertSql(session, "SHOW TABLES").contains("+I[mixedcase]");
        assertSql(session, "CREATE TABLE mixedCASE (x INT) " + with()).failsWith("already exists");
        run("INSERT INTO MIXEDCASE VALUES (1)");
        assertSql(session, "SELECT * FROM %S.mixedcase".formatted(database())).returns("+I[1]");
        run("DROP TABLE MIXEDCase");
        assertThat(folder("mixedcase")).doesNotExist();
    }

    @Test
    void explains() {
        run("CREATE TABLE explained (id INT, name STRING) " + with());
        assertThat(session.value("EXPLAIN SELECT name FROM explained WHERE id > 5 LIMIT 1"))
                .contains("TableSourceScan(table=[[lake, " + database() + ", explained");
        assertThat(session.value("EXPLAIN INSERT INTO explained VALUES (1, 'a')"))
                .contains("Sink(table=[lake." + database() + ".explained]");
        assertThat(
                        session.value(
                                "EXPLAIN CREATE TABLE unborn "
                                        + with()
                                        + " AS SELECT id FROM explained"))
                .contains("Sink(table=[lake." + database() + ".unborn]");
        assertSql(session, "SHOW TABLES").doesNotContain("+I[unborn]");
    }

    @Test
    void temporaryObjectsStandInFront() {
        run("CREATE TABLE shadowed (id INT) " + with());
        run("INSERT INTO shadowed VALUES (1)");
        run("CREATE TEMPORARY VIEW shadowed AS SELECT 2 AS id");
        assertSql(session, "SELECT * FROM shadowed").returns("+I[2]");
        run("DROP TEMPORARY VIEW shadowed");
        assertSql(session, "SELECT * FROM shadowed").returns("+I[1]");
        run("CREATE VIEW over_it AS SELECT id + 1 AS following_ FROM shadowed");
        assertSql(newSession(), "SELECT * FROM over_it").returns("+I[2]");
    }

    @Test
    void hintsChangeOptionsButNotTheFormat() {
        run("CREATE TABLE hinted (id INT) " + with());
        run("INSERT INTO hinted VALUES (1)");
        for (String connector : new String[] {"iceberg", "hive", "datagen", "no-such"}) {
            assertSql(
                            session,
                            "SELECT * FROM hinted /*+ OPTIONS('connector' = '%s') */"
                                    .formatted(connector))
                    .returns("+I[1]");
        }
        run("INSERT INTO hinted /*+ OPTIONS('connector' = 'blackhole') */ VALUES (2)");
        assertSql(session, "SELECT * FROM hinted").returns("+I[1]", "+I[2]");
    }

    @Test
    void dropDeletesOwnFilesOnly() throws Exception {
        run("CREATE TABLE outer_ (id INT) " + with());
        run("INSERT INTO outer_ VALUES (1)");
        assertThat(folder("outer_")).isNotEmptyDirectory();
        run("DROP TABLE outer_");
        assertThat(folder("outer_")).doesNotExist();
        assertSql(session, "DROP TABLE outer_").failsWith("does not exist");
        run("DROP TABLE IF EXISTS outer_");
        run("CREATE TABLE outer_ (id INT) " + with());
        assertSql(session, "SELECT * FROM outer_").returns();
        Path inner = folder("outer_").resolve("inner");
        run(
                "CREATE TABLE inner_ (id INT) WITH ('connector' = 'iceberg', 'location' = '%s')"
                        .formatted(inner.toUri()));
        run("INSERT INTO inner_ VALUES (5)");
        dropWithAnotherInside(inner);
    }

    /** Drops {@code outer_}, in whose folder {@code inner_} is. */
    abstract void dropWithAnotherInside(Path inner) throws Exception;

    final long files(Path folder) throws Exception {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    final String parameter(String table, String key) {
        return OtherEngines.read(database(), table).parameters().get(key);
    }
}
