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

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.Pool;
import org.apache.flink.connector.file.table.ColumnarRowIterator;
import org.apache.flink.formats.parquet.vector.ParquetSplitReaderUtil;
import org.apache.flink.formats.parquet.vector.reader.ColumnReader;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;
import org.apache.flink.table.data.columnar.vector.writable.WritableColumnVector;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.Type;

/** Reads a section of a Parquet file in vectors, with Flink's column readers. */
final class ParquetVectorReader implements BulkFormat.Reader<RowData> {
    private static final int BATCH_SIZE = 2048;

    private final ParquetColumns columns;

    /** By index of the wanted column; null where the file lacks it. */
    private final WritableColumnVector[] vectors;

    private final VectorizedColumnBatch batch;
    private final ColumnReader<WritableColumnVector>[] readers;

    /**
     * Holds the one batch while nobody reads it. One, as a batch decodes its dictionary lazily,
     * with state that it shares with the next one.
     */
    private final Pool<VectorizedColumnBatch> pool = new Pool<>(1);

    private final ColumnarRowIterator rows;
    private long rowsLeftInGroup;
    private long rowsRead;

    @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types in Java
    ParquetVectorReader(ParquetColumns columns) {
        this.columns = columns;
        int count = columns.type().getFieldCount();
        this.vectors = new WritableColumnVector[count];
        this.readers = new ColumnReader[count];
        ColumnVector[] readable = new ColumnVector[count];
        for (int i = 0; i < count; i++) {
            readable[i] = vector(i);
        }
        this.batch = new VectorizedColumnBatch(readable);
        this.rows =
                new ColumnarRowIterator(
                        new ColumnarRowData(batch), () -> pool.recycler().recycle(batch));
        pool.add(batch);
    }

    private ColumnVector vector(int index) {
        LogicalType type = columns.type().getTypeAt(index);
        Optional<Type> column = columns.fileColumn(index);
        if (column.isEmpty()) {
            return row -> true; // the column is NULL in all rows of this file
        }
        vectors[index] =
                ParquetSplitReaderUtil.createWritableColumnVector(
                        BATCH_SIZE, type, column.get(), descriptors(), 0);
        return ParquetVectors.readable(vectors[index], type, columns);
    }

    private List<ColumnDescriptor> descriptors() {
        return columns.schema().getColumns();
    }

    @Override
    @Nullable
    public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
        awaitBatch();
        if (rowsLeftInGroup == 0 && !nextRowGroup()) {
            pool.recycler().recycle(batch);
            return null;
        }
        int count = (int) Math.min(BATCH_SIZE, rowsLeftInGroup);
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i] != null) {
                vectors[i].reset();
                readers[i].readToVector(count, vectors[i]);
            }
        }
        batch.setNumRows(count);
        rows.set(count, rowsRead);
        rowsRead += count;
        rowsLeftInGroup -= count;
        return rows;
    }

    private void awaitBatch() throws IOException {
        try {
            pool.pollEntry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a batch of rows is processed", e);
        }
    }

    /** Whether there was another row group that has rows. */
    private boolean nextRowGroup() throws IOException {
        PageReadStore pages;
        do {
            pages = columns.file().readNextRowGroup();
        } while (pages != null && pages.getRowCount() == 0);
        if (pages == null) {
            return false;
        }
        rowsLeftInGroup = pages.getRowCount();
        for (int i = 0; i < readers.length; i++) {
            if (vectors[i] != null) {
                readers[i] = reader(i, pages);
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // the vector was made for the same type as the reader
    private ColumnReader<WritableColumnVector> reader(int index, PageReadStore pages)
            throws IOException {
        return ParquetSplitReaderUtil.createColumnReader(
                /* isUtcTimestamp= */ true,
                columns.type().getTypeAt(index),
                columns.fileColumn(index).orElseThrow(),
                descriptors(),
                pages,
                /* field= */ null,
                0);
    }

    @Override
    public void close() throws IOException {
        columns.file().close();
    }
}
