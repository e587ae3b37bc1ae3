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
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.fs.Path;

/** Writes the rows of one task into staging directories, a file for each partition at a time. */
final class HiveWriter implements AutoCloseable {

    /** Each open file takes memory; with more partitions than this, files become smaller. */
    static final int MAX_OPEN_FILES = 100;

    private final HiveInsert insert;
    private final String jobName;
    private final Partitions partitions;
    private final List<RowData.FieldGetter> keys;

    /** Makes file names unique, whatever is retried, resumed or run at the same time. */
    private final String filePrefix = "part-" + UUID.randomUUID();

    /** The one that has not got rows for longest comes first. */
    private final Map<List<String>, OpenFile> open =
            new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    private final List<WrittenFile> complete = new ArrayList<>();
    private long opened;

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

    /** How the names of all its files begin. */
    String filePrefix() {
        return filePrefix;
    }

    void write(RowData row) throws IOException {
        List<String> values = partitionValues(row);
        OpenFile file = open.get(values);
        if (file == null) {
            makeRoom();
            file = create(values);
            open.put(values, file);
        }
        file.write(row);
        if (file.hasBytes(insert.options().rolling().fileBytes())) {
            open.remove(values);
            complete(file);
        }
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

    private void makeRoom() throws IOException {
        int others = insert.grouping() == HiveInsert.Grouping.GROUPED ? 0 : MAX_OPEN_FILES - 1;
        Iterator<OpenFile> files = open.values().iterator();
        while (open.size() > others) {
            OpenFile oldest = files.next();
            files.remove();
            complete(oldest);
        }
    }

    private OpenFile create(List<String> values) throws IOException {
        MetastorePartition partition =
                values.isEmpty() ? insert.partition(values) : partitions.find(values);
        HiveFileFormat format = insert.schema().requireWritable(partition);
        FileLayout layout = insert.schema().layout(partition, List.of());
        requireStorable(partition, format, layout);
        String suffix = format.fileSuffix(layout, insert.configuration());
        Path path =
                new Path(
                        insert.stagingDirectory(partition.storage().location(), jobName),
                        filePrefix + "-" + opened++ + suffix);
        return new OpenFile(
                partition,
                path,
                format.create(layout, path, insert.configuration()),
                System.currentTimeMillis());
    }

    /**
     * The table has been checked when the job was planned, but a partition can have its own format.
     */
    private void requireStorable(
            MetastorePartition partition, HiveFileFormat format, FileLayout layout)
            throws IOException {
        Optional<String> obstacle = format.unwritable(layout, insert.configuration());
        if (obstacle.isPresent()) {
            throw new IOException(
                    "Cannot write %s %s"
                            .formatted(insert.schema().describe(partition), obstacle.get()));
        }
    }

    private void complete(OpenFile file) throws IOException {
        complete.add(file.complete(insert.configuration()));
    }

    /** Completes all files; rows that come later go into new ones. */
    List<WrittenFile> completeFiles() throws IOException {
        completeFiles(file -> true);
        return List.copyOf(complete);
    }

    /** Completes all files, and forgets them. */
    List<WrittenFile> takeFiles() throws IOException {
        List<WrittenFile> files = completeFiles();
        complete.clear();
        return files;
    }

    /**
     * Completes the files that are old, or have not got rows for long.
     *
     * @param now in milliseconds
     */
    void completeOldFiles(long now) throws IOException {
        RollingPolicy rolling = insert.options().rolling();
        completeFiles(
                file ->
                        file.openedAt() < now - rolling.rolloverInterval().toMillis()
                                || file.isInactive(now, rolling.inactivityInterval()));
    }

    private void completeFiles(Predicate<OpenFile> which) throws IOException {
        Iterator<OpenFile> files = open.values().iterator();
        while (files.hasNext()) {
            OpenFile file = files.next();
            if (which.test(file)) {
                files.remove();
                complete(file);
            }
        }
    }

    /** Gives up: what is not complete is deleted. */
    @Override
    public void close() {
        open.values().forEach(file -> file.discard(insert.configuration()));
        open.clear();
    }
}
