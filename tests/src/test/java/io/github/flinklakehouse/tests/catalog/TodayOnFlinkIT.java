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

import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What goes wrong with a Hive catalog and an Iceberg catalog of Flink 1.20 side by side, statement
 * by statement, and goes right here: in one catalog, {@code h} is a Hive table and {@code i} an
 * Iceberg table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TodayOnFlinkIT {
    private Session session;

    @BeforeAll
    void createTables() {
        session = Session.batch();
        session.run("CREATE DATABASE today");
        session.run("USE today");
        session.run(
                """
                CREATE TABLE i (id INT, name STRING, ts TIMESTAMP_LTZ(6), PRIMARY KEY (id) NOT ENFORCED)
                WITH ('connector' = 'iceberg')
                """);
        session.run("CREATE TABLE h (id INT, name STRING) WITH ('connector' = 'hive')");
        session.run(
                """
                CREATE TABLE hp (id INT, name STRING, dt STRING) PARTITIONED BY (dt)
                WITH ('connector' = 'hive', 'format' = 'textfile')
                """);
        session.run("INSERT INTO i VALUES (1, 'one', TO_TIMESTAMP_LTZ(0, 3))");
        session.run("INSERT INTO h VALUES (1, 'eins'), (2, 'zwei')");
        session.run("INSERT INTO hp VALUES (1, 'uno', '2024-01-01'), (2, 'due', '2024-01-02')");
    }

    @AfterAll
    void dropTables() {
        session.run("USE `default`");
        session.run("DROP DATABASE today CASCADE");
    }

    @Test
    void describesBothAsTheyAre() {
        assertSql(session, "SHOW TABLES").contains("+I[h]", "+I[hp]", "+I[i]");
        assertSql(session, "DESCRIBE i")
                .returnsInOrder(
                        "+I[id, INT, false, PRI(id), null, null]",
                        "+I[name, STRING, true, null, null, null]",
                        "+I[ts, TIMESTAMP_LTZ(6), true, null, null, null]");
        assertThat(session.value("SHOW CREATE TABLE i"))
                .contains("'connector' = 'iceberg'")
                .doesNotContain("metadata_location", "current-snapshot", "src-catalog", "uri");
        assertThat(session.value("SHOW CREATE TABLE h")).contains("'connector' = 'hive'");
        assertSql(session, "SHOW PARTITIONS hp").returns("+I[dt=2024-01-01]", "+I[dt=2024-01-02]");
    }

    @Test
    void readsAndWritesBoth() {
        assertSql(session, "SELECT COUNT(*) FROM i").returns("+I[1]");
        assertSql(session, "SELECT i.name, h.name FROM i JOIN h ON i.id = h.id")
                .returns("+I[one, eins]");
        assertSql(session, "SELECT id FROM i UNION ALL SELECT id FROM h")
                .returns("+I[1]", "+I[1]", "+I[2]");
        session.run("CREATE TABLE h_of_i WITH ('connector' = 'hive') AS SELECT id, name FROM i");
        session.run("CREATE TABLE i_of_h WITH ('connector' = 'iceberg') AS SELECT * FROM h");
        session.run("INSERT INTO h_of_i SELECT id + 10, name FROM i_of_h");
        session.run("INSERT INTO i_of_h SELECT id + 100, name FROM h_of_i");
        assertSql(session, "SELECT COUNT(*) FROM i_of_h").returns("+I[5]");
        session.run("CREATE TABLE like_h LIKE h");
        session.run(
                "CREATE TABLE like_i WITH ('connector' = 'hive') LIKE h_of_i (EXCLUDING OPTIONS)");
        assertThat(session.value("SHOW CREATE TABLE like_h")).contains("'connector' = 'hive'");
    }

    @Test
    void namesAreTakenByAllKinds() {
        for (String connector : new String[] {"iceberg", "hive", "datagen"}) {
            for (String name : new String[] {"h", "i"}) {
                assertSql(
                                session,
                                "CREATE TABLE %s (x INT) WITH ('connector' = '%s')"
                                        .formatted(name, connector))
                        .failsWith("Table (or view) today.%s already exists".formatted(name));
            }
        }
    }

    @Test
    void createsWhatIsAskedFor() {
        session.run("CREATE TABLE c1 (x INT)");
        assertThat(session.value("SHOW CREATE TABLE c1")).contains("'connector' = 'iceberg'");
        session.run("CREATE TABLE c2 (x INT) WITH ('connector' = 'filesystem', 'format' = 'csv')");
        assertThat(session.value("SHOW CREATE TABLE c2")).contains("'connector' = 'filesystem'");
        session.run("CREATE TABLE c3 (x INT) WITH ('connector' = 'hive', 'format' = 'textfile')");
        assertThat(OtherEngines.read("today", "c3").storage().inputFormat())
                .isEqualTo("org.apache.hadoop.mapred.TextInputFormat");
        session.run("CREATE TABLE c4 (x INT) WITH ('connector' = 'hive', 'format' = 'parquet')");
        assertThat(OtherEngines.read("today", "c4").storage().inputFormat()).contains("Parquet");
        assertSql(
                        session,
                        "CREATE TABLE c5 (x INT) WITH ('connector' = 'hive', 'hive.storage.file-format' = 'orc')")
                .fails(
                        "Cannot create table: today.c5 has the option 'hive.storage.file-format', which is one of HiveCatalog — use 'format', 'location' or 'serde.…'");
        session.run("CREATE TABLE c6 (ts TIMESTAMP(6)) WITH ('partitioning' = 'days(ts)')");
        assertThat(session.value("SHOW CREATE TABLE c6")).contains("'partitioning' = 'day(ts)'");
        assertSql(session, "CREATE TABLE c7 (x INT) WITH ('format-version' = 'nine')")
                .fails(
                        "Cannot create table: today.c7 has the option 'format-version' = 'nine', which is not a number — use '2'");
        assertSql(session, "CREATE TABLE c8 (x INT) WITH ('connector' = 'foreign')")
                .fails(
                        "Cannot create table: today.c8 has the connector 'foreign', which marks tables of other systems — create it with an engine of its system");
        session.run(
                "CREATE TABLE c9 (a TIMESTAMP(3), b TIMESTAMP(6), c TIMESTAMP(9)) WITH ('connector' = 'hive')");
        assertSql(session, "DESCRIBE c9")
                .returns(
                        "+I[a, TIMESTAMP(3), true, null, null, null]",
                        "+I[b, TIMESTAMP(6), true, null, null, null]",
                        "+I[c, TIMESTAMP(9), true, null, null, null]");
        session.run(
                "CREATE TABLE c10 (x INT, y AS x + 1, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)");
        assertThat(session.value("SHOW CREATE TABLE c10")).contains("`y` AS `x` + 1", "WATERMARK");
    }

    @Test
    void altersOnlyWhatStaysTrue() {
        session.run("CREATE TABLE ai (id INT)");
        session.run("ALTER TABLE ai ADD (extra STRING)");
        session.run("INSERT INTO ai VALUES (1, 'x')");
        assertSql(session, "SELECT * FROM ai").returns("+I[1, x]");
        session.run("ALTER TABLE ai RENAME TO ai2");
        session.run("CREATE VIEW ai AS SELECT extra FROM ai2");
        assertSql(session, "SELECT * FROM ai").returns("+I[x]");
        session.run("CREATE TABLE ah LIKE hp");
        session.run("INSERT INTO ah SELECT * FROM hp");
        session.run("ALTER TABLE ah ADD (c STRING)");
        assertSql(session, "SELECT * FROM ah WHERE id = 1").returns("+I[1, uno, null, 2024-01-01]");
        assertSql(session, "ALTER TABLE ah DROP (name)")
                .failsWith("is a Hive table, which cannot drop a column (name)");
        session.run("DELETE FROM ai2 WHERE id = 1");
        assertSql(session, "SELECT * FROM ai2").returns();
        assertSql(session, "UPDATE h SET name = 'x'").failsWith("today.h");
    }

    @Test
    void viewsAndFunctionsBelongToTheCatalog() {
        session.run("CREATE VIEW v AS SELECT i.id, h.name FROM i JOIN h ON i.id = h.id");
        Session other = Session.batch();
        assertSql(other, "SELECT * FROM today.v").returns("+I[1, eins]");
        assertSql(other, "SHOW VIEWS FROM today").contains("+I[v]");
        session.run("CREATE FUNCTION f AS 'org.apache.flink.table.functions.NoSuch'");
        assertSql(other, "SHOW USER FUNCTIONS FROM lake.today").returns("+I[f]");
        session.run("DROP FUNCTION f");
    }

    @Test
    void analyzes() {
        session.run("ANALYZE TABLE h COMPUTE STATISTICS");
        assertThat(OtherEngines.read("today", "h").parameters()).containsEntry("numRows", "2");
    }

    @Test
    void readsThePastOfIcebergTables() {
        assertSql(session, "SELECT * FROM i$files").succeeds();
        assertSql(session, "SELECT COUNT(*) FROM lake.today.`i$snapshots`").returns("+I[1]");
        assertSql(session, "SELECT * FROM i FOR SYSTEM_TIME AS OF TIMESTAMP '1970-01-02 00:00:00'")
                .fails(
                        "Cannot read the past of table: today.i has no snapshot from 1970-01-01T16:00:00Z or before");
        assertSql(session, "SELECT * FROM h FOR SYSTEM_TIME AS OF TIMESTAMP '2099-01-01 00:00:00'")
                .fails(
                        "Cannot read the past of table: today.h is not an Iceberg table, and only those keep their past — query it without FOR SYSTEM_TIME AS OF");
    }
}
