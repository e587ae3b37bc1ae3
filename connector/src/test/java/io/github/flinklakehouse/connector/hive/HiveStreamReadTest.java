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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Hive tables that are read as streams. */
class HiveStreamReadTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    /** Rows until a function fails. */
    private static final AtomicInteger ROWS_LEFT = new AtomicInteger(Integer.MAX_VALUE);

    @TempDir Path warehouse;
    private HiveTestLake lake;

    /** Its argument; fails when its rows are used up. */
    public static class FailSometimes extends ScalarFunction {
        public String eval(String value) {
            if (ROWS_LEFT.decrementAndGet() == 0) {
                throw new IllegalStateException("killed");
            }
            return value;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    private void create(String keys, String... options) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode(), configuration);
        lake.sql().createTemporarySystemFunction("fail_sometimes", FailSometimes.class);
        lake.create("t", "id:string", keys, HiveStorageFormat.TEXTFILE, Map.of());
        Map<String, String> all =
                new HashMap<>(Map.of("streaming", "true", "monitor-interval", "50 ms"));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        lake.declare(lake.metastore().table("db", "t").orElseThrow(), all);
    }

    private void addPartition(String value) {
        String location = lake.directory("t") + "/p=" + value;
        lake.addPartition("t", HiveStorageFormat.TEXTFILE.storage(location), List.of(value));
    }

    /** Writes a file aside and moves it in, as writers of Hive tables do. */
    private void write(String file, String... lines) throws IOException {
        Path target = lake.directory("t").resolve(file);
        Files.createDirectories(target.getParent());
        Path hidden = target.resolveSibling("." + target.getFileName());
        Files.writeString(hidden, String.join("\n", lines) + "\n");
        Files.move(hidden, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private CloseableIterator<Row> stream(String query) {
        return lake.sql().executeSql(query).collect();
    }

    private static List<String> next(CloseableIterator<Row> rows, int count) {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            next.add(rows.next().toString());
        }
        return next;
    }

    @Test
    void filesAreReadAsTheyCome() throws Exception {
        create("");
        write("a", "1", "2");
        try (CloseableIterator<Row> rows = stream("SELECT * FROM t")) {
            assertThat(next(rows, 2)).containsExactlyInAnyOrder("+I[1]", "+I[2]");
            write("_hidden", "0");
            write("b", "3");
            assertThat(next(rows, 1)).containsExactly("+I[3]");
            write("a", "4", "5", "6");
            assertThat(next(rows, 3)).containsExactlyInAnyOrder("+I[4]", "+I[5]", "+I[6]");
        }
    }

    @Test
    void latePartitionsAndLateFilesAreRead() throws Exception {
        create("p:string");
        write("p=5/a", "1");
        addPartition("5");
        try (CloseableIterator<Row> rows = stream("SELECT id, p FROM t WHERE p < '7'")) {
            assertThat(next(rows, 1)).containsExactly("+I[1, 5]");
            addPartition("6");
            write("p=8/a", "0");
            addPartition("8");
            write("p=6/a", "2");
            assertThat(next(rows, 1)).containsExactly("+I[2, 6]");
            write("p=1/a", "3");
            addPartition("1");
            assertThat(next(rows, 1)).containsExactly("+I[3, 1]");
            write("p=5/b", "4");
            assertThat(next(rows, 1)).containsExactly("+I[4, 5]");
        }
    }

    @Test
    void partitionsAreReadInTheOrderOfTheirTime() throws Exception {
        create(
                "p:string",
                "scan.parallelism",
                "1",
                "streaming-source.partition-order",
                "partition-time",
                "streaming-source.consume-start-offset",
                "2024-02-02",
                "partition.time-extractor.timestamp-formatter",
                "dd.MM.yyyy",
                "partition.time-extractor.timestamp-pattern",
                "$p");
        for (String day : List.of("05.02.2024", "01.03.2024", "01.02.2024", "02.02.2024")) {
            write("p=" + day + "/a", day);
            addPartition(day);
        }
        lake.sql().getConfig().set("parallelism.default", "1");
        try (CloseableIterator<Row> rows = stream("SELECT id FROM t")) {
            assertThat(next(rows, 3))
                    .containsExactly("+I[02.02.2024]", "+I[05.02.2024]", "+I[01.03.2024]");
        }
    }

    @Test
    void theFirstPartitionIsGivenByItsName() throws Exception {
        create("p:string", "streaming-source.consume-start-offset", "p=3");
        for (String value : List.of("1", "3", "2", "4")) {
            write("p=" + value + "/a", value);
            addPartition(value);
        }
        try (CloseableIterator<Row> rows = stream("SELECT id FROM t")) {
            assertThat(next(rows, 2)).containsExactlyInAnyOrder("+I[3]", "+I[4]");
        }
    }

    @Test
    void anIntervalCostsOneCall() throws Exception {
        create("p:string");
        for (int i = 0; i < 20; i++) {
            write("p=" + i + "/a", "1");
            addPartition(Integer.toString(i));
        }
        try (CloseableIterator<Row> rows = stream("SELECT id FROM t")) {
            next(rows, 20);
            lake.metastore().takeCalls();
            List<String> calls = new ArrayList<>();
            await().until(
                            () -> {
                                calls.addAll(lake.metastore().takeCalls());
                                return calls.size() >= 5;
                            });
            assertThat(calls).containsOnly("partitionNames");
        }
    }

    /**
     * Into a table, since Flink's collecting sink does not survive to be restarted twice at once.
     */
    @Test
    void whatIsKilledAtRandomReadsEachRowOnce(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        create("p:string");
        lake.create("read", "id:string", "", HiveStorageFormat.TEXTFILE, Map.of());
        Random random = new Random(7);
        List<String> written = new ArrayList<>();
        JobClient job =
                lake.sql()
                        .executeSql("INSERT INTO `read` SELECT fail_sometimes(id) FROM t")
                        .getJobClient()
                        .orElseThrow();
        for (int file = 0; file < 60; file++) {
            List<String> lines = new ArrayList<>();
            for (int row = 0; row < 700; row++) {
                lines.add(file + "-" + row);
            }
            written.addAll(lines);
            String partition = Integer.toString(random.nextInt(10));
            write("p=" + partition + "/f" + file, lines.toArray(String[]::new));
            if (lake.metastore().partition("db", "t", List.of(partition)).isEmpty()) {
                addPartition(partition);
            }
            if (file % 6 == 0) {
                ROWS_LEFT.set(1 + random.nextInt(3 * 700));
            }
            if (file % 20 == 19) {
                cluster.terminateTaskManager(file / 20).get();
                cluster.startTaskManager();
            }
            int atLeast = written.size() - 700 * random.nextInt(6);
            await().atMost(Duration.ofMinutes(1)).until(() -> rowsRead().size() >= atLeast);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> rowsRead().size() >= written.size());
        job.cancel().get();
        assertThat(rowsRead()).containsExactlyInAnyOrderElementsOf(written);
    }

    private List<String> rowsRead() throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(lake.directory("read"), "[!.]*")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void partitionsComeInTheOrderOfTheirCreation() throws Exception {
        create(
                "p:string",
                "streaming-source.partition-order",
                "create-time",
                "streaming-source.consume-start-offset",
                "1970-01-01 00:00:02");
        lake.sql().getConfig().set("table.local-time-zone", "UTC");
        lake.sql().getConfig().set("table.exec.resource.default-parallelism", "1");
        addPartition("a", 4000);
        addPartition("b", 2000);
        addPartition("c", 3000);
        addPartition("d", 1000);
        for (String name : List.of("a", "b", "c", "d")) {
            write("p=" + name + "/f", name);
        }

        try (CloseableIterator<Row> rows = stream("SELECT id FROM t")) {
            assertThat(List.of(rows.next(), rows.next(), rows.next()))
                    .extracting(Row::toString)
                    .containsExactly("+I[b]", "+I[c]", "+I[a]");
        }
    }

    private void addPartition(String value, long createTime) {
        lake.metastore()
                .addPartitions(
                        "db",
                        "t",
                        List.of(
                                new MetastorePartition(
                                        List.of(value),
                                        HiveTestLake.columns("id:string"),
                                        HiveStorageFormat.TEXTFILE.storage(
                                                lake.directory("t") + "/p=" + value),
                                        Map.of(),
                                        createTime)));
    }
}
