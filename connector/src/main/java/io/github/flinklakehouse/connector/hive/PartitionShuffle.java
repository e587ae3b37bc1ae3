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

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;

/** Sends all rows of a partition to the same writer. */
final class PartitionShuffle implements KeySelector<RowData, Integer>, Partitioner<Integer> {
    private static final long serialVersionUID = 1L;

    private final List<RowData.FieldGetter> keys;

    private PartitionShuffle(HiveTableSchema schema) {
        this.keys =
                List.copyOf(
                        IntStream.range(schema.columnCount(), schema.rowType().getFieldCount())
                                .mapToObj(
                                        key ->
                                                RowData.createFieldGetter(
                                                        schema.rowType().getTypeAt(key), key))
                                .toList());
    }

    static DataStream<RowData> shuffle(DataStream<RowData> rows, HiveTableSchema schema) {
        PartitionShuffle shuffle = new PartitionShuffle(schema);
        return rows.partitionCustom(shuffle, shuffle);
    }

    @Override
    public Integer getKey(RowData row) {
        Object[] values = new Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys.get(i).getFieldOrNull(row);
        }
        return Arrays.deepHashCode(values);
    }

    @Override
    public int partition(Integer key, int writers) {
        return Math.floorMod(key ^ (key >>> 16), writers);
    }
}
