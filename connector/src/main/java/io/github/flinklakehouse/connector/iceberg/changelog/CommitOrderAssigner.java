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
package io.github.flinklakehouse.connector.iceberg.changelog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.annotation.Nullable;
import org.apache.iceberg.flink.source.assigner.GetSplitResult;
import org.apache.iceberg.flink.source.assigner.SplitAssigner;
import org.apache.iceberg.flink.source.assigner.SplitAssignerFactory;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;
import org.apache.iceberg.flink.source.split.IcebergSourceSplitState;
import org.apache.iceberg.flink.source.split.IcebergSourceSplitStatus;

/**
 * Gives out splits in the order in which they were planned, also those that come back from a reader
 * that failed: Iceberg's simple assigner puts them behind all others.
 */
final class CommitOrderAssigner implements SplitAssigner {
    private final Deque<IcebergSourceSplit> pending = new ArrayDeque<>();
    private CompletableFuture<Void> available = new CompletableFuture<>();

    /** Makes the assigner of a job that starts or is restored. */
    static final class Factory implements SplitAssignerFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public SplitAssigner createAssigner() {
            return new CommitOrderAssigner();
        }

        @Override
        public SplitAssigner createAssigner(Collection<IcebergSourceSplitState> state) {
            CommitOrderAssigner assigner = new CommitOrderAssigner();
            state.forEach(split -> assigner.pending.addLast(split.split()));
            return assigner;
        }
    }

    @Override
    public synchronized GetSplitResult getNext(@Nullable String hostname) {
        return pending.isEmpty()
                ? GetSplitResult.unavailable()
                : GetSplitResult.forSplit(pending.removeFirst());
    }

    @Override
    public synchronized void onDiscoveredSplits(Collection<IcebergSourceSplit> splits) {
        pending.addAll(splits);
        completeAvailable();
    }

    /** Flink gives them back in the order in which they were assigned. */
    @Override
    public synchronized void onUnassignedSplits(Collection<IcebergSourceSplit> splits) {
        List<IcebergSourceSplit> lastFirst = new ArrayList<>(splits);
        Collections.reverse(lastFirst);
        lastFirst.forEach(pending::addFirst);
        completeAvailable();
    }

    private void completeAvailable() {
        if (!pending.isEmpty()) {
            CompletableFuture<Void> completed = available;
            available = new CompletableFuture<>();
            completed.complete(null);
        }
    }

    @Override
    public synchronized Collection<IcebergSourceSplitState> state() {
        return pending.stream()
                .map(
                        split ->
                                new IcebergSourceSplitState(
                                        split, IcebergSourceSplitStatus.UNASSIGNED))
                .toList();
    }

    @Override
    public synchronized CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public synchronized int pendingSplitCount() {
        return pending.size();
    }

    @Override
    public synchronized long pendingRecords() {
        return pending.stream().mapToLong(split -> split.task().estimatedRowsCount()).sum();
    }
}
