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
package io.github.flinklakehouse.catalog;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * From a name to the class that is responsible: one look into the metastore, then a switch over the
 * format of what is there. For a table that is to be made, its options say which format it gets.
 */
public final class TableRouter implements LakehouseTableFactory.Records {
    private final Metastore metastore;
    private final Map<TableFormat, FormatTables> tables;
    private final TableFormat defaultFormat;

    TableRouter(
            Metastore metastore, Map<TableFormat, FormatTables> tables, TableFormat defaultFormat) {
        this.metastore = requireNonNull(metastore, "metastore");
        this.tables = Map.copyOf(tables);
        this.defaultFormat = requireNonNull(defaultFormat, "defaultFormat");
    }

    /** The record of this name, in whatever case it is written. */
    Optional<MetastoreTable> find(ObjectPath path) {
        return CatalogErrors.ask(
                () -> metastore.table(lower(path.getDatabaseName()), lower(path.getObjectName())));
    }

    /** Who is responsible for a table that exists. */
    FormatTables of(MetastoreTable table) {
        return requireNonNull(tables.get(TableFormat.of(table)));
    }

    /** Who is responsible for a table that is to be made. */
    FormatTables forNew(ObjectPath path, CatalogBaseTable table) {
        return switch (table.getTableKind()) {
            case VIEW -> requireNonNull(tables.get(TableFormat.VIEW));
            case TABLE -> requireNonNull(tables.get(formatOf(table.getOptions())));
            case MATERIALIZED_TABLE ->
                    throw Refusal.of(
                                    "create materialized table",
                                    path.getFullName(),
                                    "is in a Hive Metastore, which has no place for a refresh job")
                            .instead("create a table and an INSERT job");
        };
    }

    @Override
    public Optional<MetastoreTable> find(ObjectIdentifier identifier) {
        return find(identifier.toObjectPath());
    }

    @Override
    public MetastoreTable describe(ObjectIdentifier identifier, ResolvedCatalogTable table) {
        return forNew(identifier.toObjectPath(), table)
                .describe(lower(identifier.toObjectPath()), table);
    }

    /** Names in the metastore are in lower case. */
    static ObjectPath lower(ObjectPath path) {
        return new ObjectPath(lower(path.getDatabaseName()), lower(path.getObjectName()));
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private TableFormat formatOf(Map<String, String> options) {
        String connector = options.get(FactoryUtil.CONNECTOR.key());
        if (connector == null) {
            return defaultFormat;
        }
        return switch (lower(connector)) {
            case "iceberg" -> TableFormat.ICEBERG;
            case "hive" -> TableFormat.HIVE;
            case "foreign" -> TableFormat.FOREIGN;
            default -> TableFormat.GENERIC;
        };
    }
}
