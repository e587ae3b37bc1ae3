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
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
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

    /** The records of tables that the planner has without one. */
    public interface Records {
        /** The record in the metastore. */
        Optional<MetastoreTable> find(ObjectIdentifier identifier);

        /** The record that creating this table would make. */
        MetastoreTable describe(ObjectIdentifier identifier, ResolvedCatalogTable table);
    }

    /** Parameter of a record that stands for one snapshot of the table: its id. */
    public static final String SNAPSHOT = "lakehouse.snapshot";

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
        MetastoreTable table =
                record(context)
                        .orElseThrow(
                                () ->
                                        new ValidationException(
                                                "Cannot read table: "
                                                        + name(context)
                                                        + " does not exist"));
        return connector("read", table).source(table, context);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Optional<MetastoreTable> table = record(context);
        if (table.isPresent()) {
            return connector("write to", table.get()).sink(table.get(), context);
        }
        MetastoreTable described =
                records.describe(context.getObjectIdentifier(), context.getCatalogTable());
        FormatConnector connector = connector("write to", described);
        return TableFormat.of(described) == TableFormat.GENERIC
                ? connector.sink(described, context)
                : new UncreatedTableSink(name(context), connector.sink(described, context));
    }

    private Optional<MetastoreTable> record(Context context) {
        return context.getCatalogTable().getOrigin() instanceof LakeTable table
                ? Optional.of(table.record())
                : records.find(context.getObjectIdentifier());
    }

    private static String name(Context context) {
        return context.getObjectIdentifier().asSummaryString();
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

    /** What tables of this catalog would be called elsewhere; Flink does not look for it. */
    @Override
    public String factoryIdentifier() {
        return "lakehouse-catalog";
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
