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

import io.github.flinklakehouse.connector.hive.format.ColumnFilter;
import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;

/**
 * What is read of a Hive table.
 *
 * @param fields columns and partition keys, and fields inside such, in any order
 * @param metadata what follows the fields in a row
 * @param filters all of which wanted rows meet; others may be read, too
 * @param aggregates wanted of the rows instead of the rows; empty when rows are wanted
 * @param ignoresAbsentPartitions whether a partition without directory is empty
 * @param hadoop how to reach the files
 */
record HiveScan(
        HiveTableSchema schema,
        List<FieldPath> fields,
        List<FileMetadata> metadata,
        List<ColumnFilter> filters,
        List<ColumnAggregate> aggregates,
        boolean ignoresAbsentPartitions,
        SerializableConfiguration hadoop)
        implements Serializable {
    HiveScan {
        requireNonNull(schema, "schema");
        fields = List.copyOf(fields);
        metadata = List.copyOf(metadata);
        filters = List.copyOf(filters);
        aggregates = List.copyOf(aggregates);
        requireNonNull(hadoop, "hadoop");
    }

    Configuration configuration() {
        return hadoop.conf();
    }

    /** Indexes of the columns that are read from files. */
    List<Integer> columns() {
        return fields.stream()
                .map(FieldPath::field)
                .filter(field -> field < schema.columnCount())
                .distinct()
                .toList();
    }

    /** Indexes of the wanted partition keys, counted from the first key. */
    List<Integer> keys() {
        return fields.stream()
                .map(FieldPath::field)
                .filter(field -> field >= schema.columnCount())
                .map(field -> field - schema.columnCount())
                .toList();
    }

    /**
     * How the files of a partition are read. Of a column of which only parts are wanted, no more is
     * read where the format of the partition can do so.
     */
    FileLayout layout(MetastorePartition partition) {
        FileLayout layout = schema.layout(partition, columns()).withFilters(filters);
        boolean readsParts =
                hasNestedFields()
                        && HiveFileFormats.of(partition.storage())
                                .filter(format -> format.readsParts(layout, configuration()))
                                .isPresent();
        return readsParts
                ? layout.withTypes(
                        IntStream.range(0, schema.columnCount()).mapToObj(this::part).toList())
                : layout;
    }

    private LogicalType part(int column) {
        LogicalType type = schema.rowType().getTypeAt(column);
        List<List<Integer>> paths =
                fields.stream()
                        .filter(field -> field.field() == column)
                        .map(field -> field.indexes().subList(1, field.indexes().size()))
                        .toList();
        // Of a union, all alternatives are needed to know which one a value is of.
        return paths.isEmpty() || HiveTypes.hasUnion(schema.table().columns().get(column).type())
                ? type
                : FieldPath.part(type, paths);
    }

    /** Types of the rows' fields. */
    RowType rowType() {
        return RowType.of(
                Stream.concat(
                                fields.stream().map(field -> field.type(schema.rowType())),
                                metadata.stream().map(each -> each.type().getLogicalType()))
                        .toArray(LogicalType[]::new));
    }

    /** Name of a field of the rows, for messages. */
    String name(int field) {
        return field < fields.size()
                ? String.join(".", fields.get(field).names(schema.rowType()))
                : metadata.get(field - fields.size()).key();
    }

    /** Whether fields inside columns are wanted. */
    boolean hasNestedFields() {
        return fields.stream().anyMatch(FieldPath::isNested);
    }

    /** For each wanted field that comes from files, names from the outermost field inwards. */
    List<List<String>> columnPaths() {
        return fields.stream()
                .filter(field -> field.field() < schema.columnCount())
                .map(field -> field.names(schema.rowType()))
                .toList();
    }

    /** Whether nothing is wanted but what is in the files. */
    boolean hasOnlyColumns() {
        return keys().isEmpty() && metadata.isEmpty();
    }

    /**
     * For each field of a row, where it comes from: an index into {@link #columnPaths}, or, for a
     * partition key, {@code -1 -} its index in {@link #keys}; metadata count after the keys.
     */
    int[] sources() {
        int[] sources = new int[fields.size() + metadata.size()];
        int columns = 0;
        int constants = 0;
        for (int i = 0; i < sources.length; i++) {
            boolean isColumn = i < fields.size() && fields.get(i).field() < schema.columnCount();
            sources[i] = isColumn ? columns++ : -1 - constants++;
        }
        return sources;
    }
}
