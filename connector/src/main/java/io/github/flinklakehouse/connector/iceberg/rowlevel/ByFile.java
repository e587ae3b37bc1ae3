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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;

/** Brings the deletes of a data file to one task, which can write one file for them. */
final class ByFile {

    private ByFile() {}

    /** The hash of the data file in the place of a row. */
    static final class Hash implements KeySelector<RowData, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer getKey(RowData place) {
            return place.getString(RowPlace.OF_DELETED.indexOf(RowPlace.FILE)).hashCode();
        }
    }

    /** The task for a hash. */
    static final class Task<K> implements Partitioner<K> {
        private static final long serialVersionUID = 1L;

        @Override
        public int partition(K key, int tasks) {
            return Math.floorMod(key.hashCode(), tasks);
        }
    }
}
