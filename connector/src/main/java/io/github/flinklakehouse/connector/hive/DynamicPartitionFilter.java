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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.table.connector.source.DynamicFilteringData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Tells which partitions can have rows that a join wants, when the other side of it is known.
 *
 * @param keys indexes of the partition keys that are compared, in the order of the data
 */
record DynamicPartitionFilter(HiveTableSchema schema, List<Integer> keys) implements Serializable {
    DynamicPartitionFilter {
        requireNonNull(schema, "schema");
        keys = List.copyOf(keys);
    }

    /**
     * Whether a job can have such filters. Flink's planner puts a list of Scala's into what
     * collects the wanted values, but flink-table-planner-loader keeps Scala to itself, so that the
     * job would fail; flink-table-planner does not.
     *
     * <p>Remove when BatchPhysicalDynamicFilteringDataCollector makes a list of Java's.
     */
    static boolean isPossible() {
        try {
            Class.forName(
                    "scala.collection.convert.Wrappers$SeqWrapper",
                    /* initialize= */ false,
                    DynamicPartitionFilter.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether values of a key are equal in SQL if, and only if, they are so in Java. */
    static boolean supports(LogicalType keyType) {
        return !keyType.isAnyOf(LogicalTypeRoot.FLOAT, LogicalTypeRoot.DOUBLE);
    }

    boolean matches(DynamicFilteringData data, MetastorePartition partition) {
        if (!isComparable(data)) {
            return true;
        }
        GenericRowData row = new GenericRowData(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            int key = keys.get(i);
            row.setField(
                    i,
                    PartitionValues.parse(
                            partition.values().get(key), schema.keyType(key), schema.keyName(key)));
        }
        return data.contains(row);
    }

    private boolean isComparable(DynamicFilteringData data) {
        return data.getRowType().getFieldCount() == keys.size()
                && IntStream.range(0, keys.size())
                        .allMatch(
                                i ->
                                        isSame(
                                                data.getRowType().getTypeAt(i),
                                                schema.keyType(keys.get(i))));
    }

    private static boolean isSame(LogicalType type, LogicalType other) {
        return type.copy(true).equals(other.copy(true))
                || (type.is(LogicalTypeRoot.VARCHAR) && other.is(LogicalTypeRoot.VARCHAR));
    }
}
