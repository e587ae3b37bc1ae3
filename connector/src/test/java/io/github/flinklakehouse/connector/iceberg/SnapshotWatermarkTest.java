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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watermark of a job in the snapshots that it commits: a row with the id n is of time n. */
class SnapshotWatermarkTest {
    private static final int ROWS = 1200;
    private static final int FAILURES = 3;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", ", PRIMARY KEY (id) NOT ENFORCED"})
    void aSnapshotHasAllRowsBeforeItsWatermarkWhenTheJobFailsInBetween(String key)
            throws Exception {
        Table table = run(key, CheckpointingMode.EXACTLY_ONCE, FAILURES);
        assertThat(FAILURES_LEFT).hasValueLessThanOrEqualTo(0);
        List<Long> watermarks = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            String text = snapshot.summary().get(SnapshotWatermark.KEY);
            if (text != null) {
                long watermark = Long.parseLong(text);
                watermarks.add(watermark);
                assertThat(rowsUpTo(watermark, table, snapshot)).isEqualTo(watermark + 1);
            }
        }
        assertThat(watermarks).isSorted().hasSizeGreaterThan(FAILURES);
        assertThat(watermarks.get(watermarks.size() - 1)).isBetween(ROWS / 4L, ROWS - 1L);
        assertThat(table.currentSnapshot().summary()).containsKey(SnapshotWatermark.KEY);
        assertThat(rowsUpTo(ROWS, table, table.currentSnapshot())).isEqualTo(ROWS);
    }

    @Test
    void noneIsNotedWhereItCouldOvertakeRows() throws Exception {
        Table table = run("", CheckpointingMode.AT_LEAST_ONCE, 0);
        assertThat(rowsUpTo(ROWS, table, table.currentSnapshot())).isEqualTo(ROWS);
        assertThat(table.snapshots())
                .noneMatch(snapshot -> snapshot.summary().containsKey(SnapshotWatermark.KEY));
    }

    private static long rowsUpTo(long watermark, Table table, Snapshot snapshot)
            throws IOException {
        long count = 0;
        try (CloseableIterable<Record> rows =
                IcebergGenerics.read(table)
                        .useSnapshot(snapshot.snapshotId())
                        .where(Expressions.lessThanOrEqual("id", watermark))
                        .build()) {
            for (Record ignored : rows) {
                count++;
            }
        }
        return count;
    }

    /** Fails a few rows after a checkpoint, some times. */
    private static final class Player implements MapFunction<Long, Long>, CheckpointListener {
        private int left = -1;

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            if (left < 0) {
                left = 100;
            }
        }

        @Override
        public Long map(Long row) throws Exception {
            if (left >= 0 && left-- == 0 && FAILURES_LEFT.getAndDecrement() > 0) {
                throw new IllegalStateException("killed");
            }
            Thread.sleep(1); // so that there are checkpoints between
            return row;
        }
    }

    private Table run(String key, CheckpointingMode mode, int failures) throws Exception {
        FAILURES_LEFT.set(failures);
        Schema schema =
                new Schema(
                        List.of(Types.NestedField.required(1, "id", Types.LongType.get())),
                        key.isEmpty() ? Set.of() : Set.of(1));
        String path = folder.resolve("table").toUri().toString();
        Table table =
                new HadoopTables()
                        .create(
                                schema,
                                PartitionSpec.builderFor(schema).bucket("id", 2).build(),
                                Map.of("format-version", "2"),
                                path);
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, mode);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(5));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(2);
        DataStream<Long> rows =
                environment
                        .fromSource(
                                new NumberSequenceSource(0, ROWS - 1L),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .setParallelism(1)
                        .map(new Player())
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Long>forMonotonousTimestamps()
                                        .withTimestampAssigner((row, none) -> row))
                        .setParallelism(1);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        sql.createTemporaryView(
                "numbers",
                sql.fromDataStream(
                        rows,
                        org.apache.flink.table.api.Schema.newBuilder()
                                .column("f0", "BIGINT NOT NULL")
                                .columnByMetadata("rowtime", "TIMESTAMP_LTZ(3)")
                                .watermark("rowtime", "SOURCE_WATERMARK()")
                                .build()));
        sql.executeSql(
                "CREATE TEMPORARY TABLE t (id BIGINT NOT NULL%s) WITH ('connector' = 'iceberg-folder', 'path' = '%s', 'distribution-mode' = 'hash')"
                        .formatted(key, path));
        sql.executeSql("INSERT INTO t SELECT f0 FROM numbers").await();
        table.refresh();
        return table;
    }
}
