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
package io.github.flinklakehouse.connector.metastore;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A partition as the metastore keeps it.
 *
 * @param values unescaped, one for each partition key of the table, in their order; a NULL stands
 *     as {@code __HIVE_DEFAULT_PARTITION__}
 * @param columns the columns that its files were written with
 * @param storage where its files are and how they are read: this decides, not the table's
 * @param parameters such as {@code numRows}
 * @param createTime milliseconds since the epoch; 0 for one that is not in the metastore yet
 */
public record MetastorePartition(
        List<String> values,
        List<MetastoreColumn> columns,
        TableStorage storage,
        Map<String, String> parameters,
        long createTime)
        implements Serializable {
    public MetastorePartition {
        values = List.copyOf(values);
        columns = List.copyOf(columns);
        requireNonNull(storage, "storage");
        parameters = Map.copyOf(parameters);
    }

    /** A partition to create. */
    public MetastorePartition(
            List<String> values,
            List<MetastoreColumn> columns,
            TableStorage storage,
            Map<String, String> parameters) {
        this(values, columns, storage, parameters, 0);
    }

    /** The same partition, stored in this way. */
    public MetastorePartition at(TableStorage newStorage) {
        return new MetastorePartition(values, columns, newStorage, parameters, createTime);
    }

    /** The same partition with these columns and parameters instead of its own. */
    public MetastorePartition with(
            List<MetastoreColumn> newColumns, Map<String, String> newParameters) {
        return new MetastorePartition(values, newColumns, storage, newParameters, createTime);
    }
}
