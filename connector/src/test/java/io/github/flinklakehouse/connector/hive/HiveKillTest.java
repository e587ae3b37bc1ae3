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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams into a table whose task managers, or whole jobs, are ended at any moment. */
class HiveKillTest {
    private static final int ROWS = 5000;
    private static final int KILLS = 8;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    @TempDir Path warehouse;
    @TempDir Path checkpoints;
    private HiveTestLake lake;

    private JobClient start(Optional<Path> checkpoint) {
        Configuration options = new Configuration();
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
        options.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        options.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        checkpoint.ifPresent(
                path -> options.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode(), options);
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE numbers (id INT) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '1000',
                          'fields.id.kind' = 'sequence', 'fields.id.start' = '1',
                          'fields.id.end' = '%d')
                        """
                                .formatted(ROWS));
        return lake.sql()
                .executeSql("INSERT INTO t SELECT id, MOD(id, 5) FROM numbers")
                .getJobClient()
                .orElseThrow();
    }

    private void assertExactlyTheRowsSent() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : lake.files("t")) {
            if (!file.startsWith(".") && !file.contains("/_")) {
                lines.addAll(Files.readAllLines(lake.directory("t").resolve(file)));
            }
        }
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, ROWS).mapToObj(String::valueOf).toList());
        await().untilAsserted(
                        () ->
                                assertThat(lake.directory("t"))
                                        .isDirectoryNotContaining("glob:**.staging*"));
    }

    /** At any moment from now on, or when the job has ended. */
    private static void waitAWhile(JobClient job) throws Exception {
        try {
            job.getJobExecutionResult()
                    .get(ThreadLocalRandom.current().nextInt(50, 600), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It runs.
        }
    }

    @Test
    void endedTaskManagersLoseAndDoubleNothing(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobClient job = start(Optional.empty());
        for (int kill = 0; kill < KILLS; kill++) {
            waitAWhile(job);
            cluster.terminateTaskManager(kill).get();
            cluster.startTaskManager();
        }
        job.getJobExecutionResult().get();

        assertExactlyTheRowsSent();
    }

    @Test
    void endedJobsLoseAndDoubleNothing() throws Exception {
        Optional<Path> checkpoint = Optional.empty();
        int kills = 0;
        while (kills < KILLS) {
            JobClient job = start(checkpoint);
            Optional<Path> before = checkpoint;
            await().until(() -> !latestCheckpoint().equals(before) || hasEnded(job));
            waitAWhile(job);
            if (end(job) == JobStatus.FINISHED) {
                break;
            }
            checkpoint = latestCheckpoint();
            kills++;
        }
        assertThat(kills).isPositive();
        if (kills == KILLS) {
            start(checkpoint).getJobExecutionResult().get();
        }

        assertExactlyTheRowsSent();
    }

    private static boolean hasEnded(JobClient job) throws Exception {
        return job.getJobStatus().get().isGloballyTerminalState();
    }

    private static JobStatus end(JobClient job) throws Exception {
        try {
            job.cancel().get();
        } catch (ExecutionException e) {
            assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.FINISHED);
        }
        await().until(() -> hasEnded(job));
        return job.getJobStatus().get();
    }

    /** By the number of the checkpoint, which goes on in jobs that are restored from it. */
    private Optional<Path> latestCheckpoint() throws IOException {
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .max(
                            Comparator.comparingInt(
                                    path ->
                                            Integer.parseInt(
                                                    path.getFileName()
                                                            .toString()
                                                            .replace("chk-", ""))));
        } catch (java.io.UncheckedIOException e) {
            return latestCheckpoint(); // one was removed meanwhile
        }
    }
}
