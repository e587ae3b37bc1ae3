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

import io.github.flinklakehouse.connector.iceberg.rowlevel.ChangesRows;
import io.github.flinklakehouse.connector.iceberg.rowlevel.RowChange;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.connector.sink.abilities.SupportsTruncate;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.flink.IcebergTableSink;

/**
 * Iceberg's sink, with the refusals that it lacks: without a primary key it would write each change
 * of a changelog as a row of its own. With a key, {@link KeyedInsert} writes.
 */
final class IcebergSink
        implements DynamicTableSink,
                SupportsPartitioning,
                SupportsOverwrite,
                SupportsTruncate,
                ChangesRows {
    private final String tableName;
    private final boolean keyed;
    private final IcebergTableSink sink;
    private final Optional<KeyedInsert> insert;
    private Optional<UnkeyedInsert> unkeyed;
    private final Runnable truncation;
    private final RowChange rowChange;

    /**
     * @param keyed whether the table has a primary key
     * @param insert how rows are written by key, or null into a table without one
     * @param unkeyed how rows are written into such a table, or null when Iceberg's sink does that
     * @param truncation deletes all rows
     * @param rowChange what DELETE and UPDATE do
     */
    IcebergSink(
            String tableName,
            boolean keyed,
            IcebergTableSink sink,
            @Nullable KeyedInsert insert,
            @Nullable UnkeyedInsert unkeyed,
            Runnable truncation,
            RowChange rowChange) {
        this.tableName = requireNonNull(tableName, "tableName");
        this.keyed = keyed;
        this.sink = requireNonNull(sink, "sink");
        this.insert = Optional.ofNullable(insert);
        this.unkeyed = Optional.ofNullable(unkeyed);
        this.truncation = requireNonNull(truncation, "truncation");
        this.rowChange = requireNonNull(rowChange, "rowChange");
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        if (!keyed && !requestedMode.containsOnly(RowKind.INSERT)) {
            throw new ValidationException(
                    "Cannot write updates or deletes to table: "
                            + tableName
                            + " is an Iceberg table without a primary key — declare one with"
                            + " PRIMARY KEY (…) NOT ENFORCED");
        }
        return insert.map(by -> by.changelogMode(requestedMode))
                .orElseGet(() -> sink.getChangelogMode(requestedMode));
    }

    @Override
    public void applyOverwrite(boolean overwrite) {
        if (overwrite && keyed) {
            throw new ValidationException(
                    "Cannot overwrite table: "
                            + tableName
                            + " is an Iceberg table with a primary key, into which INSERT replaces"
                            + " rows by key — use INSERT INTO");
        }
        sink.applyOverwrite(overwrite);
        if (overwrite) {
            unkeyed = unkeyed.map(UnkeyedInsert::overwriting);
        }
    }

    @Override
    public void applyStaticPartition(Map<String, String> partition) {
        sink.applyStaticPartition(partition);
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        if (rowChange.isPlanned()) {
            return rowChange.provider();
        }
        if (insert.isPresent()) {
            return insert.get();
        }
        SinkRuntimeProvider iceberg = sink.getSinkRuntimeProvider(context); // refuses some streams
        return unkeyed.isPresent() ? unkeyed.get() : iceberg;
    }

    @Override
    public void executeTruncation() {
        truncation.run();
    }

    @Override
    public RowChange rowChange() {
        return rowChange;
    }

    @Override
    public DynamicTableSink copy() {
        return new IcebergSink(
                tableName,
                keyed,
                (IcebergTableSink) sink.copy(),
                insert.orElse(null),
                unkeyed.orElse(null),
                truncation,
                rowChange.copy());
    }

    @Override
    public String asSummaryString() {
        return sink.asSummaryString();
    }
}
