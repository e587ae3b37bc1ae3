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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;
import org.apache.flink.api.connector.source.SupportsHandleExecutionAttemptSourceEvent;
import org.apache.flink.table.connector.source.DynamicFilteringData;
import org.apache.flink.table.connector.source.DynamicFilteringEvent;

/**
 * Finds the files that partitions have now. If a join may want but some of the partitions, it waits
 * to hear which, until a reader asks for splits.
 */
final class BoundedSplitEnumerator extends HiveSplitEnumerator
        implements SupportsBatchSnapshot, SupportsHandleExecutionAttemptSourceEvent {
    @Nullable private final DynamicPartitionFilter filter;
    private boolean isDiscovering;

    /**
     * @param filter null when all partitions are wanted
     */
    BoundedSplitEnumerator(
            SplitEnumeratorContext<HiveSplit> context,
            HiveScan scan,
            @Nullable DynamicPartitionFilter filter,
            HiveSourceState state) {
        super(context, scan, FileDiscovery.Order.ANY, Long.MIN_VALUE, state);
        this.filter = filter;
    }

    @Override
    public void start() {
        super.start();
        if (filter == null) {
            discover();
        }
    }

    private void discover() {
        if (!isDiscovering) {
            isDiscovering = true;
            discovery().start(partitions().values());
        }
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        discover();
        super.handleSplitRequest(subtask, host);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof DynamicFilteringEvent filtering && filter != null) {
            retain(filtering.getData());
            discover();
            found();
        }
    }

    @Override
    public void handleSourceEvent(int subtask, int attempt, SourceEvent event) {
        handleSourceEvent(subtask, event);
    }

    /** What has been handed out already is read for nothing. */
    private void retain(DynamicFilteringData data) {
        Predicate<MetastorePartition> isWanted = partition -> filter.matches(data, partition);
        partitions().values().removeIf(files -> !isWanted.test(files.partition()));
        discovery().retain(isWanted);
    }

    @Override
    public void listed(PartitionFiles files, PartitionListing listing) {
        partitions().remove(files.partition().values());
    }

    @Override
    boolean isFinished() {
        return isDiscovering && discovery().isDone();
    }
}
