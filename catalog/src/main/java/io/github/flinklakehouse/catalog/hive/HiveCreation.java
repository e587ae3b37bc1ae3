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

import io.github.flinklakehouse.catalog.ColumnCase;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.connector.hive.FileMetadata;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.MetastoreUser;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;

/** A Hive table that a CREATE TABLE describes. */
final class HiveCreation {
    /** Option: the file format; Parquet when it is not given. */
    static final String FORMAT = "format";

    /** Option: where the files are; makes the table external, so that dropping it keeps them. */
    static final String LOCATION = "location";

    /** Options with this prefix become parameters of the SerDe, such as {@code field.delim}. */
    static final String SERDE_PREFIX = "serde.";

    /** Keys of Flink's HiveCatalog that decided what FORMAT and LOCATION decide here. */
    private static final List<String> OLD_KEYS =
            List.of("hive.storage.", "hive.serde.", "hive.location-uri", "hive.is-external");

    /** Keys that decide how an Iceberg table is laid out, and would do nothing here. */
    private static final Set<String> ICEBERG_KEYS = Set.of("partitioning", "sort-order");

    private HiveCreation() {}

    static MetastoreTable record(ObjectPath path, ResolvedCatalogTable table) {
        String name = path.getFullName();
        refuseWhatHiveLacks(name, table);
        List<MetastoreColumn> columns = columns(name, table);
        int regular = columns.size() - table.getPartitionKeys().size();
        Map<String, String> parameters = new HashMap<>(table.getOptions());
        parameters.remove("connector");
        String location = parameters.remove(LOCATION);
        TableStorage storage =
                storage(name, parameters, location == null ? "" : location.replaceAll("/+$", ""));
        columns.subList(0, regular)
                .forEach(column -> requireHeld("create table", name, storage, column));
        parameters.keySet().removeIf(key -> key.equals(FORMAT) || key.startsWith(SERDE_PREFIX));
        parameters.putAll(
                SchemaExtras.of(
                        name,
                        table.getResolvedSchema(),
                        FileMetadata.of(table.getPartitionKeys()).keySet(),
                        ColumnCase.LOWER));
        parameters.putAll(HiveDefinition.nullability(table.getResolvedSchema()));
        if (table.getComment() != null && !table.getComment().isEmpty()) {
            parameters.put(HiveDefinition.COMMENT, table.getComment());
        }
        return new MetastoreTable(
                path.getDatabaseName(),
                path.getObjectName(),
                MetastoreUser.current(),
                location == null ? MetastoreTable.Kind.MANAGED : MetastoreTable.Kind.EXTERNAL,
                columns.subList(0, regular),
                columns.subList(regular, columns.size()),
                storage,
                parameters,
                "",
                "");
    }

    private static void refuseWhatHiveLacks(String name, ResolvedCatalogTable table) {
        if (table.getResolvedSchema().getPrimaryKey().isPresent()) {
            throw Refusal.of(
                            "create table",
                            name,
                            "would be a Hive table, which cannot replace rows by PRIMARY KEY")
                    .instead("leave the key out, or use 'connector' = 'iceberg'");
        }
        if (table.getDistribution().isPresent()) {
            throw Refusal.of(
                            "create table",
                            name,
                            "would be a bucketed Hive table, which cannot be written")
                    .instead("leave DISTRIBUTED BY out");
        }
        for (String key : table.getOptions().keySet()) {
            if (OLD_KEYS.stream().anyMatch(key::startsWith)) {
                throw Refusal.of(
                                "create table",
                                name,
                                "has the option '" + key + "', which is one of HiveCatalog")
                        .instead("use 'format', 'location' or 'serde.…'");
            }
            if (ICEBERG_KEYS.contains(key)) {
                throw Refusal.of(
                                "create table",
                                name,
                                "would be a Hive table, and has the option '"
                                        + key
                                        + "' of Iceberg tables")
                        .instead("use PARTITIONED BY, or 'connector' = 'iceberg'");
            }
        }
    }

    /**
     * The physical columns; the partition keys must be the last ones, since Hive puts them there.
     */
    private static List<MetastoreColumn> columns(String name, ResolvedCatalogTable table) {
        List<Column> physical =
                table.getResolvedSchema().getColumns().stream().filter(Column::isPhysical).toList();
        List<String> keys = table.getPartitionKeys();
        List<String> last =
                physical.stream()
                        .skip(Math.max(0, physical.size() - keys.size()))
                        .map(Column::getName)
                        .toList();
        if (!last.equals(keys)) {
            throw Refusal.of(
                            "create table",
                            name,
                            "would be a Hive table, which has its partition columns "
                                    + keys
                                    + " behind all others, in this order")
                    .instead("declare them last");
        }
        Set<String> names = new HashSet<>();
        for (Column column : table.getResolvedSchema().getColumns()) {
            String seen =
                    column.isPhysical()
                            ? ColumnCase.LOWER.name(column.getName())
                            : column.getName();
            if (!names.add(seen)) {
                throw Refusal.of(
                        "create table",
                        name,
                        "has two columns called, in lower case as Hive sees them, " + seen);
            }
        }
        return physical.stream().map(HiveCreation::column).toList();
    }

    static MetastoreColumn column(Column column) {
        return new MetastoreColumn(
                ColumnCase.LOWER.name(column.getName()),
                HiveTypes.toHive(column.getDataType().getLogicalType(), column.getName()),
                column.getComment().orElse(""));
    }

    /** Hive's SerDe for CSV makes a STRING of every column. */
    static void requireHeld(
            String verb, String table, TableStorage storage, MetastoreColumn column) {
        if (storage.serde().equals(HiveStorageFormat.CSV.serde())
                && !column.type().equals("string")) {
            throw Refusal.of(
                            verb,
                            table,
                            "would have the column %s of type %s in CSV, where Hive knows only STRING"
                                    .formatted(column.name(), column.type()))
                    .instead("declare it as STRING, or use 'format' = 'textfile'");
        }
    }

    private static TableStorage storage(String name, Map<String, String> options, String location) {
        String format = options.getOrDefault(FORMAT, HiveStorageFormat.PARQUET.optionValue());
        TableStorage storage =
                HiveStorageFormat.ofOption(format)
                        .orElseThrow(
                                () ->
                                        Refusal.of(
                                                        "create table",
                                                        name,
                                                        "has the option 'format' = '"
                                                                + format
                                                                + "', which Hive does not know")
                                                .instead(
                                                        "use one of "
                                                                + Arrays.stream(
                                                                                HiveStorageFormat
                                                                                        .values())
                                                                        .map(
                                                                                HiveStorageFormat
                                                                                        ::optionValue)
                                                                        .toList()))
                        .storage(location);
        Map<String, String> serdeParameters = new HashMap<>(storage.serdeParameters());
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(SERDE_PREFIX)) {
                        serdeParameters.put(key.substring(SERDE_PREFIX.length()), value);
                    }
                });
        // Hive keeps the two equal: readers differ in which one they believe.
        if (serdeParameters.containsKey("field.delim")) {
            serdeParameters.put("serialization.format", serdeParameters.get("field.delim"));
        }
        return new TableStorage(
                storage.location(),
                storage.inputFormat(),
                storage.outputFormat(),
                storage.serde(),
                serdeParameters,
                List.of(),
                0);
    }
}
