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
package io.github.flinklakehouse.connector.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits that fail, are interrupted, or meet others. */
class HiveCommitTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(8)
                            .build());

    /** More than any commit here has. */
    private static final int MAX_STEPS = 60;

    @TempDir Path warehouse;
    private HiveTestLake lake;

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.metastore().beforeEachCall(HiveCommitTest::step);
    }

    @AfterEach
    void revive() {
        MortalFileSystem.revive();
    }

    private static void step() {
        try {
            MortalFileSystem.step();
        } catch (IOException e) {
            throw new MetastoreException(MetastoreException.Reason.UNAVAILABLE, "no answer", e);
        }
    }

    private void create(String table, String keys) {
        lake.create(
                table,
                "id:int",
                keys,
                HiveStorageFormat.TEXTFILE.storage("mortal://" + lake.directory(table)),
                Map.of());
    }

    private boolean isCommitted(String insert) {
        try {
            lake.execute(insert);
            return true;
        } catch (Exception e) {
            assertThat(e).hasStackTraceContaining("Cannot commit insert");
            return false;
        }
    }

    /** What is marked as accurate must be. */
    private void assertStatisticsAreTrue(String table) {
        for (MetastorePartition partition : lake.metastore().partitions("db", table)) {
            BasicStatistics.in(partition.parameters())
                    .ifPresent(
                            known ->
                                    assertThat(
                                                    lake.query(
                                                            "SELECT id FROM %s WHERE p = %s"
                                                                    .formatted(
                                                                            table,
                                                                            partition
                                                                                    .values()
                                                                                    .get(0))))
                                            .hasSize((int) known.rows()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOverwriteThatFailsAtAnyStepIsUndone(MortalFileSystem.Death death) throws Exception {
        boolean committed = false;
        // The first step is tried again when it fails once.
        int steps = death == MortalFileSystem.Death.MOMENTARY ? 1 : 0;
        for (; !committed; steps++) {
            String table = "t" + steps;
            create(table, "p:int");
            lake.execute("INSERT INTO " + table + " VALUES (1, 1), (2, 2)");
            MortalFileSystem.dieAfter(steps, death);

            committed = isCommitted("INSERT OVERWRITE " + table + " VALUES (10, 1), (30, 3)");

            if (death == MortalFileSystem.Death.MOMENTARY && !committed) {
                assertThat(lake.query("SELECT * FROM " + table))
                        .containsExactly("+I[1, 1]", "+I[2, 2]");
                String failed = table;
                await().untilAsserted(
                                () ->
                                        assertThat(lake.files(failed))
                                                .noneMatch(file -> file.contains("staging")));
            }
            MortalFileSystem.revive();
            lake.execute("INSERT OVERWRITE " + table + " PARTITION (p = 9) SELECT 90");
            if (committed) {
                assertThat(lake.query("SELECT * FROM " + table))
                        .containsExactly("+I[10, 1]", "+I[2, 2]", "+I[30, 3]", "+I[90, 9]");
            } else {
                assertThat(lake.query("SELECT * FROM " + table))
                        .containsExactly("+I[1, 1]", "+I[2, 2]", "+I[90, 9]");
            }
            assertStatisticsAreTrue(table);
            assertThat(steps).isLessThan(MAX_STEPS);
        }
        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void anOverwriteOfATableThatDiesAtAnyStepIsUndone() throws Exception {
        boolean committed = false;
        for (int steps = 0; !committed; steps++) {
            String table = "t" + steps;
            create(table, "");
            lake.execute("INSERT INTO " + table + " VALUES (1), (2)");
            MortalFileSystem.dieAfter(steps, MortalFileSystem.Death.LASTING);

            committed = isCommitted("INSERT OVERWRITE " + table + " VALUES (10)");

            MortalFileSystem.revive();
            lake.execute("INSERT OVERWRITE %s SELECT id + 100 FROM %s".formatted(table, table));
            assertThat(lake.query("SELECT * FROM " + table))
                    .isEqualTo(committed ? List.of("+I[110]") : List.of("+I[101]", "+I[102]"));
            assertThat(steps).isLessThan(MAX_STEPS);
        }
    }

    /** The rows of a truncated table must not come back. */
    @Test
    void aTruncationUndoesWhatWasInterruptedFirst() throws Exception {
        create("t", "");
        lake.execute("INSERT INTO t VALUES (1), (2)");
        MortalFileSystem.dieAfter(2, MortalFileSystem.Death.LASTING);
        assertThat(isCommitted("INSERT OVERWRITE t VALUES (10)")).isFalse();
        MortalFileSystem.revive();

        lake.execute("TRUNCATE TABLE t");

        lake.execute("INSERT INTO t VALUES (20)");
        lake.execute("INSERT OVERWRITE t SELECT id + 1 FROM t");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[21]");
    }

    @RepeatedTest(5)
    void ofTwoThatOverwriteTheSameOneWins() throws Exception {
        create("t", "p:int");
        lake.execute("INSERT INTO t VALUES (0, 1), (0, 2)");
        String overwrite =
                "INSERT OVERWRITE t SELECT v.x, w.y FROM"
                        + " (VALUES (%d), (%d)) AS v (x), (VALUES (1), (2)) AS w (y)";

        List<TableResult> jobs =
                List.of(
                        lake.sql().executeSql(overwrite.formatted(10, 11)),
                        lake.sql().executeSql(overwrite.formatted(20, 21)));
        for (TableResult job : jobs) {
            job.await();
        }

        assertThat(lake.query("SELECT * FROM t"))
                .isIn(
                        List.of("+I[10, 1]", "+I[10, 2]", "+I[11, 1]", "+I[11, 2]"),
                        List.of("+I[20, 1]", "+I[20, 2]", "+I[21, 1]", "+I[21, 2]"));
        assertStatisticsAreTrue("t");
        assertThat(lake.files("t")).noneMatch(file -> file.contains("staging"));
    }

    private Map<String, String> parameters(String table) {
        return lake.metastore().table("db", table).orElseThrow().parameters();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARQUET", "TEXTFILE"})
    void rowsBytesAndFilesAreCounted(HiveStorageFormat format) throws Exception {
        lake.create("t", "id:int", "", format, Map.of());

        lake.execute("INSERT INTO t VALUES (1), (2)");
        assertThat(parameters("t"))
                .containsEntry("numRows", "2")
                .containsEntry("COLUMN_STATS_ACCURATE", "{\"BASIC_STATS\":\"true\"}")
                .containsEntry("numFiles", Integer.toString(lake.files("t").size()));
        lake.execute("INSERT INTO t VALUES (3)");
        assertThat(parameters("t"))
                .containsEntry("numRows", "3")
                .containsEntry("totalSize", Long.toString(size("t")));
        lake.execute("INSERT OVERWRITE t VALUES (4)");
        assertThat(parameters("t"))
                .containsEntry("numRows", "1")
                .containsEntry("numFiles", "1")
                .containsEntry("totalSize", Long.toString(size("t")));
    }

    private long size(String table) {
        return lake.files(table).stream()
                .mapToLong(file -> lake.directory(table).resolve(file).toFile().length())
                .sum();
    }

    @Test
    void statisticsOfPartitionsComeWithTheCallsThatAreMadeAnyway() throws Exception {
        create("t", "p:int");
        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
        lake.metastore().takeCalls();

        lake.execute("INSERT INTO t VALUES (3, 1), (4, 3)");

        assertThat(lake.metastore().takeCalls())
                .containsOnlyOnce("alterPartitions", "addPartitions")
                .doesNotContain("changeTableParameters");
        assertThat(lake.metastore().partitions("db", "t"))
                .extracting(partition -> partition.parameters().get("numRows"))
                .containsExactly("2", "1", "1");
    }

    @Test
    void filesThatNobodyCountedEndStatistics() throws Exception {
        create("t", "p:int");
        lake.execute("INSERT INTO t VALUES (1, 1)");
        Files.writeString(lake.directory("t").resolve("p=1/other"), "2\n");

        lake.execute("INSERT INTO t VALUES (3, 1)");

        assertThat(lake.metastore().partitions("db", "t").get(0).parameters()).isEmpty();
        lake.execute("INSERT OVERWRITE t VALUES (4, 1)");
        assertThat(lake.metastore().partitions("db", "t").get(0).parameters())
                .containsEntry("numRows", "1");
    }

    @RepeatedTest(3)
    void insertsAtOnceCountRightOrNotAtAll() throws Exception {
        create("t", "p:int");
        List<TableResult> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(lake.sql().executeSql("INSERT INTO t VALUES (1, 1), (2, 2)"));
        }
        for (TableResult job : jobs) {
            job.await();
        }

        assertThat(lake.query("SELECT * FROM t")).hasSize(6);
        assertStatisticsAreTrue("t");
    }

    @Test
    void aLockThatIsNotGivenFailsTheCommit() {
        create("t", "");
        lake.metastore().refuseLocks();

        assertThatThrownBy(() -> lake.execute("INSERT INTO t VALUES (1)"))
                .hasStackTraceContaining(
                        "Cannot commit insert: db.t is unchanged — somebody else has locked it");
        assertThat(lake.query("SELECT * FROM t")).isEmpty();
    }

    @Test
    void whatKilledInsertsHaveLeftBehindIsDeletedAfterAWeek() throws Exception {
        create("t", "");
        Instant old = Instant.now().minus(Duration.ofDays(8));
        stage(".staging_insert_old", old);
        stage(".staging_insert_new", Instant.now());
        stage(".staging_stream_old", old);

        lake.execute("INSERT INTO t VALUES (1)");

        assertThat(lake.files("t"))
                .filteredOn(file -> file.startsWith("."))
                .containsExactly(".staging_insert_new/f", ".staging_stream_old/f");
    }

    private void stage(String directory, Instant time) throws IOException {
        Path file = lake.directory("t").resolve(directory).resolve("f");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "1");
        Files.setLastModifiedTime(file, FileTime.from(time));
        Files.setLastModifiedTime(file.getParent(), FileTime.from(time));
    }
}
