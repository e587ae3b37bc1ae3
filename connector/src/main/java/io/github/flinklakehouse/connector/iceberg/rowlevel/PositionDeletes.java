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

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.flink.sink.FlinkFileWriterFactory;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.PartitioningDVWriter;
import org.apache.iceberg.io.PartitioningWriter;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Collects positions to delete, as bitmaps in memory, and writes them at the end: as position
 * deletes, or from format version 3 on as deletion vectors.
 */
final class PositionDeletes {
    private static final int FIRST_VERSION_WITH_VECTORS = 3;

    private final Map<Integer, PartitionSpec> specs;
    private final PartitioningWriter<PositionDelete<RowData>, DeleteWriteResult> writer;
    private final Set<String> dataFiles = new HashSet<>();
    private final Map<String, PartitionText.Partition> partitions = new HashMap<>();
    private final PositionDelete<RowData> delete = PositionDelete.create();
    private StringData file;
    private String path;
    private PartitionText.Partition partition;

    PositionDeletes(Table table, RowChangePlan plan, int task, int attempt) {
        requireNonNull(table, "table");
        this.specs = table.specs();
        this.writer =
                TableUtil.formatVersion(table) >= FIRST_VERSION_WITH_VECTORS
                        ? new PartitioningDVWriter<>(
                                files(table, FileFormat.PUFFIN, task, attempt),
                                new PreviousDeletes(table, plan, dataFiles))
                        : fileWriter(table, task, attempt);
    }

    private static FanoutPositionOnlyDeleteWriter<RowData> fileWriter(
            Table table, int task, int attempt) {
        Map<String, String> properties = table.properties();
        String dataFormat =
                properties.getOrDefault(
                        TableProperties.DEFAULT_FILE_FORMAT,
                        TableProperties.DEFAULT_FILE_FORMAT_DEFAULT);
        FileFormat format =
                FileFormat.fromString(
                        properties.getOrDefault(
                                TableProperties.DELETE_DEFAULT_FILE_FORMAT, dataFormat));
        return new FanoutPositionOnlyDeleteWriter<>(
                new FlinkFileWriterFactory.Builder(table)
                        .dataSchema(table.schema())
                        .deleteFileFormat(format)
                        .build(),
                files(table, format, task, attempt),
                table.io(),
                PropertyUtil.propertyAsLong(
                        properties,
                        TableProperties.DELETE_TARGET_FILE_SIZE_BYTES,
                        TableProperties.DELETE_TARGET_FILE_SIZE_BYTES_DEFAULT),
                DeleteGranularity.fromString(
                        properties.getOrDefault(
                                TableProperties.DELETE_GRANULARITY,
                                TableProperties.DELETE_GRANULARITY_DEFAULT)));
    }

    private static OutputFileFactory files(Table table, FileFormat format, int task, int attempt) {
        return OutputFileFactory.builderFor(table, task, attempt)
                .format(format)
                .suffix("deletes")
                .build();
    }

    void delete(StringData dataFile, long position, StringData partitionText) {
        if (!dataFile.equals(file)) {
            path = dataFile.toString();
            // A copy: the bytes of a row are used again for the next.
            file = StringData.fromString(path);
            dataFiles.add(path);
            partition =
                    partitions.computeIfAbsent(
                            partitionText.toString(), text -> PartitionText.parse(text, specs));
        }
        writer.write(delete.set(path, position), partition.spec(), partition.values());
    }

    /** Writes the files. */
    DeleteWriteResult write() throws IOException {
        writer.close();
        return writer.result();
    }
}
