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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that fail, are tried again, are cancelled, or run side by side. */
class HiveJobTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(8)
                            .build());

    private static final AtomicBoolean FAILS = new AtomicBoolean();

    @TempDir Path warehouse;

    /** Its argument; fails once when told so. */
    public static class FailOnce extends ScalarFunction {
        public Integer eval(Integer value) {
            if (value == 900 && FAILS.getAndSet(false)) {
                throw new IllegalStateException("once");
            }
            return value;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    private HiveTestLake retryingLake(EnvironmentSettings settings) {
        Configuration options = new Configuration();
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        // The generator's thread can fail between taking a number and handing it on, and a
        // checkpoint
        // can come between: the function that fails must not be part of it.
        options.set(PipelineOptions.OPERATOR_CHAINING, false);
        HiveTestLake lake = new HiveTestLake(warehouse, settings, options);
        lake.sql().createTemporarySystemFunction("fail_once", FailOnce.class);
        return lake;
    }

    private void assertNothingTwice(HiveTestLake lake) throws Exception {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE numbers (id INT) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '2000',
                          'fields.id.kind' = 'sequence', 'fields.id.start' = '1',
                          'fields.id.end' = '1000', 'number-of-rows' = '1000')
                        """);
        FAILS.set(true);

        lake.execute("INSERT INTO t SELECT fail_once(id), MOD(id, 3) FROM numbers");

        assertThat(FAILS).isFalse();
        List<String> lines = lake.query("SELECT id FROM t");
        assertThat(lines).hasSize(1000).doesNotHaveDuplicates();
        assertThat(lake.files("t")).noneMatch(file -> file.contains("staging"));
    }

    @Test
    void aRetriedBatchJobWritesNothingTwice() throws Exception {
        assertNothingTwice(retryingLake(EnvironmentSettings.inBatchMode()));
    }

    @Test
    void aRestoredStreamWritesNothingTwice() throws Exception {
        assertNothingTwice(retryingLake(EnvironmentSettings.inStreamingMode()));
    }

    @Test
    void aCancelledJobLeavesNothing() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "p:int", HiveStorageFormat.PARQUET, Map.of());
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE numbers (id INT) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '1',
                          'number-of-rows' = '1000000')
                        """);
        TableResult job =
                lake.sql().executeSql("INSERT INTO t PARTITION (p = 1) SELECT id FROM numbers");
        await().untilAsserted(() -> assertThat(lake.files("t")).isNotEmpty());

        job.getJobClient().orElseThrow().cancel().get();

        await().untilAsserted(() -> assertThat(lake.directory("t")).isEmptyDirectory());
        assertThat(lake.metastore().partitionNames("db", "t")).isEmpty();
    }

    @Test
    void insertsSideBySideDoNotMeet() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "", HiveStorageFormat.PARQUET, Map.of());

        List<TableResult> jobs =
                List.of(
                        lake.sql().executeSql("INSERT INTO t VALUES (1)"),
                        lake.sql().executeSql("INSERT INTO t VALUES (2)"),
                        lake.sql()
                                .executeSql(
                                        "EXECUTE STATEMENT SET BEGIN INSERT INTO t VALUES (3);"
                                                + " INSERT INTO t VALUES (4); END"));
        for (TableResult job : jobs) {
            job.await();
        }

        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly("+I[1]", "+I[2]", "+I[3]", "+I[4]");
    }

    @Test
    void aPartitionThatSomebodyElseMadeMeanwhileIsShared() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "k:int", HiveStorageFormat.PARQUET, Map.of());
        String location = lake.directory("t") + "/k=1";
        lake.metastore()
                .beforeAdding(
                        () ->
                                lake.addPartition(
                                        "t",
                                        HiveStorageFormat.PARQUET.storage(location),
                                        List.of("1")));

        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2)");

        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1, 1]", "+I[2, 2]");
    }

    @Test
    void partitionsThatWereMadeThoughTheAnswerWasLostKeepTheirRows() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "k:int", HiveStorageFormat.PARQUET, Map.of());
        lake.metastore().loseAnswers();

        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2)");

        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1, 1]", "+I[2, 2]");
    }

    @Test
    void statisticsThatAreNoLongerTrueAreRemoved() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        Map<String, String> accurate =
                Map.of("COLUMN_STATS_ACCURATE", "{\"BASIC_STATS\":\"true\"}", "numRows", "0");
        lake.create("t", "id:int", "", HiveStorageFormat.PARQUET, accurate);
        lake.create("p", "id:int", "k:int", HiveStorageFormat.PARQUET, Map.of());
        lake.metastore()
                .addPartitions(
                        "db",
                        "p",
                        List.of(
                                new MetastorePartition(
                                        List.of("1"),
                                        HiveTestLake.columns("id:int"),
                                        HiveStorageFormat.PARQUET.storage(
                                                lake.directory("p") + "/k=1"),
                                        accurate)));

        Files.writeString(lake.directory("t").resolve("from_elsewhere"), "not counted");
        Files.createDirectories(lake.directory("p").resolve("k=1"));
        Files.writeString(lake.directory("p").resolve("k=1/from_elsewhere"), "not counted");

        lake.execute("INSERT INTO t VALUES (1)");
        lake.execute("INSERT INTO p VALUES (1, 1)");

        assertThat(lake.metastore().table("db", "t").orElseThrow().parameters()).isEmpty();
        assertThat(lake.metastore().partitions("db", "p"))
                .extracting(MetastorePartition::parameters)
                .containsExactly(Map.of());
    }

    @Test
    void anAbsentPartitionFailsOrIsEmpty() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "k:int", HiveStorageFormat.PARQUET, Map.of());
        String location = lake.directory("t") + "/k=1";
        lake.addPartition("t", HiveStorageFormat.PARQUET.storage(location), List.of("1"));

        assertThatThrownBy(() -> lake.query("SELECT * FROM t"))
                .hasStackTraceContaining(
                        "Cannot read partition: db.t/k=1 has no directory "
                                + location
                                + " — drop the partition, or set 'scan.ignore-absent-partitions' to 'true'");

        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of("scan.ignore-absent-partitions", "true"));
        assertThat(lake.query("SELECT * FROM t")).isEmpty();
    }

    @Test
    void parallelismAndLimitAreHonoured() throws Exception {
        HiveTestLake lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:int", "", HiveStorageFormat.PARQUET, Map.of());
        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of("sink.parallelism", "3", "scan.parallelism", "1"));
        lake.execute(
                "INSERT INTO t SELECT id FROM (VALUES (1), (2), (3), (4), (5), (6)) AS v (id)");

        assertThat(lake.files("t")).hasSize(3);
        assertThat(lake.query("SELECT * FROM t LIMIT 2")).hasSize(2);
        assertThat(lake.sql().explainSql("SELECT id FROM t LIMIT 2")).contains("limit=[2]");
    }
}
