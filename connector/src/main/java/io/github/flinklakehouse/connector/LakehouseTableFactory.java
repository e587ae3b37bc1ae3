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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/**
 * The one table factory of a catalog: takes each table to the connector of its format. The format
 * comes from the table's metastore record, never from an option, which a hint could change.
 */
public final class LakehouseTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** The record of a table that the planner has without one. */
    @FunctionalInterface
    public interface Records {
        /** The record in the metastore, or the one that creating the table would make. */
        MetastoreTable of(Context context);
    }

    private final Map<TableFormat, FormatConnector> connectors;
    private final Records records;

    /**
     * Takes tables to these connectors.
     *
     * @param connectors those of the formats that can be read and written
     * @param records asked for tables that did not come from the catalog as they are: those that a
     *     CREATE TABLE AS SELECT will make, or that a compiled plan brings along
     */
    public LakehouseTableFactory(Map<TableFormat, FormatConnector> connectors, Records records) {
        this.connectors = Map.copyOf(connectors);
        this.records = requireNonNull(records, "records");
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        MetastoreTable table = record(context);
        return connector("read", table).source(table, context);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        MetastoreTable table = record(context);
        return connector("write to", table).sink(table, context);
    }

    private MetastoreTable record(Context context) {
        return context.getCatalogTable().getOrigin() instanceof LakeTable table
                ? table.record()
                : records.of(context);
    }

    private FormatConnector connector(String verb, MetastoreTable table) {
        FormatConnector connector = connectors.get(TableFormat.of(table));
        if (connector == null) {
            throw new ValidationException(
                    "Cannot "
                            + verb
                            + " table: "
                            + table.fullName()
                            + " is "
                            + TableFormat.foreignProvider(table).orElse("a view")
                            + " — use an engine that supports it");
        }
        return connector;
    }

    @Override
    public String factoryIdentifier() {
        return "lakehouse";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }
}
