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
package io.github.flinklakehouse.connector.iceberg;

import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.properties;
import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.row;
import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Changes;
import io.github.flinklakehouse.connector.iceberg.changelog.ChangelogScan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.TableLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of the changes of keyed tables, by jobs that fail and start again. */
class ChangelogStreamTest {
    private static final int ROUNDS = 10;
    private static final int FAILURES = 5;
    private static final int KEYS = 12;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
    private static final AtomicReference<Map<Integer, String>> SEEN = new AtomicReference<>();
    private static final AtomicReference<String> DEFECT = new AtomicReference<>();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"2, none", "3, none", "2, day", "3, part"})
    void equalsABatchReadAfterEveryCommit(int version, String layout) throws Exception {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, spec(layout), properties(version, "parquet"));
        Random random = new Random(version);
        KeyedTableFixture.Job job = fixture.job(Changes.REPLACE);
        change(job, random);
        FAILURES_LEFT.set(FAILURES);
        SEEN.set(Map.of());
        DEFECT.set(null);
        JobClient stream = start();
        try {
            TableChanges others = new TableChanges(fixture.table(), random);
            for (int round = 0; round < ROUNDS; round++) {
                switch (round % 5) {
                    case 1 -> others.deletePositions();
                    case 3 -> others.rewriteIfUnpartitioned(round % 2 == 0 ? 0 : 1);
                    case 4 -> others.removeFile();
                    default -> change(job, random);
                }
                Map<Integer, String> expected = fixture.rows();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> DEFECT.get() != null || SEEN.get().equals(expected));
                assertThat(DEFECT.get()).isNull();
            }
            assertThat(FAILURES_LEFT).hasValue(0);
        } finally {
            stream.cancel().get();
        }
    }

    @Test
    void endsWhenSnapshotsThatItReadAreGone() throws Exception {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, spec("none"), properties(2, "parquet"));
        KeyedTableFixture.Job job = fixture.job(Changes.REPLACE);
        change(job, new Random(1));
        long first = fixture.table().currentSnapshot().snapshotId();
        change(job, new Random(2));
        JobClient stream = startUnharmed();
        Map<Integer, String> rows = fixture.rows();
        Awaitility.await().until(() -> SEEN.get().equals(rows));
        fixture.table().manageSnapshots().rollbackTo(first).commit();
        assertThatThrownBy(() -> stream.getJobExecutionResult().get())
                .rootCause()
                .hasMessageMatching(
                        "Cannot read the changes of table: folder was rolled back or its snapshots"
                                + " expired, so that not all changes since the snapshot \\d+ are"
                                + " known — start the stream anew");
    }

    @Test
    void endsAtDeletesByOtherColumnsThanTheKey() throws Exception {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, spec("none"), properties(2, "parquet"));
        change(fixture.job(Changes.REPLACE), new Random(1));
        JobClient stream = startUnharmed();
        Map<Integer, String> rows = fixture.rows();
        Awaitility.await().until(() -> SEEN.get().equals(rows));
        Table table = fixture.table();
        table.newRowDelta()
                .addDeletes(
                        FileMetadata.deleteFileBuilder(table.spec())
                                .ofEqualityDeletes(table.schema().findField("city").fieldId())
                                .withPath(folder.resolve("by-city.parquet").toString())
                                .withFormat(FileFormat.PARQUET)
                                .withFileSizeInBytes(1)
                                .withRecordCount(1)
                                .build())
                .commit();
        assertThatThrownBy(() -> stream.getJobExecutionResult().get())
                .rootCause()
                .hasMessageMatching(
                        "Cannot read the changes of table: folder has the snapshot \\d+, which"
                                + " deleted rows by the columns \\(city\\), not by the primary key —"
                                + " read it in batch");
    }

    private JobClient startUnharmed() throws Exception {
        FAILURES_LEFT.set(0);
        SEEN.set(Map.of());
        return start();
    }

    private static PartitionSpec spec(String layout) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(KeyedTableFixture.SCHEMA);
        return switch (layout) {
            case "day" -> spec.day("ts").build();
            case "part" -> spec.identity("part").build();
            default -> spec.build();
        };
    }

    private static void change(KeyedTableFixture.Job job, Random random) {
        for (int change = 0; change < 25; change++) {
            RowKind kind = random.nextInt(4) == 0 ? RowKind.DELETE : RowKind.INSERT;
            int id = random.nextInt(KEYS);
            job.write(row(kind, id, "c" + random.nextInt(3), random.nextInt(4), change));
        }
        job.checkpoint();
    }

    private JobClient start() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, FAILURES);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(30));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(2);
        ChangelogScan scan =
                new ChangelogScan(
                        "folder",
                        TableLoader.fromHadoopTable(folder.resolve("table").toUri().toString()),
                        List.of("city", "id", "n", "part", "ts"),
                        List.of("id", "part"),
                        // Folders of tables show commits that are not complete, now and then.
                        Map.of(
                                "monitor-interval", "20 ms",
                                "max-allowed-planning-failures", "50"),
                        configuration);
        new MixedSpecScan(scan)
                .produceDataStream(name -> Optional.of("changelog-" + name), environment)
                .map(new Player())
                .returns(Types.INT)
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return environment.executeAsync();
    }

    /** Plays the changes into a map, which is its state, and fails now and then. */
    private static final class Player
            implements MapFunction<RowData, Integer>, CheckpointedFunction, CheckpointListener {
        private static final long serialVersionUID = 1L;

        private transient ListState<String> state;
        private transient TreeMap<Integer, String> rows;
        private transient int left;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("rows", Types.STRING));
            rows = new TreeMap<>();
            for (String entry : state.get()) {
                String[] parts = entry.split("=", 2);
                rows.put(Integer.valueOf(parts[0]), parts[1]);
            }
            left = -1;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(
                    rows.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            if (left < 0) {
                left = new Random(checkpoint).nextInt(20);
            }
        }

        @Override
        public Integer map(RowData row) {
            if (left >= 0
                    && left-- == 0
                    && FAILURES_LEFT.getAndUpdate(n -> Math.max(n - 1, 0)) > 0) {
                throw new IllegalStateException("killed");
            }
            int id = row.getInt(1);
            if (row.getRowKind() == RowKind.DELETE) {
                rows.remove(id);
            } else if (rows.put(id, text(row)) != null) {
                DEFECT.set("Key " + id + " is inserted twice");
            }
            SEEN.set(new TreeMap<>(rows));
            return id;
        }
    }
}
