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

import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.hive.format.RowWriter;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;
import org.apache.hadoop.fs.Path;

/** Writes the rows of one task into staging directories, a file for each partition at a time. */
final class HiveWriter implements AutoCloseable {
    private final HiveInsert insert;
    private final String jobName;
    private final Partitions partitions;
    private final List<RowData.FieldGetter> keys;

    /** Makes file names unique, whatever is retried, resumed or run at the same time. */
    private final String filePrefix = "part-" + UUID.randomUUID();

    private final Map<List<String>, RowWriter> open = new HashMap<>();
    private final List<WrittenFile> opened = new ArrayList<>();

    /** Says how partitions are stored. */
    @FunctionalInterface
    interface Partitions {
        /** The existing partition of these values, or the one to create. */
        MetastorePartition find(List<String> values) throws IOException;
    }

    HiveWriter(HiveInsert insert, String jobName, Partitions partitions) {
        this.insert = requireNonNull(insert, "insert");
        this.jobName = requireNonNull(jobName, "jobName");
        this.partitions = requireNonNull(partitions, "partitions");
        HiveTableSchema schema = insert.schema();
        this.keys =
                IntStream.range(schema.columnCount(), schema.rowType().getFieldCount())
                        .mapToObj(i -> RowData.createFieldGetter(schema.rowType().getTypeAt(i), i))
                        .toList();
    }

    void write(RowData row) throws IOException {
        List<String> values = partitionValues(row);
        RowWriter writer = open.get(values);
        if (writer == null) {
            if (insert.grouping() == HiveInsert.Grouping.GROUPED) {
                closeFiles();
            }
            writer = create(values);
            open.put(values, writer);
        }
        writer.write(row);
    }

    private List<String> partitionValues(RowData row) {
        return IntStream.range(0, keys.size())
                .mapToObj(
                        key ->
                                PartitionValues.format(
                                        keys.get(key).getFieldOrNull(row),
                                        insert.schema().keyType(key)))
                .toList();
    }

    private RowWriter create(List<String> values) throws IOException {
        MetastorePartition partition =
                values.isEmpty() ? insert.partition(values) : partitions.find(values);
        HiveFileFormat format = insert.schema().requireWritable(partition);
        FileLayout layout = insert.schema().layout(partition, List.of());
        String suffix = format.fileSuffix(layout, insert.configuration());
        Path file =
                new Path(
                        insert.stagingDirectory(partition.storage().location(), jobName),
                        filePrefix + "-" + opened.size() + suffix);
        opened.add(new WrittenFile(values, partition.storage(), file.toString()));
        return format.create(layout, file, insert.configuration());
    }

    /** Completes all files; rows that come later go into new ones. */
    List<WrittenFile> completeFiles() throws IOException {
        closeFiles();
        return List.copyOf(opened);
    }

    private void closeFiles() throws IOException {
        for (RowWriter writer : open.values()) {
            writer.close();
        }
        open.clear();
    }

    /** Gives up: files that are not complete stay so, and nobody will ask for them. */
    @Override
    public void close() {
        IOUtils.closeAllQuietly(open.values());
        open.clear();
    }
}
