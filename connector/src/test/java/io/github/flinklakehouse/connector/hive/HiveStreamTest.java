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
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.file.table.PartitionCommitPolicy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams without end are written, each row exactly once. */
class HiveStreamTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(8)
                            .build());

    private static final AtomicInteger FAILURES = new AtomicInteger();

    @TempDir Path warehouse;
    @TempDir Path savepoints;
    private HiveTestLake lake;

    /** Its argument; fails now and then, as often as is left. */
    public static class Fragile extends ScalarFunction {
        public Integer eval(Integer value) {
            if (FAILURES.get() > 0 && ThreadLocalRandom.current().nextInt(400) == 0) {
                fail("at a row");
            }
            return value;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    private static void fail(String where) {
        if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException(where);
        }
    }

    private static Configuration options() {
        Configuration options = new Configuration();
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1000);
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        options.set(PipelineOptions.OPERATOR_CHAINING, false);
        return options;
    }

    private HiveTestLake lake(Configuration options) {
        HiveTestLake created =
                new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode(), options);
        created.sql().createTemporarySystemFunction("fragile", Fragile.class);
        return created;
    }

    @BeforeEach
    void createLake() {
        FAILURES.set(0);
        lake = lake(options());
    }

    /** Numbers from 1; Flink does not know that they end. */
    private void numbers(HiveTestLake in, int last, int perSecond) {
        in.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE numbers (id INT,
                          ts AS TO_TIMESTAMP_LTZ(id * 60000, 3),
                          WATERMARK FOR ts AS ts) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '%d',
                          'fields.id.kind' = 'sequence', 'fields.id.start' = '1',
                          'fields.id.end' = '%d')
                        """
                                .formatted(perSecond, last));
    }

    private void assertNumbers(int last) throws Exception {
        assertThat(visibleLines())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList());
        assertThat(lake.files("t")).noneMatch(file -> file.contains("staging"));
        await().untilAsserted(
                        () ->
                                assertThat(lake.directory("t"))
                                        .isDirectoryNotContaining("glob:**.staging*"));
    }

    /** Of a text table, what everybody sees. */
    private List<String> visibleLines() throws Exception {
        List<String> lines = new ArrayList<>();
        for (String file : lake.files("t")) {
            if (!file.contains("/_") && !file.startsWith(".")) {
                lines.addAll(Files.readAllLines(lake.directory("t").resolve(file)));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p:int"})
    void allRowsAreThereAtTheEnd(String keys) throws Exception {
        lake.create("t", "id:int", keys, HiveStorageFormat.TEXTFILE, Map.of());
        numbers(lake, 1000, 2000);

        lake.execute(
                keys.isEmpty()
                        ? "INSERT INTO t SELECT id FROM numbers"
                        : "INSERT INTO t SELECT id, MOD(id, 3) FROM numbers");

        assertNumbers(1000);
        if (!keys.isEmpty()) {
            assertThat(lake.metastore().partitionNames("db", "t"))
                    .containsExactlyInAnyOrder("p=0", "p=1", "p=2");
            assertThat(lake.files("t")).contains("p=0/_SUCCESS", "p=1/_SUCCESS", "p=2/_SUCCESS");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostOrTwiceWhateverFails(boolean unaligned) throws Exception {
        Configuration options = options();
        options.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
        lake = lake(options);
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        numbers(lake, 6000, 2000);
        FAILURES.set(15);
        lake.metastore()
                .beforeEachCall(
                        () -> {
                            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                                fail("at the metastore");
                            }
                        });

        lake.execute("INSERT INTO t SELECT fragile(id), MOD(id, 7) FROM numbers");

        assertThat(FAILURES).hasValue(0);
        assertNumbers(6000);
        assertThat(lake.metastore().partitionNames("db", "t")).hasSize(7);
    }

    @Test
    void rowsAreVisibleWithASavepointAndGoOnWithOtherParallelism() throws Exception {
        Configuration options = options();
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        lake = lake(options);
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        numbers(lake, 3000, 1000);
        String insert = "INSERT INTO t SELECT fragile(id), MOD(id, 2) FROM numbers";
        JobClient job = lake.sql().executeSql(insert).getJobClient().orElseThrow();
        // Flink may make a first checkpoint at once; the next one would come in an hour.
        await().until(() -> !lake.files("t").isEmpty());

        String savepoint =
                job.stopWithSavepoint(
                                /* advanceToEndOfEventTime= */ false,
                                savepoints.toString(),
                                SavepointFormatType.CANONICAL)
                        .get();

        List<String> visible = visibleLines();
        assertThat(visible).isNotEmpty().doesNotHaveDuplicates();
        assertThat(lake.metastore().partitionNames("db", "t"))
                .containsExactlyInAnyOrder("p=0", "p=1");
        await().untilAsserted(
                        () ->
                                assertThat(lake.directory("t"))
                                        .isDirectoryNotContaining("glob:**.staging*"));

        Configuration resumed = options();
        resumed.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        HiveTestLake again = lake(resumed);
        again.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        again.declare(
                again.metastore().table("db", "t").orElseThrow(), Map.of("sink.parallelism", "5"));
        numbers(again, 3000, 2000);
        again.execute(insert);
        assertNumbers(3000);
    }

    @Test
    void aPartitionIsCommittedWhenTheWatermarkHasPassedIt() throws Exception {
        lake.create("t", "id:int", "h:string", HiveStorageFormat.TEXTFILE, Map.of());
        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of(
                        "sink.partition-commit.trigger", "partition-time",
                        "sink.partition-commit.delay", "1 h",
                        "sink.partition-commit.watermark-time-zone", "Asia/Shanghai",
                        "partition.time-extractor.timestamp-pattern", "$h:00:00"));
        lake.sql().getConfig().set("table.local-time-zone", "Asia/Shanghai");
        numbers(lake, 600, 200);
        List<String> complete = new ArrayList<>();
        lake.metastore()
                .onAdd(
                        partition -> {
                            complete.add(partition.values().get(0));
                            Path directory = Path.of(partition.storage().location());
                            assertThat(linesOf(directory)).isBetween(59, 60);
                        });
        JobClient job =
                lake.sql()
                        .executeSql(
                                "INSERT INTO t SELECT id, DATE_FORMAT(ts, 'yyyy-MM-dd HH')"
                                        + " FROM numbers WHERE id < 600")
                        .getJobClient()
                        .orElseThrow();
        job.getJobExecutionResult().get();

        assertNumbers(599);
        assertThat(complete)
                .hasSize(10)
                .startsWith("1970-01-01 08", "1970-01-01 09", "1970-01-01 10");
    }

    /** Notes what it is called with. */
    public static class NotingPolicy implements PartitionCommitPolicy {
        private static final List<String> NOTES = new CopyOnWriteArrayList<>();
        private final String prefix;

        public NotingPolicy(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void commit(Context context) {
            NOTES.add(
                    prefix
                            + context.catalogName()
                            + "."
                            + context.databaseName()
                            + "."
                            + context.tableName()
                            + context.partitionSpec());
        }
    }

    @Test
    void aPolicyOfOnesOwnIsCalledAndRowsAreInFilesOfTheWantedSize() throws Exception {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of(
                        "sink.rolling-policy.file-size", "100 b",
                        "sink.partition-commit.policy.kind", "success-file,custom",
                        "sink.partition-commit.policy.class", NotingPolicy.class.getName(),
                        "sink.partition-commit.policy.class.parameters", "to:",
                        "sink.partition-commit.success-file.name", "_READY"));
        numbers(lake, 300, 10_000);

        lake.execute("INSERT INTO t SELECT id, 1 FROM numbers");

        assertNumbers(300);
        assertThat(lake.files("t")).contains("p=1/_READY").hasSizeGreaterThan(8);
        assertThat(NotingPolicy.NOTES).isNotEmpty().containsOnly("to:default_catalog.db.t{p=1}");
        assertThat(lake.metastore().partitionNames("db", "t")).isEmpty();
    }

    @Test
    void ofManyPartitionsOnlySomeFilesAreOpen() throws Exception {
        Configuration options = options();
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        lake = lake(options);
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        numbers(lake, 1000, 10_000);
        lake.sql().getConfig().set("table.exec.resource.default-parallelism", "1");

        lake.execute("INSERT INTO t SELECT id, MOD(id, 500) FROM numbers");

        assertNumbers(1000);
        // When a partition gets its second row, its file has been ended for 400 others.
        assertThat(lake.files("t")).hasSize(1000 + 500).contains("p=1/_SUCCESS");
        assertThat(lake.metastore().partitionNames("db", "t")).hasSize(500);
    }

    private static int linesOf(Path directory) {
        int lines = 0;
        for (java.io.File file : directory.toFile().listFiles()) {
            try {
                lines += Files.readAllLines(file.toPath()).size();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return lines;
    }
}
