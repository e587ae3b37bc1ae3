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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.GenericAppenderFactory;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;

/** Commits of other writers, through Iceberg's core. */
@SuppressWarnings("deprecation") // Iceberg names no other writer of generic rows
final class TableChanges {
    private final Table table;
    private final Random random;

    TableChanges(Table table, Random random) {
        this.table = requireNonNull(table, "table");
        this.random = requireNonNull(random, "random");
    }

    /** Deletes some rows of a file by position, some of which may be deleted already. */
    void deletePositions() throws IOException {
        List<FileScanTask> tasks = tasks();
        if (tasks.isEmpty()) {
            return;
        }
        FileScanTask task = tasks.get(random.nextInt(tasks.size()));
        long rows = task.file().recordCount();
        RowDelta delta =
                table.newRowDelta().validateFromSnapshot(table.currentSnapshot().snapshotId());
        if (TableUtil.formatVersion(table) > 2) {
            addVector(delta, task, rows);
        } else {
            addPositions(delta, task, rows);
        }
        delta.commit();
    }

    private void addVector(RowDelta delta, FileScanTask task, long rows) throws IOException {
        List<DeleteFile> previous =
                task.deletes().stream()
                        .filter(file -> file.content() == FileContent.POSITION_DELETES)
                        .toList();
        BaseDeleteLoader loader = new BaseDeleteLoader(table.io()::newInputFile);
        DVFileWriter writer =
                new BaseDVFileWriter(
                        names(FileFormat.PUFFIN),
                        path ->
                                previous.isEmpty()
                                        ? null
                                        : loader.loadPositionDeletes(previous, path));
        try (writer) {
            for (long position = 0; position < rows; position += 2) {
                writer.delete(
                        task.file().location(), position, task.spec(), task.file().partition());
            }
        }
        writer.result().deleteFiles().forEach(delta::addDeletes);
        writer.result().rewrittenDeleteFiles().forEach(delta::removeDeletes);
    }

    private void addPositions(RowDelta delta, FileScanTask task, long rows) throws IOException {
        PositionDeleteWriter<Record> writer =
                new GenericAppenderFactory(table.schema(), task.spec())
                        .newPosDeleteWriter(
                                names(FileFormat.PARQUET)
                                        .newOutputFile(task.spec(), task.file().partition()),
                                FileFormat.PARQUET,
                                task.file().partition());
        try (writer) {
            for (long position = 0; position < rows; position += 2) {
                writer.write(PositionDelete.<Record>create().set(task.file().location(), position));
            }
        }
        delta.addDeletes(writer.toDeleteFile());
    }

    /** Removes a file with all its rows. */
    void removeFile() throws IOException {
        List<FileScanTask> tasks = tasks();
        if (!tasks.isEmpty()) {
            table.newDelete().deleteFile(tasks.get(random.nextInt(tasks.size())).file()).commit();
        }
    }

    /**
     * Puts one file in the place of all.
     *
     * @param added to column {@code n}; a compaction if zero
     */
    void rewriteIfUnpartitioned(int added) throws IOException {
        List<FileScanTask> tasks = tasks();
        if (table.spec().isPartitioned() || tasks.isEmpty()) {
            return;
        }
        DataFile rewritten = write(added);
        if (added == 0) {
            var rewrite =
                    table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
            tasks.forEach(task -> rewrite.deleteFile(task.file()));
            rewrite.addFile(rewritten).commit();
        } else {
            var overwrite = table.newOverwrite();
            tasks.forEach(task -> overwrite.deleteFile(task.file()));
            overwrite.addFile(rewritten).commit();
        }
    }

    private DataFile write(int added) throws IOException {
        DataWriter<Record> writer =
                new GenericAppenderFactory(table.schema())
                        .newDataWriter(
                                names(FileFormat.PARQUET).newOutputFile(),
                                FileFormat.PARQUET,
                                null);
        try (writer;
                CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            for (Record row : rows) {
                Record copy = row.copy();
                copy.setField("n", (Integer) row.getField("n") + added);
                writer.write(copy);
            }
        }
        return writer.toDataFile();
    }

    private OutputFileFactory names(FileFormat format) {
        return OutputFileFactory.builderFor(table, random.nextInt(1000), random.nextLong())
                .format(format)
                .build();
    }

    private List<FileScanTask> tasks() {
        table.refresh();
        List<FileScanTask> tasks = new ArrayList<>();
        try (CloseableIterable<FileScanTask> planned = table.newScan().planFiles()) {
            planned.forEach(tasks::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tasks;
    }
}
