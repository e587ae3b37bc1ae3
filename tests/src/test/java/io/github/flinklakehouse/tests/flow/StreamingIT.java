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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.tests.harness.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Unbounded reads and writes. */
class StreamingIT {
    private static final Session BATCH = Session.batch();
    private static final Session STREAMING = Session.streaming();

    @BeforeAll
    static void database() {
        BATCH.run("CREATE DATABASE streaming");
        BATCH.run("USE streaming");
        STREAMING.run("USE streaming");
        STREAMING.environment().getConfig().set("execution.checkpointing.interval", "500 ms");
    }

    @AfterAll
    static void drop() {
        BATCH.run("USE `default`");
        BATCH.run("DROP DATABASE streaming CASCADE");
    }

    @Test
    void icebergIsReadWhileItIsWritten() throws Exception {
        BATCH.run("CREATE TABLE events (id INT)");
        STREAMING.run("INSERT INTO events VALUES (1), (2)");
        TableResult result =
                STREAMING
                        .environment()
                        .executeSql(
                                """
                                SELECT * FROM events /*+ OPTIONS('streaming' = 'true',
                                  'monitor-interval' = '200 ms',
                                  'starting-strategy' = 'TABLE_SCAN_THEN_INCREMENTAL') */
                                """);
        try (CloseableIterator<Row> rows = result.collect()) {
            assertThat(next(rows, 2)).containsExactlyInAnyOrder("+I[1]", "+I[2]");
            BATCH.run("INSERT INTO events VALUES (3)");
            assertThat(next(rows, 1)).containsExactly("+I[3]");
        }
    }

    @Test
    void hiveIsReadWhileItIsWritten() throws Exception {
        BATCH.run(
                "CREATE TABLE arrivals (id INT, dt STRING) PARTITIONED BY (dt)"
                        + " WITH ('connector' = 'hive')");
        BATCH.run("INSERT INTO arrivals VALUES (1, '2024-01-02')");
        TableResult result =
                STREAMING
                        .environment()
                        .executeSql(
                                """
                                SELECT * FROM arrivals /*+ OPTIONS('streaming-source.enable' = 'true',
                                  'streaming-source.monitor-interval' = '200 ms',
                                  'streaming-source.partition-order' = 'partition-time') */
                                WHERE dt <> '2024-01-03'
                                """);
        try (CloseableIterator<Row> rows = result.collect()) {
            assertThat(next(rows, 1)).containsExactly("+I[1, 2024-01-02]");
            BATCH.run("INSERT INTO arrivals VALUES (2, '2024-01-01'), (3, '2024-01-03')");
            assertThat(next(rows, 1)).containsExactly("+I[2, 2024-01-01]");
            BATCH.run("INSERT INTO arrivals VALUES (4, '2024-01-02')");
            assertThat(next(rows, 1)).containsExactly("+I[4, 2024-01-02]");
        }
    }

    @Test
    void changelogIsUpsertedByKey() {
        BATCH.run("CREATE TABLE words (word STRING)");
        BATCH.run("INSERT INTO words VALUES ('a'), ('b'), ('a'), ('a')");
        BATCH.run("CREATE TABLE counts (word STRING, n BIGINT, PRIMARY KEY (word) NOT ENFORCED)");
        STREAMING.run("INSERT INTO counts SELECT word, COUNT(*) FROM words GROUP BY word");
        assertSql(BATCH, "SELECT * FROM counts").returns("+I[a, 3]", "+I[b, 1]");
    }

