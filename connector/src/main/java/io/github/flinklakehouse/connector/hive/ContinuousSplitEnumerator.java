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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.file.table.PartitionTimeExtractor;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Looks for new partitions, and for new files in all of them, again and again. Files are known by
 * path, length and modification time, so that neither late partitions nor files that are added to
 * old ones are missed.
 */
final class ContinuousSplitEnumerator extends HiveSplitEnumerator {
    private final PartitionMonitor monitor;
    private final PartitionTimeExtractor times;

    /** Read by the thread that asks the metastore. */
    private volatile Set<List<String>> known;

    ContinuousSplitEnumerator(
            SplitEnumeratorContext<HiveSplit> context,
            HiveScan scan,
            PartitionMonitor monitor,
            HiveSourceState state) {
        super(context, scan, FileDiscovery.Order.BY_PARTITION, monitor.since(), state);
        this.monitor = requireNonNull(monitor, "monitor");
        this.times = monitor.read().extractor().create(); // here its class can be loaded
        this.known = Set.copyOf(partitions().keySet());
    }

    @Override
    public void start() {
        super.start();
        context()
                .callAsync(
                        () -> monitor.look(known, times),
                        this::looked,
                        0,
                        monitor.read().interval().toMillis());
    }

    private void looked(@Nullable PartitionMonitor.Found found, @Nullable Throwable failure) {
        if (failure != null) {
            throw new FlinkRuntimeException(failure.getMessage(), failure);
        }
        if (!discovery().isDone()) {
            return; // the same is found the next time, when the last listing has ended
        }
        partitions().keySet().retainAll(found.values());
        found.added().forEach(partition -> add(new PartitionFiles(partition, Map.of())));
        // Also those that are not read, or they would be asked for again and again.
        known = Set.copyOf(found.values());
        discovery().start(partitions().values());
    }

    /** Forgets files that are no more, so that the state does not outgrow the table. */
    @Override
    public void listed(PartitionFiles files, PartitionListing listing) {
        if (files.seen().size() > listing.found().size()) {
            files.seen().keySet().retainAll(new HashSet<>(listing.found()));
        }
    }

    @Override
    boolean isFinished() {
        return false;
    }
}
