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

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.flink.source.DataIterator;
import org.apache.iceberg.flink.source.reader.RowDataReaderFunction;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;

/** Iceberg's reader of splits, around a reader of files that adds the places of rows. */
final class RowPlaceReaderFunction extends RowDataReaderFunction {
    private static final long serialVersionUID = 1L;

    private final RowPlaceReader reader;
    private final FileIO io;
    private final EncryptionManager encryption;

    /**
     * @param columns that are read
     * @param places that are read besides
     * @param nameMapping of files without the ids of columns, or null
     */
    RowPlaceReaderFunction(
            ReadableConfig configuration,
            Table table,
            Schema columns,
            List<RowPlace> places,
            List<Expression> filters,
            String nameMapping) {
        super(
                configuration,
                table.schema(),
                with(columns, places),
                nameMapping,
                true,
                table.io(),
                table.encryption(),
                filters);
        this.reader = new RowPlaceReader(table.schema(), columns, places, filters, nameMapping);
        this.io = requireNonNull(table.io(), "io");
        this.encryption = requireNonNull(table.encryption(), "encryption");
    }

    static Schema with(Schema columns, List<RowPlace> places) {
        List<Types.NestedField> fields = new ArrayList<>(columns.columns());
        places.forEach(place -> fields.add(place.field()));
        return new Schema(fields);
    }

    @Override
    public DataIterator<RowData> createDataIterator(IcebergSourceSplit split) {
        return new DataIterator<>(reader, split.task(), io, encryption);
    }
}
