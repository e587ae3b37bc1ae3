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
package io.github.flinklakehouse.connector.iceberg.compaction;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.flink.source.DataIterator;
import org.apache.iceberg.flink.source.RowDataFileScanTaskReader;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.util.SerializationUtil;

/**
 * Reads the rows of a group of files, less those that are deleted, and writes them into new files.
 * Both are Iceberg's; a {@link RewriteTask} goes in and a {@link RewrittenGroup} comes out, as
 * bytes.
 */
final class GroupRewriter extends RichMapFunction<byte[], byte[]> {
    private final Table table;

    /**
     * Rewrites files of this table.
     *
     * @param table serializable
     */
    GroupRewriter(Table table) {
        this.table = requireNonNull(table, "table");
    }

    @Override
    public byte[] map(byte[] serialized) throws Exception {
        RewriteTask task = SerializationUtil.deserializeFromBytes(serialized);
        // With the numbers of the rows, where the format version has them.
        Schema schema =
                TableUtil.supportsRowLineage(table)
                        ? MetadataColumns.schemaWithRowLineage(table.schema())
                        : table.schema();
        TaskWriter<RowData> writer = writer(task, schema);
        try (DataIterator<RowData> rows = reader(task, schema)) {
            while (rows.hasNext()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("The job is being cancelled");
                }
                writer.write(rows.next());
            }
            return SerializationUtil.serializeToBytes(
                    new RewrittenGroup(task.group(), List.of(writer.dataFiles())));
        } catch (Exception e) {
            writer.abort();
            throw e;
        }
    }

    private TaskWriter<RowData> writer(RewriteTask task, Schema schema) {
        RowDataTaskWriterFactory factory =
                new RowDataTaskWriterFactory(
                        () -> table,
                        FlinkSchemaUtil.convert(schema),
                        task.targetSize(),
                        FileFormat.fromString(
                                table.properties()
                                        .getOrDefault(
                                                TableProperties.DEFAULT_FILE_FORMAT,
                                                TableProperties.DEFAULT_FILE_FORMAT_DEFAULT)),
                        table.properties(),
                        null,
                        /* upsert= */ false,
                        schema,
                        table.spec());
        factory.initialize(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                getRuntimeContext().getTaskInfo().getAttemptNumber());
        return factory.create();
    }

    private DataIterator<RowData> reader(RewriteTask task, Schema schema) {
        return new DataIterator<>(
                new RowDataFileScanTaskReader(
                        table.schema(),
                        schema,
                        table.properties().get(TableProperties.DEFAULT_NAME_MAPPING),
                        /* caseSensitive= */ true,
                        List.of()),
                task.files(),
                table.io(),
                table.encryption());
    }
}
