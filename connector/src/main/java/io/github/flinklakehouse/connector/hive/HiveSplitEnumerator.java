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

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/** Hands out splits while the files of a table are still being found. */
abstract class HiveSplitEnumerator
        implements SplitEnumerator<HiveSplit, HiveSourceState>, FileDiscovery.Listener {
    private static final long IDLE_SECONDS = 10;

    private final SplitEnumeratorContext<HiveSplit> context;
    private final FileDiscovery.Order order;
    private final AtomicLong nextSplit;
    private final PendingSplits pending = new PendingSplits();

    /** Those in which files are still to be found, by their values. */
    private final Map<List<String>, PartitionFiles> partitions = new LinkedHashMap<>();

    private final ExecutorService fetchers;
    private final FileDiscovery discovery;

    /** Hosts of the readers that wait for splits, by subtask; the longest waiting first. */
    private final Map<Integer, String> waiting = new LinkedHashMap<>();

    HiveSplitEnumerator(
            SplitEnumeratorContext<HiveSplit> context,
            HiveScan scan,
            FileDiscovery.Order order,
            HiveSourceState state) {
        this.context = requireNonNull(context, "context");
        this.order = requireNonNull(order, "order");
        this.nextSplit = new AtomicLong(state.nextSplit());
        this.pending.add(state.pending());
        state.partitions().forEach(this::add);
        this.fetchers = fetchers();
        this.discovery =
                new FileDiscovery(
                        order,
                        pending,
                        files -> new PartitionListing(scan, files, nextSplit),
                        fetchers,
                        context::runInCoordinatorThread,
                        this);
    }

    private static ExecutorService fetchers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        FileDiscovery.PARALLELISM,
                        FileDiscovery.PARALLELISM,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        new ExecutorThreadFactory("hive-file-discovery"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private void add(PartitionFiles files) {
        // Pages are fetched in other threads, which look up what was seen.
        partitions.put(
                files.partition().values(),
                new PartitionFiles(files.partition(), new ConcurrentHashMap<>(files.seen())));
    }

    final SplitEnumeratorContext<HiveSplit> context() {
        return context;
    }

    final Map<List<String>, PartitionFiles> partitions() {
        return partitions;
    }

    final FileDiscovery discovery() {
        return discovery;
    }

    /** Whether no more splits will come. */
    abstract boolean isFinished();

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> (long) pending.size());
        context.metricGroup().gauge("unassignedBytes", pending::bytes);
    }

    @Override
    public void addReader(int subtask) {
        // readers ask for splits themselves
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        waiting.put(subtask, host);
        found();
        discovery.advance();
    }

    @Override
    public void addSplitsBack(List<HiveSplit> splits, int subtask) {
        waiting.remove(subtask);
        pending.addBack(splits);
        found();
    }

    /** Gives splits to those who wait for them. */
    @Override
    public void found() {
        Iterator<Map.Entry<Integer, String>> readers = waiting.entrySet().iterator();
        while (readers.hasNext() && (pending.size() > 0 || isFinished())) {
            Map.Entry<Integer, String> reader = readers.next();
            readers.remove();
            if (context.registeredReaders().containsKey(reader.getKey())) {
                serve(reader.getKey(), reader.getValue());
            }
        }
    }

    private void serve(int subtask, @Nullable String host) {
        if (pending.size() == 0) {
            context.signalNoMoreSplits(subtask);
            return;
        }
        List<HiveSplit> splits =
                pending.next(
                        order == FileDiscovery.Order.ANY ? host : null,
                        context.currentParallelism());
        context.assignSplits(new SplitsAssignment<>(Map.of(subtask, splits)));
    }

    @Override
    public HiveSourceState snapshotState(long checkpoint) {
        return new HiveSourceState(
                nextSplit.get(), pending.all(), List.copyOf(partitions.values()));
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
    }
}
