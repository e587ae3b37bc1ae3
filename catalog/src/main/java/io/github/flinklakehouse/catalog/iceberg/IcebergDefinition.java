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

import io.github.flinklakehouse.catalog.NotedColumns;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.catalog.SchemaExtras.PhysicalColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SnapshotUtil;

/** What Flink sees of an Iceberg table. */
final class IcebergDefinition {
    /** The table property that holds the comment, as in Spark and Trino. */
    static final String COMMENT = "comment";

    private final Table table;

    private IcebergDefinition(Table table) {
        this.table = requireNonNull(table, "table");
    }

    static IcebergDefinition of(Table table) {
        return new IcebergDefinition(table);
    }

    /** The table with one of its schemas. */
    CatalogTable catalogTable(Schema schema) {
        return builder(schema)
                .partitionKeys(partitionKeys(schema))
                .options(options(schema))
                .build();
    }

    /**
     * One snapshot, with the schema that it was written with. It has no partition keys, as the
     * planner would ask for partitions that only the table of today has.
     */
    CatalogTable snapshot(long id) {
        Schema schema = SnapshotUtil.schemaFor(table, id);
        Map<String, String> options = new HashMap<>(options(schema));
        options.put("snapshot-id", String.valueOf(id));
        return builder(schema).options(options).build();
    }

    private CatalogTable.Builder builder(Schema schema) {
        Map<String, String> properties = table.properties();
        return CatalogTable.newBuilder()
                .schema(
                        SchemaExtras.restore(
                                columns(schema, properties), primaryKey(schema), properties))
                .comment(properties.getOrDefault(COMMENT, ""));
    }

    /** A metadata table: a schema and nothing else. */
    static CatalogTable metadataTable(Schema schema) {
        return CatalogTable.newBuilder()
                .schema(SchemaExtras.restore(columns(schema, Map.of()), List.of(), Map.of()))
                .comment("")
                .options(Map.of("connector", "iceberg"))
                .build();
    }

    /** A table whose metadata file is missing: what the metastore notes of it. */
    static CatalogTable brokenTable(MetastoreTable record) {
        return CatalogTable.newBuilder()
                .schema(NotedColumns.of(record))
                .comment(record.comment().orElse(""))
                .options(Map.of("connector", "iceberg"))
                .build();
    }

    private static List<PhysicalColumn> columns(Schema schema, Map<String, String> properties) {
        return schema.columns().stream()
                .map(
                        field ->
                                new PhysicalColumn(
                                        field.name(),
                                        TypeConversions.fromLogicalToDataType(
                                                IcebergSchemas.declaredType(field, properties)),
                                        field.doc() == null ? "" : field.doc()))
                .toList();
    }

    /** In the order of the columns; keys inside a struct cannot be named in Flink. */
    private static List<String> primaryKey(Schema schema) {
        List<String> key =
                schema.columns().stream()
                        .map(Types.NestedField::name)
                        .filter(schema.identifierFieldNames()::contains)
                        .toList();
        return key.size() == schema.identifierFieldIds().size() ? key : List.of();
    }

    /** Flink's partition keys are columns: a spec with any transform has none in its eyes. */
    private List<String> partitionKeys(Schema schema) {
        return partitionsByColumns(schema)
                ? IcebergPartitioning.fields(table.spec()).stream()
                        .map(field -> schema.findColumnName(field.sourceId()))
                        .toList()
                : List.of();
    }

    private boolean partitionsByColumns(Schema schema) {
        return IcebergPartitioning.fields(table.spec()).stream()
                .allMatch(
                        field ->
                                field.transform().isIdentity()
                                        && schema.asStruct().field(field.sourceId()) != null);
    }

    private Map<String, String> options(Schema schema) {
        Map<String, String> options = new HashMap<>(SchemaExtras.without(table.properties()));
        options.remove(COMMENT);
        options.put("connector", "iceberg");
        options.put(
                "format-version",
                String.valueOf(((BaseTable) table).operations().current().formatVersion()));
        if (!partitionsByColumns(schema)) {
            options.put(IcebergPartitioning.OPTION, IcebergPartitioning.text(table.spec()));
        }
        if (table.sortOrder().isSorted()) {
            options.put(IcebergSortOrder.OPTION, IcebergSortOrder.text(table.sortOrder()));
        }
        if (!hasDefaultLocation()) {
            options.put("location", table.location());
        }
        return options;
    }

    /** Where Hive's metastore puts a table of this name. */
    private boolean hasDefaultLocation() {
        String name = table.name(); // database.table
        int dot = name.indexOf('.');
        String database = name.substring(0, dot);
        String folder = name.substring(dot + 1);
        return table.location().endsWith("/" + database + ".db/" + folder)
                || (database.equals("default") && table.location().endsWith("/" + folder));
    }
}
