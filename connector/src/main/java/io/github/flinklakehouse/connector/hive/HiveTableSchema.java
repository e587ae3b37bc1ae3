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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A Hive table with the types that Flink reads it as: the columns, then the partition keys.
 *
 * @param table the metastore record, with the options of the statement among its parameters
 * @param rowType one field for each column and partition key of the record, in their order
 */
record HiveTableSchema(MetastoreTable table, RowType rowType) implements Serializable {
    HiveTableSchema {
        requireNonNull(table, "table");
        requireNonNull(rowType, "rowType");
    }

    /**
     * A schema that Flink resolved; it must be that of the record.
     *
     * @throws ValidationException when it has other columns
     */
    static HiveTableSchema of(MetastoreTable table, RowType rowType) {
        List<String> expected =
                IntStream.range(0, table.columns().size() + table.partitionKeys().size())
                        .mapToObj(i -> name(table, i))
                        .toList();
        if (!rowType.getFieldNames().equals(expected)) {
            throw new ValidationException(
                    "Cannot use table: %s has the columns %s in the metastore, not %s — declare them as they are there"
                            .formatted(table.fullName(), expected, rowType.getFieldNames()));
        }
        HiveTableSchema schema = new HiveTableSchema(table, rowType);
        IntStream.range(schema.columnCount(), rowType.getFieldCount())
                .forEach(schema::requireKeyType);
        return schema;
    }

    private static String name(MetastoreTable table, int index) {
        int columns = table.columns().size();
        return index < columns
                ? table.columns().get(index).name()
                : table.partitionKeys().get(index - columns).name();
    }

    private void requireKeyType(int index) {
        if (!PartitionValues.supports(rowType.getTypeAt(index))) {
            throw new ValidationException(
                    "Cannot use table: %s is partitioned by %s of type %s, which is not supported — partition it by a type such as STRING, INT or DATE"
                            .formatted(
                                    table.fullName(),
                                    rowType.getFieldNames().get(index),
                                    rowType.getTypeAt(index).asSummaryString()));
        }
    }

    /** How many columns the files have; the partition keys come after them. */
    int columnCount() {
        return table.columns().size();
    }

    /** The type of a partition key. */
    LogicalType keyType(int key) {
        return rowType.getTypeAt(columnCount() + key);
    }

    /** Full name of a partition key, for messages. */
    String keyName(int key) {
        return table.fullName() + "." + table.partitionKeys().get(key).name();
    }

    /** The whole of a table that has no partition keys, as if it were a partition. */
    MetastorePartition unpartitioned() {
        return new MetastorePartition(List.of(), table.columns(), table.storage(), Map.of());
    }

    /** Where a partition is, for messages: {@code table: db.t} or {@code partition: db.t/p=1}. */
    String describe(MetastorePartition partition) {
        return partition.values().isEmpty()
                ? "table: " + table.fullName()
                : "partition: %s/%s"
                        .formatted(
                                table.fullName(),
                                PartitionPath.name(table.partitionKeyNames(), partition.values()));
    }

    /**
     * The format in which new files of a partition are written.
     *
     * @throws ValidationException when that would make its rows unreadable
     */
    HiveFileFormat requireWritable(MetastorePartition partition) {
        if (partition.storage().buckets() > 0) {
            throw new ValidationException(
                    "Cannot write %s is bucketed, and its files must stay so — write it with Hive"
                            .formatted(describe(partition)));
        }
        if (!hasColumnsOfTable(partition)) {
            throw new ValidationException(
                    "Cannot write %s has columns of other types (%s) than its table (%s), in which new rows would be read wrongly — change them with Hive, or drop it first"
                            .formatted(
                                    describe(partition),
                                    types(partition.columns()),
                                    types(table.columns())));
        }
        return HiveFileFormats.require("write", describe(partition), partition.storage());
    }

    /** Columns that were added to the table later are added to the partition by the commit. */
    private boolean hasColumnsOfTable(MetastorePartition partition) {
        int known = partition.columns().size();
        return known <= columnCount()
                && types(partition.columns()).equals(types(table.columns().subList(0, known)));
    }

    private static List<String> types(List<MetastoreColumn> columns) {
        return columns.stream()
                .map(column -> column.type().toLowerCase(Locale.ROOT).replace(" ", ""))
                .toList();
    }

    /**
     * The layout of the files of a partition, with the properties that Hive gives to its SerDe: its
     * own SerDe properties and never the table's, which may have changed since; then those of the
     * table; then which columns its files were written with.
     *
     * @param projection indexes of the wanted columns
     */
    FileLayout layout(MetastorePartition partition, List<Integer> projection) {
        Map<String, String> properties = new HashMap<>(partition.storage().serdeParameters());
        properties.putAll(table.parameters());
        properties.putAll(partition.parameters());
        properties.putAll(FileLayout.columnProperties(partition.columns()));
        return new FileLayout(
                table.columns(),
                rowType.getChildren().subList(0, columnCount()),
                Math.min(partition.columns().size(), columnCount()),
                projection,
                List.of(),
                properties);
    }
}
