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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.sink.IcebergStreamWriterMetrics;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.io.WriteResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rows into files, which it hands over at each checkpoint. */
final class KeyedSinkWriter implements CommittingSinkWriter<RowData, WriteResult> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedSinkWriter.class);

    private final TaskWriterFactory<RowData> factory;
    private final IcebergStreamWriterMetrics metrics;
    private TaskWriter<RowData> writer;

    /**
     * @param factory initialized
     */
    KeyedSinkWriter(TaskWriterFactory<RowData> factory, IcebergStreamWriterMetrics metrics) {
        this.factory = requireNonNull(factory, "factory");
        this.metrics = requireNonNull(metrics, "metrics");
        this.writer = factory.create();
    }

    @Override
    public void write(RowData row, Context context) throws IOException {
        writer.write(row);
    }

    /** Nothing to do: {@link #prepareCommit} follows. */
    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public Collection<WriteResult> prepareCommit() throws IOException {
        long start = System.nanoTime();
        WriteResult result = writer.complete();
        writer = factory.create();
        metrics.updateFlushResult(result);
        metrics.flushDuration(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return List.of(result);
    }

    /** What is not handed over yet will be written again; a failed job must not fail at this. */
    @Override
    public void close() {
        try {
            writer.abort();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Files of a checkpoint that was given up may be left behind", e);
        }
    }
}
