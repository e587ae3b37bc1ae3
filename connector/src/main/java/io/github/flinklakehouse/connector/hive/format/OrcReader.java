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
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.RowBatchVersion;
import org.apache.orc.impl.TypeUtils;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** Reads the stripes that start in a section of an ORC file, in vectors that ORC fills. */
final class OrcReader implements BulkFormat.Reader<RowData> {
    private static final int BATCH_SIZE = 2048;

    /** One that is filled while another one is processed. */
    private static final int BATCHES = 2;

    private final OrcFile file;
    private final RecordReader rows;
    private final Pool<Batch> pool = new Pool<>(BATCHES);
    private long rowsRead;

    /**
     * @param columns of the file
     * @param section whose stripes are read
     */
    OrcReader(OrcColumns columns, FileSection section, OrcFilters filters) throws IOException {
        this.file = columns.file();
        List<Optional<OrcField>> wanted = columns.wanted();
        TypeDescription schema = OrcColumns.readerSchema(file.getSchema(), wanted);
        boolean[] included = OrcColumns.included(file.getSchema(), wanted);
        Reader.Options options =
                file.options()
                        .schema(schema)
                        .include(included)
                        .range(section.offset(), section.length())
                        .forcePositionalEvolution(true)
                        .positionalEvolutionLevel(Integer.MAX_VALUE)
                        .allowSARGToFilter(false)
                        .useSelected(false);
        filters.addTo(options);
        this.rows = file.rows(options);
        for (int i = 0; i < BATCHES; i++) {
            pool.add(new Batch(schema, included, wanted));
        }
    }

    @Override
    @Nullable
    public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
        Batch batch = awaitBatch();
        if (!rows.nextBatch(batch.values)) {
            pool.recycler().recycle(batch);
            return null;
        }
        int count = batch.values.size;
        batch.rows.set(count, rowsRead);
        rowsRead += count;
        return batch.rows;
    }

    private Batch awaitBatch() throws IOException {
        try {
            return pool.pollEntry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a batch of rows is processed", e);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
        file.close();
    }

    /** The vectors that ORC fills, and the rows that show them. */
    private final class Batch {
        private final VectorizedRowBatch values;
        private final ColumnarRowIterator rows;

        Batch(TypeDescription schema, boolean[] included, List<Optional<OrcField>> wanted) {
            List<TypeDescription> columns = schema.getChildren();
            this.values = new VectorizedRowBatch(columns.size(), BATCH_SIZE);
            for (int i = 0; i < columns.size(); i++) {
                if (included[columns.get(i).getId()]) {
                    values.cols[i] =
                            TypeUtils.createColumn(
                                    columns.get(i), RowBatchVersion.USE_DECIMAL64, BATCH_SIZE);
                }
            }
            this.rows =
                    new ColumnarRowIterator(
                            new ColumnarRowData(
                                    new VectorizedColumnBatch(
                                            OrcNestedVectors.fields(wanted, values.cols))),
                            () -> pool.recycler().recycle(this));
        }
    }
}