    @Test
    void aKeyedTableStreamsItsChanges() throws Exception {
        BATCH.run(
                "CREATE TABLE keyed (name STRING, n SMALLINT NOT NULL, id TINYINT, PRIMARY KEY (id)"
                        + " NOT ENFORCED) WITH ('format-version' = '3')");
        insertKeyed("('a', 1, 1), ('b', 2, 2), ('c', 3, 3)");
        String hint = " /*+ OPTIONS('streaming' = 'true', 'monitor-interval' = '100 ms') */";
        try (CloseableIterator<Row> rows = collect("SELECT * FROM keyed" + hint);
                CloseableIterator<Row> names =
                        collect("SELECT name FROM keyed" + hint + " WHERE n < 10");
                CloseableIterator<Row> sum = collect("SELECT SUM(n) FROM keyed" + hint)) {
            assertThat(next(rows, 3))
                    .containsExactlyInAnyOrder("+I[a, 1, 1]", "+I[b, 2, 2]", "+I[c, 3, 3]");
            assertThat(next(names, 3)).containsExactlyInAnyOrder("+I[a]", "+I[b]", "+I[c]");
            nextUntil(sum, "[6]");

            insertKeyed("('A', 11, 1)");
            assertThat(next(rows, 2)).containsExactly("-D[a, 1, 1]", "+I[A, 11, 1]");
            assertThat(next(names, 1)).containsExactly("-D[a]");
            nextUntil(sum, "[16]");

            BATCH.run("UPDATE keyed SET n = CAST(12 AS SMALLINT) WHERE id = 2");
            assertThat(next(rows, 2)).containsExactly("-D[b, 2, 2]", "+I[b, 12, 2]");
            BATCH.run("DELETE FROM keyed WHERE id = 3");
            assertThat(next(rows, 1)).containsExactly("-D[c, 3, 3]");
            assertThat(next(names, 2)).containsExactly("-D[b]", "-D[c]");
            nextUntil(sum, "[23]");
        }
        assertSql(BATCH, "SELECT SUM(n) FROM keyed").returns("+I[23]");
    }

    private static void insertKeyed(String rows) {
        BATCH.run(
                "INSERT INTO keyed SELECT name, CAST(n AS SMALLINT), CAST(id AS TINYINT)"
                        + " FROM (VALUES "
                        + rows
                        + ") AS rows_of (name, n, id)");
    }

