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
package io.github.flinklakehouse.tests.flow;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What INSERT refuses because of a primary key or its absence, and how many files it makes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergInsertIT {
    private static final String DATABASE = "iceberg_insert";

    private Session session;
    private Session streaming;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE " + DATABASE);
        session.run("USE " + DATABASE);
        session.run("CREATE TABLE keyed (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED)");
        session.run("CREATE TABLE unkeyed (id INT, n BIGINT)");
        streaming = Session.streaming();
        streaming.run("USE " + DATABASE);
        streaming.environment().getConfig().set("execution.checkpointing.interval", "1 h");
        streaming.run(
                """
                CREATE TEMPORARY TABLE numbers (id INT NOT NULL, part AS id % 3) WITH ('connector' = 'datagen',
                  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '300')
                """);
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE " + DATABASE + " CASCADE");
    }

    @Test
    void aKeyNeedsFormatVersion2() {
        session.run("CREATE TABLE old_ (id INT NOT NULL) WITH ('format-version' = '1')");
        assertSql(session, "ALTER TABLE old_ ADD PRIMARY KEY (id) NOT ENFORCED")
                .fails(
                        "Cannot add primary key to table: iceberg_insert.old_ is an Iceberg table of format version 1, which lacks the row-level deletes that a PRIMARY KEY needs — upgrade it with SET ('format-version' = '2')");
        session.run("ALTER TABLE old_ SET ('format-version' = '2')");
        session.run("ALTER TABLE old_ ADD PRIMARY KEY (id) NOT ENFORCED");
        session.run("INSERT INTO old_ VALUES (1)");
        session.run("INSERT INTO old_ VALUES (1)");
        assertSql(session, "SELECT * FROM old_").returns("+I[1]");
    }

    @Test
    void changesNeedAKey() {
        assertSql(streaming, "INSERT INTO unkeyed SELECT part, COUNT(*) FROM numbers GROUP BY part")
                .fails(
                        "Cannot write updates or deletes to table: iceberg_insert.unkeyed is an Iceberg table without a primary key — declare one with PRIMARY KEY (…) NOT ENFORCED");
        assertSql(
                        session,
                        "INSERT INTO unkeyed /*+ OPTIONS('upsert-enabled' = 'true') */ VALUES (1, 1)")
                .fails(
                        "Cannot upsert into table: iceberg_insert.unkeyed is an Iceberg table without a primary key — declare one with PRIMARY KEY (…) NOT ENFORCED, or set 'upsert-enabled' = 'false'");
    }

    @Test
    void aRowNeedsItsKey() {
        assertSql(session, "INSERT INTO keyed (name) VALUES ('a')")
                .failsWith("Column 'id' has no default value and does not allow NULLs");
        assertSql(session, "INSERT INTO keyed SELECT NULLIF(n, 1), 'a' FROM (VALUES (1)) AS v (n)")
                .failsWith("Column 'id' is NOT NULL");
        session.environment().getConfig().set("table.exec.sink.not-null-enforcer", "DROP");
        try {
            assertSql(session, "INSERT INTO keyed VALUES (1, 'a')")
                    .fails(
                            "Cannot write to table: iceberg_insert.keyed has a PRIMARY KEY, and 'table.exec.sink.not-null-enforcer' = 'DROP' would lose rows whose key is NULL without a word — set it to 'ERROR', and filter the rows out");
        } finally {
            session.environment().getConfig().set("table.exec.sink.not-null-enforcer", "ERROR");
        }
    }

    @Test
    void refusesWhatWouldBreakAKey() {
        assertSql(session, "INSERT OVERWRITE keyed VALUES (1, 'a')")
                .fails(
                        "Cannot overwrite table: iceberg_insert.keyed is an Iceberg table with a primary key, into which INSERT replaces rows by key — use INSERT INTO");
        assertSql(session, insert("'overwrite-enabled' = 'true'"))
                .fails(
                        "Cannot overwrite table: iceberg_insert.keyed is an Iceberg table with a primary key, into which INSERT replaces rows by key — leave 'overwrite-enabled' out");
        assertSql(session, insert("'table-refresh-interval' = '1 s'"))
                .fails(
                        "Cannot write to table: iceberg_insert.keyed has a PRIMARY KEY, for which 'table-refresh-interval' is not supported — leave it out");
        assertSql(session, insert("'distribution-mode' = 'range'"))
                .fails(
                        "Cannot write to table: iceberg_insert.keyed has a PRIMARY KEY, of which all changes must go to one task — use 'distribution-mode' = 'hash' or 'none'");
    }

    private static String insert(String hint) {
        return "INSERT INTO keyed /*+ OPTIONS(%s) */ VALUES (1, 'a')".formatted(hint);
    }

    @Test
    void tasksDoNotEachWriteAFileIntoEachPartition() {
        session.run("CREATE TABLE parts (id INT, part INT) PARTITIONED BY (part)");
        assertThat(filesOfInsert("parts", "")).isEqualTo(3);
        assertThat(filesOfInsert("parts", "none")).isEqualTo(6);
        session.run(
                "CREATE TABLE hidden (id INT, part INT) WITH ('partitioning' = 'bucket(2, id)')");
        assertThat(filesOfInsert("hidden", "")).isEqualTo(2);
        session.run(
                """
                CREATE TABLE keyed_parts (id INT, part INT, PRIMARY KEY (id, part) NOT ENFORCED)
                PARTITIONED BY (part)
                """);
        assertThat(filesOfInsert("keyed_parts", "")).isEqualTo(3);
        session.run("TRUNCATE TABLE keyed_parts");
        assertThat(filesOfInsert("keyed_parts", "none")).isEqualTo(6);
        assertSql(session, "SELECT COUNT(*), COUNT(DISTINCT id) FROM keyed_parts")
                .returns("+I[300, 300]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", PRIMARY KEY (id) NOT ENFORCED"})
    void snapshotsTellTheWatermarkOfTheJob(String key) {
        String table = key.isEmpty() ? "timed" : "timed_by_key";
        session.run("CREATE TABLE %s (id INT, ts TIMESTAMP_LTZ(3)%s)".formatted(table, key));
        Session stream = Session.streaming();
        stream.run("USE " + DATABASE);
        stream.environment().getConfig().set("execution.checkpointing.interval", "300 ms");
        stream.run(
                """
                CREATE TEMPORARY TABLE times (id INT NOT NULL, ts AS TO_TIMESTAMP_LTZ(id, 3),
                  WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND)
                WITH ('connector' = 'datagen', 'rows-per-second' = '100', 'fields.id.kind' = 'sequence',
                  'fields.id.start' = '1', 'fields.id.end' = '200')
                """);
        stream.run("INSERT INTO %s SELECT * FROM times".formatted(table));
        assertThat(
                        Long.parseLong(
                                session.value(
                                        "SELECT MAX(CAST(summary['flink.watermark'] AS BIGINT)) FROM `%s$snapshots`"
                                                .formatted(table))))
                .isBetween(1L, 199L);
        assertSql(session, "SELECT COUNT(*), MAX(id) FROM " + table).returns("+I[200, 200]");
    }

    /** How many files with rows the statement adds, run by two tasks that have all partitions. */
    private int filesOfInsert(String table, String distribution) {
        streaming.run(
                "INSERT INTO %s %s SELECT id, part FROM numbers"
                        .formatted(
                                table,
                                distribution.isEmpty()
                                        ? ""
                                        : "/*+ OPTIONS('distribution-mode' = '%s') */"
                                                .formatted(distribution)));
        return Integer.parseInt(
                IcebergRows.of(DATABASE, table).summary().getOrDefault("added-data-files", "0"));
    }
}
