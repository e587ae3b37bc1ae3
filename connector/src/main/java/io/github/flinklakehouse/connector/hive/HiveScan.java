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
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;

/**
 * What is read of a Hive table.
 *
 * @param fields indexes of the wanted fields of the schema: columns and partition keys, in any
 *     order
 * @param filters all of which wanted rows meet; others may be read, too
 * @param aggregates wanted of the rows instead of the rows; empty when rows are wanted
 * @param ignoresAbsentPartitions whether a partition without directory is empty
 * @param hadoop how to reach the files
 */
record HiveScan(
        HiveTableSchema schema,
        List<Integer> fields,
        List<ColumnFilter> filters,
        List<ColumnAggregate> aggregates,
        boolean ignoresAbsentPartitions,
        SerializableConfiguration hadoop)
        implements Serializable {
    HiveScan {
        requireNonNull(schema, "schema");
        fields = List.copyOf(fields);
        filters = List.copyOf(filters);
        aggregates = List.copyOf(aggregates);
        requireNonNull(hadoop, "hadoop");
    }

    Configuration configuration() {
        return hadoop.conf();
    }

    /** Indexes of the wanted columns, those that come from the files. */
    List<Integer> columns() {
        return fields.stream().filter(field -> field < schema.columnCount()).toList();
    }

    /** Indexes of the wanted partition keys, counted from the first key. */
    List<Integer> keys() {
        return fields.stream()
                .filter(field -> field >= schema.columnCount())
                .map(field -> field - schema.columnCount())
                .toList();
    }

    /** How the files of a partition are read. */
    FileLayout layout(MetastorePartition partition) {
        return schema.layout(partition, columns()).withFilters(filters);
    }

    /** Type of the rows. */
    RowType rowType() {
        return RowType.of(
                fields.stream().map(schema.rowType()::getTypeAt).toArray(LogicalType[]::new),
                fields.stream().map(schema.rowType().getFieldNames()::get).toArray(String[]::new));
    }

    /** Whether the rows of the files are the wanted rows. */
    boolean hasOnlyColumns() {
        return keys().isEmpty();
    }

    /**
     * For each wanted field, where it comes from: an index into {@link #columns}, or, for a
     * partition key, {@code -1 -} its index in {@link #keys}.
     */
    int[] sources() {
        return IntStream.range(0, fields.size())
                .map(
                        i -> {
                            int columnsBefore = (int) before(i);
                            return fields.get(i) < schema.columnCount()
                                    ? columnsBefore
                                    : -1 - (i - columnsBefore);
                        })
                .toArray();
    }

    private long before(int index) {
        return fields.subList(0, index).stream()
                .filter(field -> field < schema.columnCount())
                .count();
    }
}
