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
package io.github.flinklakehouse.connector;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.data.RowData;

/**
 * A sink into a table that does not exist, so that {@code EXPLAIN CREATE TABLE … AS SELECT} has a
 * plan. The plan is that of the table's connector, refusals included; a job that ran it would fail
 * at its first row.
 */
final class UncreatedTableSink
        implements DynamicTableSink, SupportsPartitioning, SupportsOverwrite {
    private final String tableName;
    private final DynamicTableSink sink;

    UncreatedTableSink(String tableName, DynamicTableSink sink) {
        this.tableName = requireNonNull(tableName, "tableName");
        this.sink = requireNonNull(sink, "sink");
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        return sink.getChangelogMode(requestedMode);
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        String name = tableName; // the function must not drag this sink along
        return (DataStreamSinkProvider)
                (providerContext, rows) ->
                        rows.map(row -> refuse(name)).sinkTo(new DiscardingSink<>());
    }

    private static RowData refuse(String tableName) {
        throw new IllegalStateException("Cannot write to table: " + tableName + " does not exist");
    }

    @Override
    public void applyStaticPartition(Map<String, String> partition) {
        if (sink instanceof SupportsPartitioning partitioning) {
            partitioning.applyStaticPartition(partition);
        }
    }

    @Override
    public boolean requiresPartitionGrouping(boolean supportsGrouping) {
        return sink instanceof SupportsPartitioning partitioning
                && partitioning.requiresPartitionGrouping(supportsGrouping);
    }

    @Override
    public void applyOverwrite(boolean overwrite) {
        if (sink instanceof SupportsOverwrite overwriting) {
            overwriting.applyOverwrite(overwrite);
        }
    }

    @Override
    public DynamicTableSink copy() {
        return new UncreatedTableSink(tableName, sink.copy());
    }

    @Override
    public String asSummaryString() {
        return sink.asSummaryString();
    }
}
