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
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.PartitionSpec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of changes into keyed tables, by jobs that fail and start again. */
class KeyedJobTest {
    private static final int CHANGES = 4000;
    private static final int FAILURES = 6;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(8)
                            .build());

    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2, true, day",
        "3, true, day",
        "2, false, day",
        "3, false, day",
        "2, true, key",
        "3, true, none"
    })
    void aKilledJobEndsEqualToItsSource(int version, boolean upsert, String layout)
            throws Exception {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, spec(layout), properties(version, "parquet"));
        List<Row> changes = new ArrayList<>();
        Map<Integer, String> expected = changes(version, changes);
        FAILURES_LEFT.set(FAILURES);

        run(changes, "'upsert-enabled' = '%s'".formatted(upsert));

        assertThat(FAILURES_LEFT).hasValue(0);
        assertThat(fixture.rows()).isEqualTo(expected);
        fixture.table().refresh();
        assertThat(fixture.table().snapshots()).hasSizeGreaterThanOrEqualTo(FAILURES);
    }

    private static PartitionSpec spec(String layout) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(KeyedTableFixture.SCHEMA);
        return switch (layout) {
            case "day" -> spec.day("ts").build();
            case "key" -> spec.identity("part").build();
            default -> spec.build();
        };
    }

    /** Random changes, complete with images of rows before; returns what they come to. */
    private static Map<Integer, String> changes(int seed, List<Row> changes) {
        Random random = new Random(seed);
        Map<Integer, Row> rows = new TreeMap<>();
        while (changes.size() < CHANGES) {
            int id = random.nextInt(20);
            Row before = rows.get(id);
            if (before != null && random.nextInt(4) == 0) {
                changes.add(as(RowKind.DELETE, before));
                rows.remove(id);
                continue;
            }
            Row after =
                    Row.of(
                            String.valueOf((char) ('a' + random.nextInt(4))),
                            id,
                            random.nextInt(1000),
                            (byte) (id % 3),
                            LocalDate.ofEpochDay(random.nextInt(4)).atStartOfDay());
            if (before == null) {
                changes.add(as(RowKind.INSERT, after));
            } else {
                changes.add(as(RowKind.UPDATE_BEFORE, before));
                changes.add(as(RowKind.UPDATE_AFTER, after));
            }
            rows.put(id, after);
        }
        Map<Integer, String> texts = new TreeMap<>();
        rows.forEach(
                (id, row) ->
                        texts.put(
                                id,
                                row.getField(0) + " " + row.getField(4) + " " + row.getField(2)));
        return texts;
    }

    private static Row as(RowKind kind, Row row) {
        Row copy = Row.copy(row);
        copy.setKind(kind);
        return copy;
    }

    /** Plays the changes, and fails at a random point behind a checkpoint. */
    private static final class Player extends RichMapFunction<Long, Row>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private final ArrayList<Row> changes;
        private transient int left;

        Player(List<Row> changes) {
            this.changes = new ArrayList<>(changes);
        }

        @Override
        public void open(OpenContext context) {
            left = -1;
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            if (left < 0) {
                left = new Random(checkpoint).nextInt(80);
            }
        }

        @Override
        public Row map(Long index) throws Exception {
            if (FAILURES_LEFT.get() > 0) {
                if (left >= 0 && left-- == 0) {
                    FAILURES_LEFT.decrementAndGet();
                    throw new IllegalStateException("killed");
                }
                Thread.sleep(1); // so that there are checkpoints between
            }
            return changes.get(index.intValue());
        }
    }

    private void run(List<Row> changes, String options) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(2);
        StreamTableEnvironment sql = StreamTableEnvironment.create(environment);
        DataStream<Row> stream =
                environment
                        .fromSource(
                                new NumberSequenceSource(0, changes.size() - 1L),
                                WatermarkStrategy.noWatermarks(),
                                "numbers")
                        .setParallelism(1)
                        .map(new Player(changes))
                        .returns(
                                Types.ROW_NAMED(
                                        new String[] {"city", "id", "n", "part", "ts"},
                                        Types.STRING,
                                        Types.INT,
                                        Types.INT,
                                        Types.BYTE,
                                        Types.LOCAL_DATE_TIME))
                        .setParallelism(1);
        sql.createTemporaryView(
                "changes",
                sql.fromChangelogStream(
                        stream,
                        Schema.newBuilder()
                                .column("city", "STRING")
                                .column("id", "INT NOT NULL")
                                .column("n", "INT")
                                .column("part", "TINYINT NOT NULL")
                                .column("ts", "TIMESTAMP(6)")
                                .primaryKey("id", "part")
                                .build(),
                        ChangelogMode.all()));
        sql.executeSql(
                """
                CREATE TEMPORARY TABLE keyed (city STRING, id INT NOT NULL, n INT,
                  part TINYINT NOT NULL, ts TIMESTAMP(6), PRIMARY KEY (id, part) NOT ENFORCED)
                WITH ('connector' = 'iceberg-folder', 'path' = '%s', %s)
                """
                        .formatted(folder.resolve("table").toUri(), options));
        sql.executeSql("INSERT INTO keyed SELECT * FROM changes").await();
    }
}
