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

import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.flink.FlinkWriteConf;
import org.apache.iceberg.flink.sink.FlinkFileWriterFactory;
import org.apache.iceberg.flink.sink.SinkUtil;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.TaskWriter;

/** Makes a writer for each checkpoint of each task. */
final class KeyedRowWriterFactory implements TaskWriterFactory<RowData> {
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final RowType type;
    private final KeyedLayout layout;
    private final FileFormat format;
    private final long targetSize;
    private final FileWriterFactory<RowData> writers;
    private transient KeyedFiles files;

    /**
     * @param table as it was when the job was planned, serializable
     * @param type of the rows
     */
    KeyedRowWriterFactory(Table table, RowType type, KeyedLayout layout, FlinkWriteConf conf) {
        this.table = requireNonNull(table, "table");
        this.type = requireNonNull(type, "type");
        this.layout = requireNonNull(layout, "layout");
        this.format = conf.dataFileFormat();
        this.targetSize = conf.targetDataFileSize();
        this.writers = writers(table, type, layout, SinkUtil.writeProperties(format, conf, table));
    }

    private FileWriterFactory<RowData> writers(
            Table table, RowType type, KeyedLayout layout, Map<String, String> properties) {
        Schema schema = table.schema();
        return new FlinkFileWriterFactory.Builder(table)
                .dataFileFormat(format)
                .dataSchema(schema)
                .dataFlinkType(type)
                .deleteFileFormat(format)
                .equalityFieldIds(layout.key().stream().mapToInt(Integer::intValue).toArray())
                .equalityDeleteRowSchema(KeyedRows.keySchema(schema, layout.key()))
                .equalityDeleteFlinkType(KeyedRows.keyType(schema, type, layout.key()))
                .writerProperties(properties)
                .build();
    }

    @Override
    public void initialize(int taskId, int attemptId) {
        OutputFileFactory names =
                OutputFileFactory.builderFor(table, taskId, attemptId).format(format).build();
        files =
                new KeyedFiles(
                        table.spec(),
                        writers,
                        names,
                        table.io(),
                        targetSize,
                        TableUtil.formatVersion(table));
    }

    @Override
    public TaskWriter<RowData> create() {
        return new KeyedRowWriter(
                files, new KeyedRows(table.schema(), type, layout.key(), table.spec()), layout);
    }
}
