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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;

/** All rows of a table, or those of some partitions, by their keys. */
final class LookupIndex {
    private final Version version;
    private final Map<RowData, List<RowData>> rows;
    private final long rowCount;
    private final long bytes;

    /**
     * What the rows were read from.
     *
     * @param files by path
     */
    record Version(List<MetastorePartition> partitions, Map<String, FileVersion> files) {
        Version {
            partitions = List.copyOf(partitions);
            files = Map.copyOf(files);
        }
    }

    private LookupIndex(Builder builder) {
        this.version = builder.version;
        this.rows = builder.rows;
        this.rowCount = builder.rowCount;
        this.bytes = builder.bytes;
    }

    Version version() {
        return version;
    }

    long rowCount() {
        return rowCount;
    }

    /** Memory that the rows take, about. */
    long bytes() {
        return bytes;
    }

    /** The rows of this key; none for a key with NULL. */
    Collection<RowData> rows(RowData key) {
        return rows.getOrDefault(key, List.of());
    }

    /** Takes rows one by one. */
    static final class Builder {
        /** Of the objects that hold a row, its key, and their places in the map. */
        private static final long OVERHEAD = 250;

        private final Version version;
        private final RowDataSerializer serializer;
        private final List<RowData.FieldGetter> keys;
        private final long limit;
        private final String table;
        private final Map<RowData, List<RowData>> rows = new HashMap<>();
        private long rowCount;
        private long bytes;

        /**
         * @param keys indexes of the columns that rows are found by
         * @param limit of the memory, in bytes
         * @param table its name, for messages
         */
        Builder(Version version, RowType rowType, List<Integer> keys, long limit, String table) {
            this.version = requireNonNull(version, "version");
            this.serializer = new RowDataSerializer(rowType);
            this.keys =
                    keys.stream()
                            .map(key -> RowData.createFieldGetter(rowType.getTypeAt(key), key))
                            .toList();
            this.limit = limit;
            this.table = requireNonNull(table, "table");
        }

        /**
         * @throws IOException when the limit is reached
         */
        void add(RowData row) throws IOException {
            BinaryRowData copy = serializer.toBinaryRow(row).copy();
            GenericRowData key = new GenericRowData(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                Object value = keys.get(i).getFieldOrNull(copy);
                if (value == null) {
                    return; // NULL is equal to nothing
                }
                key.setField(i, value);
            }
            rowCount++;
            bytes += copy.getSizeInBytes() + OVERHEAD;
            if (bytes > limit) {
                throw new IOException(
                        "Cannot look up rows: %s has more than %,d rows, and what is free of the task manager's heap, %,d MB, is too small for them — look up fewer columns or only the latest partition, use a join without FOR SYSTEM_TIME, or set 'taskmanager.memory.task.heap.size' higher"
                                .formatted(table, rowCount - 1, limit >> 20));
            }
            rows.merge(key, List.of(copy), Builder::concatenated);
        }

        private static List<RowData> concatenated(List<RowData> before, List<RowData> more) {
            List<RowData> all = before.size() == 1 ? new ArrayList<>(before) : before;
            all.addAll(more);
            return all;
        }

        LookupIndex build() {
            return new LookupIndex(this);
        }
    }
}
