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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.flink.source.DataIterator;
import org.apache.iceberg.flink.source.reader.RowDataReaderFunction;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;
import org.apache.iceberg.io.FileIO;

/** Iceberg's reader of splits, around a reader of files that tells inserts and deletes. */
final class ChangeReaderFunction extends RowDataReaderFunction {
    private static final long serialVersionUID = 1L;

    private final ChangeReader reader;
    private final FileIO io;
    private final EncryptionManager encryption;

    ChangeReaderFunction(
            ReadableConfig configuration, Table table, Schema columns, ChangeReader reader) {
        super(
                configuration,
                table.schema(),
                columns,
                null,
                true,
                table.io(),
                table.encryption(),
                List.of());
        this.reader = requireNonNull(reader, "reader");
        this.io = table.io();
        this.encryption = table.encryption();
    }

    @Override
    public DataIterator<RowData> createDataIterator(IcebergSourceSplit split) {
        return new DataIterator<>(reader, split.task(), io, encryption);
    }
}
