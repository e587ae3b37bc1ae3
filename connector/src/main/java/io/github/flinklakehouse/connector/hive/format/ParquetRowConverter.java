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
package io.github.flinklakehouse.connector.hive.format;

import org.apache.flink.table.data.RowData;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/** Makes a new row of the wanted columns for each record of a Parquet file. */
final class ParquetRowConverter extends RecordMaterializer<RowData> {
    private final GroupConverter root;
    private RowData row;

    ParquetRowConverter(ParquetColumns columns) {
        this.root = new ParquetGroups(columns).root(value -> row = (RowData) value);
    }

    @Override
    public RowData getCurrentRecord() {
        return row;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }
}