    private static void nextUntil(CloseableIterator<Row> rows, String last) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> rows.next().toString().endsWith(last));
    }

    @Test
    void refusesOptionsThatAStreamOfChangesDoesNotKnow() {
        BATCH.run("CREATE TABLE limited (id INT, PRIMARY KEY (id) NOT ENFORCED)");
        assertSql(
                        STREAMING,
                        "SELECT * FROM limited /*+ OPTIONS('streaming' = 'true', 'limit' = '1') */")
                .fails(
                        "Cannot read table as a stream: streaming.limited has a primary key, and a"
                                + " stream of changes knows no option 'limit' — leave it out");
    }

    @Test
    void aStreamOfAppendsEndsAtOtherChanges() throws Exception {
        BATCH.run("CREATE TABLE visits (id INT)");
        BATCH.run("INSERT INTO visits VALUES (1), (2)");
        String stream =
                "SELECT * FROM visits /*+ OPTIONS('streaming' = 'true', 'monitor-interval' = '100"
                        + " ms', 'starting-strategy' = 'INCREMENTAL_FROM_EARLIEST_SNAPSHOT'%s) */";
        String skip = ", 'streaming-skip-delete-snapshots' = 'true'";
        try (CloseableIterator<Row> rows = collect(stream.formatted(""));
                CloseableIterator<Row> skipping = collect(stream.formatted(skip))) {
            assertThat(next(rows, 2)).containsExactlyInAnyOrder("+I[1]", "+I[2]");
            assertThat(next(skipping, 2)).containsExactlyInAnyOrder("+I[1]", "+I[2]");
            BATCH.run("DELETE FROM visits WHERE id = 1");
            BATCH.run("INSERT INTO visits VALUES (3)");
            assertThatThrownBy(rows::hasNext)
                    .rootCause()
                    .hasMessageMatching(
                            "Cannot read table by its appends: streaming\\.visits has the snapshot"
                                    + " \\d+, whose operation is delete — read the table from a"
                                    + " later snapshot, or pass over all such snapshots by"
                                    + " 'streaming-skip-delete-snapshots' = 'true'");
            assertThat(next(skipping, 1)).containsExactly("+I[3]");
        }
        assertSql(BATCH, "SELECT * FROM visits").returns("+I[2]", "+I[3]");
    }

    @Test
    void anIncrementalReadInBatchRefusesOtherChangesThanAppends() {
        BATCH.run("CREATE TABLE sales (id INT) PARTITIONED BY (id)");
        BATCH.run("INSERT INTO sales VALUES (1), (2)");
        String first = BATCH.value("SELECT snapshot_id FROM `sales$snapshots`");
        BATCH.run("INSERT INTO sales VALUES (3)");
        String later =
                "SELECT * FROM sales /*+ OPTIONS('start-snapshot-id' = '" + first + "'%s) */";
        assertSql(BATCH, later.formatted("")).returns("+I[3]");
        BATCH.run("DELETE FROM sales WHERE id = 1");
        assertSql(BATCH, later.formatted("")).failsWith("whose operation is delete");
        assertSql(BATCH, later.formatted(", 'streaming-skip-delete-snapshots' = 'true'"))
                .returns("+I[3]");
    }

    @Test
    void aStreamBeginsWhereItIsTold() throws Exception {
        BATCH.run("CREATE TABLE begun (id INT)");
        BATCH.run("INSERT INTO begun VALUES (1)");
        BATCH.run("INSERT INTO begun VALUES (2)");
        String second =
                BATCH.value(
                        "SELECT snapshot_id FROM `begun$snapshots` WHERE parent_id IS NOT NULL");
        BATCH.run("CALL sys.create_branch('streaming.begun', 'side')");
        BATCH.run("INSERT INTO begun /*+ OPTIONS('branch' = 'side') */ VALUES (3)");
        String stream =
                "SELECT * FROM begun /*+ OPTIONS('streaming' = 'true', 'monitor-interval' = '100 ms'%s) */";
        String start = ", 'start-snapshot-id' = '" + second + "'";
        String all = ", 'starting-strategy' = 'TABLE_SCAN_THEN_INCREMENTAL'";
        try (CloseableIterator<Row> rows = collect(stream.formatted(start));
                CloseableIterator<Row> side =
                        collect(stream.formatted(", 'branch' = 'side'" + all))) {
            assertThat(next(rows, 1)).containsExactly("+I[2]");
            assertThat(next(side, 3)).containsExactlyInAnyOrder("+I[1]", "+I[2]", "+I[3]");
        }
        assertSql(STREAMING, stream.formatted(start + all))
                .fails(
                        "Cannot read table as a stream: streaming.begun has the option"
                                + " 'start-snapshot-id', which the strategy"
                                + " 'TABLE_SCAN_THEN_INCREMENTAL' would pass over — leave out"
                                + " 'starting-strategy'");
        assertSql(STREAMING, stream.formatted(", 'start-tag' = 'old'"))
                .fails(
                        "Cannot read table as a stream: streaming.begun has the option 'start-tag',"
                                + " which only a read between two snapshots has — set"
                                + " 'start-snapshot-id'");
        assertSql(BATCH, "SELECT * FROM begun /*+ OPTIONS('start-snapshot-timestamp' = '1') */")
                .fails(
                        "Cannot read table: streaming.begun has the option"
                                + " 'start-snapshot-timestamp', which only a stream has — set"
                                + " 'start-snapshot-id' or 'as-of-timestamp'");
    }

    private static CloseableIterator<Row> collect(String query) {
        return STREAMING.environment().executeSql(query).collect();
    }

    @Test
    void refusesUpdatesIntoHive() {
        BATCH.run("CREATE TABLE hive (id INT, n BIGINT) WITH ('connector' = 'hive')");
        assertSql(STREAMING, "INSERT INTO hive SELECT id, COUNT(*) FROM hive GROUP BY id")
                .fails(
                        "Cannot write updates or deletes: streaming.hive is a Hive table, which only"
                                + " takes inserts — create it as an Iceberg table with a PRIMARY"
                                + " KEY");
    }

    private static List<String> next(CloseableIterator<Row> rows, int count) {
        List<String> next = new ArrayList<>();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            next.add(rows.next().toString());
                            return next.size() == count;
                        });
        return next;
    }
}
