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

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.annotation.Nullable;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.IncrementalAppendScan;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * A table whose incremental reads look at every snapshot that they pass: Iceberg's go through those
 * that appended rows, and pass over all others without a word.
 */
final class AppendTable extends BaseTable {
    private final PassedSnapshots passed;
    @Nullable private final String branch;

    private AppendTable(BaseTable table, PassedSnapshots passed, @Nullable String branch) {
        super(table.operations(), table.name(), table.reporter());
        this.passed = requireNonNull(passed, "passed");
        this.branch = branch;
    }

    /**
     * This table so, but for a metadata table, which has no snapshots of its own.
     *
     * @param branch that a stream reads, the main one if null
     */
    static Table of(Table table, PassedSnapshots passed, @Nullable String branch) {
        return table instanceof BaseTable base ? new AppendTable(base, passed, branch) : table;
    }

    /** Iceberg's streams would take their first snapshot from the main branch. */
    @Override
    public Snapshot currentSnapshot() {
        return branch == null ? super.currentSnapshot() : snapshot(branch);
    }

    @Override
    public IncrementalAppendScan newIncrementalAppendScan() {
        return new Scan(super.newIncrementalAppendScan(), null, null).proxy();
    }

    /** A proxy, since Iceberg's class of these scans is not public and has thirty methods. */
    private final class Scan implements InvocationHandler {
        private final IncrementalAppendScan scan;
        private final Long from;
        private final Long to;

        /**
         * @param from the last snapshot that was read, none if null
         * @param to the last one to read, the current one if null
         */
        Scan(IncrementalAppendScan scan, Long from, Long to) {
            this.scan = scan;
            this.from = from;
            this.to = to;
        }

        IncrementalAppendScan proxy() {
            return (IncrementalAppendScan)
                    Proxy.newProxyInstance(
                            AppendTable.class.getClassLoader(),
                            new Class<?>[] {IncrementalAppendScan.class},
                            this);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("planFiles") || method.getName().equals("planTasks")) {
                check();
            }
            try {
                Object result = method.invoke(scan, arguments);
                return result instanceof IncrementalAppendScan refined
                        ? refined(refined, method.getName(), arguments[0]).proxy()
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Scan refined(IncrementalAppendScan refined, String method, Object argument) {
            return switch (method) {
                case "fromSnapshotExclusive" -> new Scan(refined, (Long) argument, to);
                case "toSnapshot" -> new Scan(refined, from, (Long) argument);
                case "fromSnapshotInclusive", "useBranch" ->
                        throw new UnsupportedOperationException(method);
                default -> new Scan(refined, from, to);
            };
        }

        private void check() {
            Snapshot last = to == null ? currentSnapshot() : snapshot(to);
            if (last != null) {
                SnapshotUtil.ancestorsBetween(AppendTable.this, last.snapshotId(), from)
                        .forEach(passed::check);
            }
        }
    }
}
