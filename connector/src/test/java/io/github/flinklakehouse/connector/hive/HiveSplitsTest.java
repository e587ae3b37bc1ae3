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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How splits are found and handed out while a job runs. */
class HiveSplitsTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final int MINUTE = 60;

    /** Set when a job may fail, or a listing may go on. */
    private static volatile CountDownLatch reached = new CountDownLatch(1);

    private static final AtomicBoolean FAILS = new AtomicBoolean();

    @TempDir Path warehouse;

    /** Its argument; fails once, when told so. */
    public static class FailOnce extends ScalarFunction {
        public String eval(String value) {
            if (value.equals("1500") && FAILS.getAndSet(false)) {
                reached.countDown();
                throw new IllegalStateException("once");
            }
            return value;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    private HiveTestLake lake(EnvironmentSettings settings, int... counts) {
        Configuration options = new Configuration();
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        options.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        options.set(PipelineOptions.OPERATOR_CHAINING, false);
        HiveTestLake lake = new HiveTestLake(warehouse, settings, options);
        lake.sql().createTemporarySystemFunction("fail_once", FailOnce.class);
        lake.create("t", "id:string", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        for (int i = 0; i < counts.length; i++) {
            lake.addPartition(
                    "t",
                    HiveStorageFormat.TEXTFILE.storage("counted:///" + i + "/" + counts[i]),
                    List.of(Integer.toString(i)));
        }
        return lake;
    }

    private static void await(CountDownLatch latch, String what) throws IOException {
        try {
            if (!latch.await(MINUTE, TimeUnit.SECONDS)) {
                throw new IOException(what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void readingBeginsBeforeListingEnds() {
        HiveTestLake lake = lake(EnvironmentSettings.inBatchMode(), 5000);
        CountedFileSystem.reset(
                number -> {
                    for (int i = 0; number == 3000 && CountedFileSystem.OPENED.get() == 0; i++) {
                        LockSupport.parkNanos(1_000_000);
                        if (i > 30_000) {
                            throw new IOException("nothing is read while files are listed");
                        }
                    }
                });

        assertThat(lake.query("SELECT COUNT(*), COUNT(DISTINCT id) FROM t"))
                .containsExactly("+I[5000, 5000]");
    }

    @Test
    void noMoreFilesAreListedThanFitIntoMemory() {
        HiveTestLake lake = lake(EnvironmentSettings.inBatchMode(), 30_000);
        AtomicLong ahead = new AtomicLong();
        CountedFileSystem.reset(
                number ->
                        ahead.accumulateAndGet(
                                CountedFileSystem.LISTED.get() - CountedFileSystem.OPENED.get(),
                                Math::max));

        assertThat(lake.query("SELECT COUNT(*), COUNT(DISTINCT id) FROM t"))
                .containsExactly("+I[30000, 30000]");
        // Planner and scheduler look at a page each.
        assertThat(ahead)
                .hasValueLessThan(FileDiscovery.MAX_PENDING + 4 * PartitionListing.PAGE_SIZE);
    }

    @Test
    void partitionsAreListedSideBySide() {
        HiveTestLake lake = lake(EnvironmentSettings.inBatchMode(), 1, 1, 1, 1);
        CountDownLatch together = new CountDownLatch(4);
        CountedFileSystem.reset(
                number -> {
                    together.countDown();
                    await(together, "partitions are listed one after the other");
                });

        assertThat(lake.query("SELECT p FROM t"))
                .containsExactly("+I[0]", "+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void aTaskThatFailsWhileFilesAreListedReadsEachFileOnce() {
        HiveTestLake lake = lake(EnvironmentSettings.inStreamingMode(), 5000, 100);
        reached = new CountDownLatch(1);
        FAILS.set(true);
        CountedFileSystem.reset(
                number -> {
                    if (number == 4000) {
                        await(reached, "the job did not fail");
                    }
                });

        List<String> rows = lake.query("SELECT p, fail_once(id) FROM t");

        assertThat(FAILS).isFalse();
        assertThat(rows).hasSize(5100).doesNotHaveDuplicates();
    }

    @Test
    void aListingThatFailsIsRestoredAndFindsEachFileOnce() {
        HiveTestLake lake = lake(EnvironmentSettings.inStreamingMode(), 5000, 100);
        reached = new CountDownLatch(1);
        FAILS.set(true);
        CountedFileSystem.reset(
                number -> {
                    if (number == 4000 && FAILS.get()) {
                        for (int i = 0; CountedFileSystem.OPENED.get() < 2500; i++) {
                            LockSupport.parkNanos(1_000_000);
                        }
                        FAILS.set(false);
                        throw new IOException("once");
                    }
                });

        List<String> rows = lake.query("SELECT p, id FROM t");

        assertThat(FAILS).isFalse();
        assertThat(rows).hasSize(5100).doesNotHaveDuplicates();
    }
}
