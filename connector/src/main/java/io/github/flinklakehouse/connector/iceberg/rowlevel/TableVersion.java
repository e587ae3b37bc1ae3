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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * A table as one statement reads it, and what of it: known to both the scan and the sink of the
 * statement while it is planned.
 */
final class TableVersion {
    private final RowLevelTable table;
    private Optional<Table> loaded = Optional.empty();
    private Expression filter = Expressions.alwaysTrue();
    private boolean changed;

    TableVersion(RowLevelTable table) {
        this.table = requireNonNull(table, "table");
    }

    RowLevelTable table() {
        return table;
    }

    /** The table; it stays the same from the first call on. */
    Table pinned() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(table.current().get());
        }
        return loaded.get();
    }

    /** The snapshot that is read, if the table, or the branch, has one. */
    Optional<Snapshot> snapshot() {
        return Optional.ofNullable(
                pinned().snapshot(table.branch().orElse(SnapshotRef.MAIN_BRANCH)));
    }

    /** Says that the rows of this scan are those that the statement changes. */
    void change() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    /** Says that only rows are read that may match the filter. */
    void read(Expression newFilter) {
        filter = requireNonNull(newFilter, "newFilter");
    }

    /** What the rows that are read match, as far as Iceberg can tell. */
    Expression filter() {
        return filter;
    }
}
