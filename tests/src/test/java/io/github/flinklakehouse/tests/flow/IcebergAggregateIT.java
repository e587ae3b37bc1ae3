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
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Aggregates of Iceberg tables that follow from manifests, and files that need not be read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergAggregateIT {
    private static final String DATABASE = "iceberg_aggregate";

    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE " + DATABASE);
        session.run("USE " + DATABASE);
        // Of a few rows the planner makes no local aggregate, which is what a source can take over.
        session.environment().getConfig().set("table.optimizer.agg-phase-strategy", "TWO_PHASE");
        session.run(
                """
                CREATE TABLE typed (i INT, l BIGINT NOT NULL, n DECIMAL(20, 3), dt DATE, ts TIMESTAMP(6),
                  tz TIMESTAMP_LTZ(6), b BOOLEAN, d DOUBLE, s STRING, t TINYINT)
                """);
        session.run(
                """
                INSERT INTO typed VALUES
                  (1, -5, 1.125, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.123456',
                   TO_TIMESTAMP_LTZ(-1, 3), TRUE, 1.5, 'b', CAST(1 AS TINYINT)),
                  (7, 9223372036854775807, -123456789012345.891, DATE '2024-01-01',
                   TIMESTAMP '2024-01-01 00:00:00.000001', TO_TIMESTAMP_LTZ(5, 3), FALSE, -1, 'a', CAST(-2 AS TINYINT))
                """);
        session.run("INSERT INTO typed (l) VALUES (3)");
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE " + DATABASE + " CASCADE");
    }

    @Test
    void countsAndEndsOfColumnsComeFromTheManifests() {
        String counted = "SELECT COUNT(*), COUNT(*) + 1 FROM typed";
        assertPushed(counted);
        assertSql(session, counted).returns("+I[3, 4]");
        String ends =
                """
                SELECT MIN(i), MAX(i), MIN(l), MAX(l), MIN(n), MAX(n), MIN(dt), MAX(dt), MIN(ts), MAX(ts),
                  MIN(tz), MAX(tz), MIN(b), MAX(b), COUNT(*) FROM typed
                """;
        assertPushed(ends);
        String read = session.rows(ends.strip() + " WHERE i > 0 OR i IS NULL").get(0).toString();
        assertSql(session, ends)
                .returns(
                        "+I[1, 7, -5, 9223372036854775807, -123456789012345.891, 1.125, 1969-12-31, 2024-01-01,"
                                + " 1969-12-31T23:59:59.123456, 2024-01-01T00:00:00.000001,"
                                + " 1969-12-31T23:59:59.999Z, 1970-01-01T00:00:00.005Z, false, true, 3]");
        assertThat(read).isEqualTo(session.rows(ends).get(0).toString());
        session.environment()
                .getConfig()
                .set("table.optimizer.source.aggregate-pushdown-enabled", "false");
        try {
            assertThat(session.rows(ends).get(0).toString()).isEqualTo(read);
        } finally {
            session.environment()
                    .getConfig()
                    .set("table.optimizer.source.aggregate-pushdown-enabled", "true");
        }
    }

    @Test
    void otherAggregatesReadRows() {
        for (String aggregate :
                List.of(
                        "COUNT(i)",
                        "COUNT(NULLIF(i, 1))",
                        "COUNT(DISTINCT i)",
                        "SUM(i)",
                        "MIN(d)",
                        "MAX(s)",
                        "MIN(t)",
                        "MAX(i + 1)",
                        "COUNT(*) FILTER (WHERE i > 1)")) {
            assertNotPushed("SELECT %s FROM typed".formatted(aggregate));
        }
        assertNotPushed("SELECT COUNT(*) FROM typed WHERE i = 1");
        assertNotPushed("SELECT i, COUNT(*) FROM typed GROUP BY i");
        assertNotPushed("SELECT COUNT(*) FROM (SELECT * FROM typed LIMIT 2)");
        assertNotPushed("SELECT COUNT(*) FROM typed /*+ OPTIONS('limit' = '1') */");
        assertSql(session, "SELECT COUNT(i), COUNT(NULLIF(i, 1)), MIN(t), MIN(d) FROM typed")
                .returns("+I[2, 1, -2, -1.0]");
        assertSql(session, "SELECT COUNT(*) FROM `typed$files`").returns("+I[2]");
    }

    @Test
    void deletedRowsAreNotCounted() {
        session.run("CREATE TABLE deleted (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED)");
        assertSql(session, "SELECT COUNT(*), MIN(v) FROM deleted").returns("+I[0, null]");
        session.run("INSERT INTO deleted VALUES (1, 1), (2, 2), (3, 3)");
        session.run("DELETE FROM deleted WHERE id = 3");
        assertNotPushed("SELECT COUNT(*), MAX(v) FROM deleted");
        assertSql(session, "SELECT COUNT(*), MAX(v) FROM deleted").returns("+I[2, 2]");
        session.run("CREATE TABLE whole (id INT, v INT) PARTITIONED BY (v)");
        session.run("INSERT INTO whole VALUES (1, 1), (2, 2), (3, 2)");
        session.run("DELETE FROM whole WHERE v = 2");
        assertPushed("SELECT COUNT(*), MAX(v) FROM whole");
        assertSql(session, "SELECT COUNT(*), MAX(v) FROM whole").returns("+I[1, 1]");
        assertSql(session, "SELECT COUNT(*) FROM whole").returns("+I[1]");
        session.run("UPDATE whole SET id = (SELECT CAST(COUNT(*) + MAX(id) AS INT) FROM whole)");
        assertSql(session, "SELECT id FROM whole").returns("+I[2]");
    }

    @Test
    void aggregatesAreThoseOfTheSnapshotThatIsRead() {
        session.run("CREATE TABLE past (id INT)");
        session.run("INSERT INTO past VALUES (1)");
        IcebergRows iceberg = IcebergRows.of(DATABASE, "past");
        long first = iceberg.table().currentSnapshot().snapshotId();
        iceberg.table()
                .manageSnapshots()
                .createTag("first", first)
                .createBranch("b", first)
                .commit();
        session.run("INSERT INTO past VALUES (2)");
        session.run("INSERT INTO past /*+ OPTIONS('branch' = 'b') */ VALUES (3), (4)");
        session.run("ALTER TABLE past RENAME id TO old_id");
        session.run("ALTER TABLE past ADD id INT");
        String query = "SELECT COUNT(*), MAX(%s) FROM %s";
        assertSql(session, query.formatted("old_id", "past")).returns("+I[2, 2]");
        assertSql(session, query.formatted("id", "past")).returns("+I[2, null]");
        assertSql(session, query.formatted("old_id", "past /*+ OPTIONS('tag' = 'first') */"))
                .returns("+I[1, 1]");
        assertSql(session, query.formatted("old_id", "past /*+ OPTIONS('branch' = 'b') */"))
                .returns("+I[3, 4]");
    }

    @Test
    void timesOfOrcFilesAreRead() {
        session.run(
                "CREATE TABLE orc (ts TIMESTAMP(6), i INT) WITH ('write.format.default' = 'orc')");
        session.run("INSERT INTO orc VALUES (TIMESTAMP '2024-01-01 00:00:00.123456', 1)");
        assertNotPushed("SELECT MAX(ts) FROM orc");
        assertPushed("SELECT MAX(i) FROM orc");
        assertSql(session, "SELECT MAX(ts), MAX(i) FROM orc")
                .returns("+I[2024-01-01T00:00:00.123456, 1]");
    }

    @Test
    void filtersLeaveOutFilesByPartitionTransforms() {
        session.run(
                "CREATE TABLE hidden (id INT, ts TIMESTAMP(6), name STRING) WITH ('partitioning' = 'day(ts), bucket(8, id), truncate(1, name)')");
        session.run(
                """
                INSERT INTO hidden VALUES (1, TIMESTAMP '2024-01-01 01:00:00', 'ab'), (1, TIMESTAMP '2024-01-02 01:00:00', 'ab'),
                  (2, TIMESTAMP '2024-01-02 01:00:00', 'ab'), (2, TIMESTAMP '2024-01-02 01:00:00', 'b')
                """);
        Table table = IcebergRows.of(DATABASE, "hidden").table();
        table.newScan()
                .planFiles()
                .forEach(
                        task -> {
                            DataFile file = task.file();
                            if (!file.partition().get(2, String.class).equals("a")
                                    || file.partition().get(0, Integer.class) != 19724) {
                                // Who reads it fails.
                                table.io().deleteFile(file.location());
                            }
                        });
        assertSql(
                        session,
                        "SELECT id FROM hidden WHERE ts >= TIMESTAMP '2024-01-02 00:00:00' AND name LIKE 'a%'")
                .returns("+I[1]", "+I[2]");
        assertSql(session, "SELECT id FROM hidden WHERE name = 'b'").failsWith("/hidden/");
    }

    private void assertPushed(String query) {
        assertThat(session.value("EXPLAIN " + query)).contains("aggregates=[");
    }

    private void assertNotPushed(String query) {
        assertThat(session.value("EXPLAIN " + query)).doesNotContain("aggregates=[");
    }
}
