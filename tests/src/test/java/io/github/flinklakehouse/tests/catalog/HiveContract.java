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

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Hive tables can do besides, whatever their file format. */
abstract class HiveContract extends TableContract {
    HiveContract(String format, String with) {
        super(format, with);
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
            CHAR(3) = CAST('ab' AS CHAR(3))
            VARCHAR(5) = CAST('abcde' AS VARCHAR(5))
            BYTES = CAST(X'00ff' AS BYTES)
            DATE = DATE '1969-12-31'
            TIMESTAMP(3) = TIMESTAMP '2024-02-29 12:34:56.789'
            TIMESTAMP(9) = TIMESTAMP '2024-02-29 12:34:56.123456789'
            ARRAY<INT> = ARRAY[1, 2]
            MAP<STRING, BIGINT> = MAP['k', CAST(5 AS BIGINT)]
            ROW<a INT, b ARRAY<STRING>> = CAST(ROW(1, ARRAY['x', 'y']) AS ROW<a INT, b ARRAY<STRING>>)
            ARRAY<ROW<c STRING>> = ARRAY[CAST(ROW('z') AS ROW<c STRING>)]
            """;
    }

    @Override
    String printedValues() {
        return "+I[1, true, -128, 300, 7, 9223372036854775807, 1.5, -2.25, 12345678901234567.125,"
                + " text, \"quoted\", ab , abcde, [0, -1], 1969-12-31, 2024-02-29T12:34:56.789,"
                + " 2024-02-29T12:34:56.123456789, [1, 2], {k=5}, +I[1, [x, y]], [+I[z]]]";
    }

    @Test
    void columnsChangeAsFarAsFilesAllow() {
        String t = database() + ".changing";
        run("CREATE TABLE changing (id INT, name STRING, dt STRING) PARTITIONED BY (dt) " + with());
        run("INSERT INTO changing VALUES (1, 'a', 'x')");
        run("ALTER TABLE changing ADD (more INT COMMENT 'mm')");
        run("INSERT INTO changing (id, name, more, dt) VALUES (2, 'b', 22, 'y')");
        assertSql(newSession(), "SELECT id, name, more, dt FROM changing")
                .returns("+I[1, a, null, x]", "+I[2, b, 22, y]");
        run("ALTER TABLE changing MODIFY name STRING COMMENT 'the name'");
        assertSql(session(), "DESCRIBE changing")
                .returnsInOrder(
                        "+I[id, INT, true, null, null, null, null]",
                        "+I[name, STRING, true, null, null, null, the name]",
                        "+I[more, INT, true, null, null, null, mm]",
                        "+I[dt, STRING, true, null, null, null, null]");
        assertSql(session(), "ALTER TABLE changing ADD (f INT FIRST)")
                .fails(
                        "Cannot add column f to table: %s is a Hive table, which takes new columns only behind the others — leave FIRST or AFTER out"
                                .formatted(t));
        assertSql(session(), "ALTER TABLE changing ADD (f INT AFTER id)")
                .failsWith("only behind the others");
        assertSql(session(), "ALTER TABLE changing DROP (name)")
                .fails(
                        "Cannot alter table: %s is a Hive table, which cannot drop a column (name) — leave it, or migrate the table to Iceberg"
                                .formatted(t));
        assertSql(session(), "ALTER TABLE changing DROP (dt)").failsWith("dt");
        assertSql(session(), "ALTER TABLE changing RENAME dt TO dtt").failsWith("dt");
        assertSql(session(), "ALTER TABLE changing MODIFY name STRING FIRST").failsWith("name");
        assertSql(session(), "ALTER TABLE changing ADD PRIMARY KEY (id) NOT ENFORCED")
                .failsWith("primary key");
        assertSql(session(), "ALTER TABLE changing SET ('format' = 'orc')")
                .fails(
                        "Cannot alter table: %s has files, which the option 'format' says how to read — create another table"
                                .formatted(t));
        assertSql(session(), "SELECT id, name, more, dt FROM changing")
                .returns("+I[1, a, null, x]", "+I[2, b, 22, y]");
        recreates("changing");
    }

    @Test
    void partitionsAreManaged() {
        run("CREATE TABLE managed (id INT, dt STRING, h INT) PARTITIONED BY (dt, h) " + with());
        run("ALTER TABLE managed ADD PARTITION (dt = 'a', h = 1) PARTITION (dt = 'b/c', h = 2)");
        assertSql(session(), "SHOW PARTITIONS managed").returns("+I[dt=a/h=1]", "+I[dt=b/c/h=2]");
        assertSql(session(), "ALTER TABLE managed ADD PARTITION (dt = 'a', h = 1)")
                .failsWith("already exists");
        run("ALTER TABLE managed ADD IF NOT EXISTS PARTITION (dt = 'a', h = 1)");
        assertSql(session(), "ALTER TABLE managed ADD PARTITION (dt = 'a')").failsWith("dt");
        assertSql(session(), "ALTER TABLE managed ADD PARTITION (no = 'a', h = 1)").failsWith("no");
        assertSql(session(), "ALTER TABLE managed ADD PARTITION (dt = 'a', h = 'no')")
                .fails(
                        "Cannot add partition to table: %s.managed has the partition key h of type INT, which 'no' is not"
                                .formatted(database()));
        assertSql(session(), "ALTER TABLE managed ADD PARTITION (dt = 'a', h = '01')")
                .failsWith("already exists");
        run("INSERT INTO managed PARTITION (dt = 'a', h = 1) VALUES (1)");
        assertThat(folder("managed").resolve("dt=a/h=1")).isNotEmptyDirectory();
        run("ALTER TABLE managed DROP PARTITION (dt = 'a', h = 1)");
        assertThat(folder("managed").resolve("dt=a/h=1")).doesNotExist();
        assertSql(session(), "SELECT * FROM managed").returns();
        assertSql(session(), "ALTER TABLE managed DROP PARTITION (dt = 'a', h = 1)")
                .failsWith("does not exist");
        run("ALTER TABLE managed DROP IF EXISTS PARTITION (dt = 'a', h = 1)");
        assertSql(session(), "ALTER TABLE managed DROP IF EXISTS PARTITION (dt = 'b/c')")
                .fails(
                        "Cannot drop partition of table: %s.managed is partitioned by [dt, h], not by [dt] — name a value of each key"
                                .formatted(database()));
        assertSql(session(), "SHOW PARTITIONS managed").returns("+I[dt=b/c/h=2]");
    }

    @Test
    void refusesWhatHiveLacks() {
        String t = database() + ".refused";
        assertSql(session(), "CREATE TABLE refused (id INT PRIMARY KEY NOT ENFORCED) " + with())
                .fails(
                        "Cannot create table: %s would be a Hive table, which cannot replace rows by PRIMARY KEY — leave the key out, or use 'connector' = 'iceberg'"
                                .formatted(t));
        assertSql(
                        session(),
                        "CREATE TABLE refused (id INT) DISTRIBUTED BY (id) INTO 2 BUCKETS "
                                + with())
                .failsWith("cannot be written — leave DISTRIBUTED BY out");
        assertSql(session(), "CREATE TABLE refused (t TIME) " + with())
                .failsWith("Cannot store column: t is TIME(0)");
        assertSql(
                        session(),
                        "CREATE TABLE refused (dt STRING, id INT) PARTITIONED BY (dt) " + with())
                .failsWith("behind all others");
        assertSql(session(), "CREATE TABLE refused (a INT, A INT) " + with())
                .failsWith("two columns called, in lower case as Hive sees them, a");
        assertSql(
                        session(),
                        "CREATE TABLE refused (a INT) WITH ('connector' = 'hive', 'format' = 'x')")
                .failsWith("has the option 'format' = 'x', which Hive does not know — use one of");
    }

    @Test
    void refusesHintsWithoutEffect() {
        run("CREATE TABLE hinted_ (id INT) " + with().replace("(", "('any' = 'property', "));
        String name = database() + ".hinted_";
        assertSql(session(), "SELECT * FROM hinted_ /*+ OPTIONS('streamin' = 'true') */")
                .fails(
                        "Cannot read table %s: unknown option 'streamin' — did you mean 'streaming'?"
                                .formatted(name));
        for (String key : List.of("snapshot-id", "format", "location", "serde.x", "any")) {
            assertSql(session(), "SELECT * FROM hinted_ /*+ OPTIONS('%s' = '1') */".formatted(key))
                    .failsWith("Cannot read table %s: unknown option '%s'".formatted(name, key));
        }
        assertSql(session(), "INSERT INTO hinted_ /*+ OPTIONS('branch' = 'b') */ VALUES (1)")
                .failsWith("Cannot write table %s: unknown option 'branch'".formatted(name));
        run("INSERT INTO hinted_ /*+ OPTIONS('sink.parallelism' = '1') */ VALUES (1)");
        assertSql(session(), "SELECT * FROM hinted_ /*+ OPTIONS('scan.parallelism' = '1') */")
                .returns("+I[1]");
    }

    @Test
    void nullabilityIsKept() {
        run("CREATE TABLE strict (id INT NOT NULL, name STRING, Third INT NOT NULL) " + with());
        assertThat(newSession().value("SHOW CREATE TABLE strict"))
                .contains(
                        "`id` INT NOT NULL", "`name` VARCHAR(2147483647),", "`third` INT NOT NULL");
        assertSql(session(), "INSERT INTO strict VALUES (CAST(NULL AS INT), 'a', 1)")
                .failsWith("Column 'id' is NOT NULL");
        run("INSERT INTO strict VALUES (1, 'a', 2)");
        run("ALTER TABLE strict MODIFY third INT");
        run("INSERT INTO strict VALUES (2, 'b', CAST(NULL AS INT))");
        assertSql(newSession(), "SELECT * FROM strict").returns("+I[1, a, 2]", "+I[2, b, null]");
        assertSql(session(), "ALTER TABLE strict MODIFY name STRING NOT NULL")
                .fails(
                        "Cannot alter column name of table: %s.strict can have rows with NULL there, so that the column cannot become NOT NULL"
                                .formatted(database()));
        recreates("strict");
    }

    @Test
    void managedTablesBeginEmpty() throws Exception {
        java.nio.file.Files.createDirectories(folder("taken"));
        java.nio.file.Files.writeString(folder("taken").resolve("file"), "not ours");
        assertSql(session(), "CREATE TABLE taken (id INT) " + with())
                .fails(
                        "Cannot create table: %s.taken would be in the folder file:%s, which is not empty — empty it, or use 'location', which makes an external table"
                                .formatted(database(), folder("taken")));
        java.nio.file.Files.delete(folder("taken").resolve("file"));
        run("CREATE TABLE taken (id INT) " + with());
    }

    @Test
    void externalTablesKeepTheirFiles() throws Exception {
        Path files = folder("elsewhere");
        String ddl =
                "CREATE TABLE external_ (id INT) %s, 'location' = '%s')"
                        .formatted(with().substring(0, with().length() - 1), files.toUri());
        run(ddl);
        run("INSERT INTO external_ VALUES (1)");
        recreates("external_");
        assertSql(session(), "SELECT * FROM external_").returns("+I[1]");
        run("DROP TABLE external_");
        assertThat(files(files)).isEqualTo(1);
        run(ddl.replace("external_", "again"));
        assertSql(session(), "SELECT * FROM again").returns("+I[1]");
        run("DROP TABLE again");
        org.apache.flink.util.FileUtils.deleteDirectory(files.toFile());
    }

    @Override
    final void dropWithAnotherInside(Path inner) {
        assertSql(session(), "DROP TABLE outer_")
                .fails(
                        "Cannot drop table: %1$s.outer_ has the table %1$s.inner_ in its folder, whose files would go too — drop or move that one first"
                                .formatted(database()));
        assertSql(session(), "SELECT * FROM inner_").returns("+I[5]");
        run("DROP TABLE inner_");
        run("DROP TABLE outer_");
        assertThat(folder("outer_")).doesNotExist();
    }
}
