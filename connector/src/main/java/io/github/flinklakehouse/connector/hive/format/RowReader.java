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

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.table.data.RowData;

/** Makes batches, as Flink's file source wants them, of rows that are read one by one. */
final class RowReader implements BulkFormat.Reader<RowData> {

    /** Rows that wait in memory between the thread that reads and the one that processes. */
    private static final int BATCH_SIZE = 512;

    private final Rows rows;
    private long rowsRead;

    RowReader(Rows rows) {
        this.rows = requireNonNull(rows, "rows");
    }

    /** Rows one by one. */
    interface Rows extends Closeable {
        /** The next row, a new object each time; null at the end. */
        @Nullable
        RowData next() throws IOException;
    }

    @Override
    @Nullable
    public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
        List<RowData> batch = new ArrayList<>(BATCH_SIZE);
        RowData row;
        while (batch.size() < BATCH_SIZE && (row = rows.next()) != null) {
            batch.add(row);
        }
        if (batch.isEmpty()) {
            return null;
        }
        long firstRow = rowsRead;
        rowsRead += batch.size();
        return new IteratorResultIterator<>(
                batch.iterator(), CheckpointedPosition.NO_OFFSET, firstRow);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
