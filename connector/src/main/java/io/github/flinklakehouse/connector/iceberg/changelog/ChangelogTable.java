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

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import javax.annotation.Nullable;
import org.apache.iceberg.BaseCombinedScanTask;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.IncrementalAppendScan;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ThreadPools;

/**
 * A table whose incremental scan gives all changes, where Iceberg's gives what was appended. Its
 * current snapshot is that of the branch which is read, since Iceberg's streams take the first one
 * from the main branch.
 */
final class ChangelogTable extends BaseTable {
    private final KeyedStream stream;

    private ChangelogTable(BaseTable table, KeyedStream stream) {
        super(table.operations(), table.name(), table.reporter());
        this.stream = requireNonNull(stream, "stream");
    }

    static Table of(Table table, KeyedStream stream) {
        return new ChangelogTable((BaseTable) table, stream);
    }

    @Override
    public Snapshot currentSnapshot() {
        return stream.branch() == null ? super.currentSnapshot() : snapshot(stream.branch());
    }

    @Override
    public IncrementalAppendScan newIncrementalAppendScan() {
        return new Scan(null, null, ThreadPools.getWorkerPool()).proxy();
    }

    /**
     * Snapshots in the order of their commits.
     *
     * @param from the one before the first, none if null
     */
    private Deque<Snapshot> snapshots(@Nullable Long from, long to) {
        Deque<Snapshot> snapshots = new ArrayDeque<>();
        Long id = to;
        while (!Objects.equals(id, from)) {
            Snapshot snapshot = id == null ? null : snapshot(id);
            if (snapshot == null) {
                throw stream.refusal(
                        "was rolled back or its snapshots expired, so that not all changes since %s are known"
                                .formatted(from == null ? "its creation" : "the snapshot " + from),
                        "start the stream anew");
            }
            snapshots.addFirst(snapshot);
            id = snapshot.parentId();
        }
        return snapshots;
    }

    /** A proxy, since Iceberg's class of these scans is not public and has thirty methods. */
    private final class Scan implements InvocationHandler {
        @Nullable private final Long from;
        @Nullable private final Long to;
        private final ExecutorService pool;

        Scan(@Nullable Long from, @Nullable Long to, ExecutorService pool) {
            this.from = from;
            this.to = to;
            this.pool = requireNonNull(pool, "pool");
        }

        IncrementalAppendScan proxy() {
            return (IncrementalAppendScan)
                    Proxy.newProxyInstance(
                            ChangelogTable.class.getClassLoader(),
                            new Class<?>[] {IncrementalAppendScan.class},
                            this);
        }

        /** Columns are the reader's, and there are no filters: both are passed over. */
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "fromSnapshotExclusive" -> new Scan((Long) arguments[0], to, pool).proxy();
                case "toSnapshot" -> new Scan(from, (Long) arguments[0], pool).proxy();
                case "planWith" -> new Scan(from, to, (ExecutorService) arguments[0]).proxy();
                case "caseSensitive", "project", "option", "includeColumnStats" -> proxy;
                case "planTasks" -> CloseableIterable.withNoopClose(tasks());
                default -> throw new UnsupportedOperationException(method.getName());
            };
        }

        private List<CombinedScanTask> tasks() {
            List<CombinedScanTask> tasks = new ArrayList<>();
            for (Snapshot snapshot : snapshots(from, requireNonNull(to, "to"))) {
                new SnapshotChangePlan(ChangelogTable.this, stream, snapshot, pool)
                        .tasks()
                        .forEach(task -> tasks.add(new BaseCombinedScanTask(task)));
            }
            return tasks;
        }
    }
}
