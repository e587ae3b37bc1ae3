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

import java.io.IOException;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.reader.BulkFormat.Reader;
import org.apache.flink.connector.file.src.reader.BulkFormat.RecordIterator;
import org.apache.flink.connector.file.src.util.RecordMapperWrapperRecordIterator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Fails at a NULL in a column that is NOT NULL. Hive does not enforce it, so another engine can
 * write one, and Flink's generated code, which does not look for it, would take it for a value.
 */
final class NotNullReader implements Reader<RowData> {
    private final Reader<RowData> reader;
    private final HiveScan scan;
    private final int[] required;
    private final String where;

    private NotNullReader(Reader<RowData> reader, HiveScan scan, int[] required, String where) {
        this.reader = requireNonNull(reader, "reader");
        this.scan = requireNonNull(scan, "scan");
        this.required = required.clone();
        this.where = requireNonNull(where, "where");
    }

    /** This reader, with checks where the scan has columns that need them. */
    static Reader<RowData> of(Reader<RowData> reader, HiveScan scan, HiveSplit split) {
        RowType rowType = scan.rowType();
        int[] required =
                IntStream.range(0, scan.fields().size())
                        .filter(field -> !rowType.getTypeAt(field).isNullable())
                        .toArray();
        String where = scan.schema().table().fullName() + " has the file " + split.path();
        return required.length == 0 ? reader : new NotNullReader(reader, scan, required, where);
    }

    @Override
    @Nullable
    public RecordIterator<RowData> readBatch() throws IOException {
        RecordIterator<RowData> batch = reader.readBatch();
        return batch == null ? null : new RecordMapperWrapperRecordIterator<>(batch, this::check);
    }

    private RowData check(RowData row) {
        for (int field : required) {
            if (row.isNullAt(field)) {
                throw new IllegalStateException(
                        "Cannot read table: %s with NULL in the column %s, which is NOT NULL — correct the file, or declare the column anew"
                                .formatted(where, scan.name(field)));
            }
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
