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
package io.github.flinklakehouse.catalog.iceberg;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.ColumnCase;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.FlinkSchemaUtil;

/**
 * An Iceberg table that a CREATE TABLE describes. A primary key becomes the identifier fields, and
 * means upsert: rows with an equal key replace each other.
 */
final class IcebergCreation {
    private static final String LOCATION = "location";

    private final Schema schema;
    private final PartitionSpec spec;
    private final SortOrder sortOrder;
    private final Map<String, String> properties;
    private final String location;

    private IcebergCreation(
            Schema schema,
            PartitionSpec spec,
            SortOrder sortOrder,
            Map<String, String> properties,
            String location) {
        this.schema = requireNonNull(schema, "schema");
        this.spec = requireNonNull(spec, "spec");
        this.sortOrder = requireNonNull(sortOrder, "sortOrder");
        this.properties = Map.copyOf(properties);
        this.location = location;
    }

    static IcebergCreation of(ObjectPath path, ResolvedCatalogTable table) {
        String name = path.getFullName();
        checkOptions(name, table);
        Map<String, String> properties = new HashMap<>(table.getOptions());
        properties.remove("connector");
        String location = properties.remove(LOCATION);
        Schema schema = schema(table.getResolvedSchema());
        PartitionSpec spec =
                spec(name, table, schema, properties.remove(IcebergPartitioning.OPTION));
        SortOrder sortOrder = sortOrder(name, schema, properties.remove(IcebergSortOrder.OPTION));
        properties.putAll(
                SchemaExtras.of(name, table.getResolvedSchema(), Set.of(), ColumnCase.DECLARED));
        properties.putAll(IcebergSchemas.declaredTypes(table.getResolvedSchema()));
        // Hive and older engines read an Iceberg table only when its record names the handler.
        properties.putIfAbsent(TableProperties.ENGINE_HIVE_ENABLED, "true");
        if (table.getComment() != null && !table.getComment().isEmpty()) {
            properties.put(IcebergDefinition.COMMENT, table.getComment());
        }
        table.getResolvedSchema().getPrimaryKey().ifPresent(key -> upsert(name, properties));
        return new IcebergCreation(schema, spec, sortOrder, properties, location);
    }

    private static PartitionSpec spec(
            String name, ResolvedCatalogTable table, Schema schema, @Nullable String text) {
        if (text == null) {
            PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
            table.getPartitionKeys().forEach(spec::identity);
            return spec.build();
        }
        if (!table.getPartitionKeys().isEmpty()) {
            throw Refusal.of(
                            "create table",
                            name,
                            "has both PARTITIONED BY and the option 'partitioning'")
                    .instead("name all of it in the option");
        }
        try {
            return IcebergPartitioning.spec(text, schema);
        } catch (IllegalArgumentException e) {
            throw badOption("create table", name, IcebergPartitioning.OPTION, text, e);
        }
    }

    private static SortOrder sortOrder(String name, Schema schema, @Nullable String text) {
        try {
            return text == null ? SortOrder.unsorted() : IcebergSortOrder.of(text, schema);
        } catch (IllegalArgumentException e) {
            throw badOption("create table", name, IcebergSortOrder.OPTION, text, e);
        }
    }

    /** The refusal of an option whose text is wrong. */
    static Refusal badOption(
            String what, String name, String option, String text, IllegalArgumentException error) {
        return Refusal.of(
                what,
                name,
                "has the option '%s' = '%s', where %s".formatted(option, text, error.getMessage()));
    }

    private static void checkOptions(String name, ResolvedCatalogTable table) {
        if (table.getDistribution().isPresent()) {
            throw Refusal.of(
                            "create table",
                            name,
                            "would be an Iceberg table, which cannot have DISTRIBUTED BY")
                    .instead("leave the clause out");
        }
        for (String key : table.getOptions().keySet()) {
            if (key.equals(TableProperties.FORMAT_VERSION)
                    && !table.getOptions().get(key).matches("\\d+")) {
                throw Refusal.of(
                                "create table",
                                name,
                                "has the option '%s' = '%s', which is not a number"
                                        .formatted(key, table.getOptions().get(key)))
                        .instead("use '2'");
            }
            if (key.equals("format")) {
                throw Refusal.of(
                                "create table",
                                name,
                                "has the option 'format', which is one of Hive tables")
                        .instead("use 'write.format.default', or 'connector' = 'hive'");
            }
        }
    }

    private static void upsert(String name, Map<String, String> properties) {
        if ("1".equals(properties.get(TableProperties.FORMAT_VERSION))) {
            throw Refusal.of(
                            "create table",
                            name,
                            "has a PRIMARY KEY, which needs the row-level deletes that format version 1 lacks")
                    .instead("use 'format-version' = '2'");
        }
        properties.putIfAbsent(TableProperties.FORMAT_VERSION, "2");
        properties.putIfAbsent(TableProperties.UPSERT_ENABLED, "true");
    }

    private static Schema schema(ResolvedSchema resolved) {
        List<Column> physical = resolved.getColumns().stream().filter(Column::isPhysical).toList();
        return IcebergSchemas.withComments(
                FlinkSchemaUtil.convert(
                        new ResolvedSchema(
                                physical,
                                List.of(),
                                resolved.getPrimaryKey().orElse(null),
                                List.of())),
                physical);
    }

    Schema schema() {
        return schema;
    }

    void create(Catalog.TableBuilder builder) {
        builder.withPartitionSpec(spec)
                .withSortOrder(sortOrder)
                .withLocation(location)
                .withProperties(properties)
                .create();
    }

    /** Enough of a record to tell its format. */
    static MetastoreTable record(ObjectPath path) {
        return new MetastoreTable(
                path.getDatabaseName(),
                path.getObjectName(),
                "",
                MetastoreTable.Kind.EXTERNAL,
                List.of(),
                List.of(),
                new TableStorage("", "", "", "", Map.of(), List.of(), 0),
                Map.of("table_type", "ICEBERG"),
                "",
                "");
    }
}
