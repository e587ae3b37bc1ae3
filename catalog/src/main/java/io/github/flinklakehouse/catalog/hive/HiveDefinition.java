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
package io.github.flinklakehouse.catalog.hive;

import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.catalog.SchemaExtras.PhysicalColumn;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.metastore.AccurateStatistics;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.DataType;

/** What Flink sees of a Hive table: its columns, then its partition keys. */
final class HiveDefinition {
    /** The table parameter that holds the comment. */
    static final String COMMENT = "comment";

    private static final String NOT_NULL = SchemaExtras.PREFIX + "not-null.";

    /** What the metastore keeps up to date by itself; nothing that recreates a table. */
    private static final Set<String> BOOKKEEPING =
            Set.of(
                    "transient_lastDdlTime",
                    "last_modified_by",
                    "last_modified_time",
                    "numFiles",
                    "numRows",
                    "numPartitions",
                    "numFilesErasureCoded",
                    "rawDataSize",
                    "totalSize",
                    AccurateStatistics.PARAMETER,
                    "STATS_GENERATED_VIA_STATS_TASK",
                    "EXTERNAL",
                    "bucketing_version",
                    COMMENT);

    private HiveDefinition() {}

    static CatalogTable catalogTable(MetastoreTable table) {
        List<PhysicalColumn> columns =
                Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                        .map(column -> column(column, table))
                        .toList();
        return CatalogTable.newBuilder()
                .schema(SchemaExtras.restore(columns, List.of(), table.parameters()))
                .comment(table.comment().orElse(""))
                .partitionKeys(table.partitionKeyNames())
                .options(options(table))
                .build();
    }

    private static PhysicalColumn column(MetastoreColumn column, MetastoreTable table) {
        DataType type =
                HiveStorageFormat.CSV.serde().equals(table.storage().serde())
                                && table.columns().contains(column)
                        ? DataTypes.STRING() // whatever the metastore says, as in Hive
                        : HiveTypes.toFlink(column.type(), column.name());
        return new PhysicalColumn(
                column.name(),
                table.parameters().containsKey(NOT_NULL + column.name()) ? type.notNull() : type,
                column.comment());
    }

    /** The parameters that note which columns are NOT NULL, which Hive's types do not say. */
    static Map<String, String> nullability(ResolvedSchema schema) {
        Map<String, String> parameters = new HashMap<>();
        schema.getColumns().stream()
                .filter(Column::isPhysical)
                .filter(column -> !column.getDataType().getLogicalType().isNullable())
                .forEach(
                        column ->
                                parameters.put(
                                        NOT_NULL + column.getName().toLowerCase(Locale.ROOT),
                                        "true"));
        return parameters;
    }

    private static Map<String, String> options(MetastoreTable table) {
        Map<String, String> options = new HashMap<>(SchemaExtras.without(table.parameters()));
        options.keySet().removeAll(BOOKKEEPING);
        options.put("connector", "hive");
        TableStorage storage = table.storage();
        Optional<HiveStorageFormat> format = HiveStorageFormat.of(storage);
        options.put(
                HiveCreation.FORMAT,
                format.map(HiveStorageFormat::optionValue).orElse(storage.serde()));
        storage.serdeParameters()
                .forEach(
                        (key, value) -> {
                            if (!(key.equals("serialization.format") && value.equals("1"))) {
                                options.put(HiveCreation.SERDE_PREFIX + key, value);
                            }
                        });
        if (table.kind() == MetastoreTable.Kind.EXTERNAL) {
            options.put(HiveCreation.LOCATION, storage.location());
        }
        return options;
    }
}
