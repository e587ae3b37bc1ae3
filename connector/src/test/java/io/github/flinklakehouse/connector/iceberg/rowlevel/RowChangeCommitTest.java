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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.iceberg.rowlevel.RowChangePlan.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.table.api.TableException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.IsolationLevel;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.WriteResult;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other writers may do while a statement runs, and what they may not. */
class RowChangeCommitTest {
    private static final Schema SCHEMA =
            new Schema(Types.NestedField.required(1, "id", Types.IntegerType.get()));

    @TempDir private Path folder;

    private Table table;
    private DataFile read;
    private long snapshot;
    private Path written;
    private WriteResult files;

    @BeforeEach
    void createTableWithIdsBelow10() throws Exception {
        table =
                new HadoopTables(new Configuration())
                        .create(
                                SCHEMA,
                                PartitionSpec.unpartitioned(),
                                Map.of("format-version", "2"),
                                folder.resolve("table").toString());
        read = dataFile("read", 0, 9);
        table.newAppend().appendFile(read).commit();
        snapshot = table.currentSnapshot().snapshotId();
        written = Files.createFile(folder.resolve("written"));
        DeleteFile delete =
                FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
                        .ofPositionDeletes()
                        .withFormat(FileFormat.PARQUET)
                        .withPath(written.toString())
                        .withFileSizeInBytes(1)
                        .withRecordCount(1)
                        .withReferencedDataFile(read.location())
                        .build();
        files =
                WriteResult.builder()
                        .addDeleteFiles(delete)
                        .addReferencedDataFiles(read.location())
                        .build();
    }

    private DataFile dataFile(String name, int lowest, int highest) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withFormat(FileFormat.PARQUET)
                .withPath(folder.resolve(name).toString())
                .withFileSizeInBytes(1)
                .withMetrics(
                        new Metrics(
                                1L,
                                Map.of(1, 1L),
                                Map.of(1, 1L),
                                Map.of(1, 0L),
                                Map.of(),
                                Map.of(1, bound(lowest)),
                                Map.of(1, bound(highest))))
                .build();
    }

    private static ByteBuffer bound(int value) {
        return Conversions.toByteBuffer(Types.IntegerType.get(), value);
    }

    private RowChangeCommit commit(Kind kind, IsolationLevel isolation) {
        TableLoader loader = TableLoader.fromHadoopTable(table.location());
        return new RowChangeCommit(
                new RowChangePlan(
                        kind,
                        "db.t",
                        "statement",
                        loader,
                        loader,
                        null,
                        snapshot,
                        Expressions.lessThan("id", 5),
                        isolation),
                table);
    }

    @Test
    void commitsOnceWhenAskedAgain() {
        commit(Kind.DELETE, IsolationLevel.SERIALIZABLE).commit(files);
        table.newAppend().appendFile(dataFile("other", 0, 9)).commit();
        commit(Kind.DELETE, IsolationLevel.SERIALIZABLE).commit(files);
        assertThat(table.snapshots()).hasSize(3);
        assertThat(table.currentSnapshot().summary()).containsEntry("total-position-deletes", "1");
    }

    @Test
    void passesRowsThatTheStatementWouldNotHaveRead() {
        table.newAppend().appendFile(dataFile("other", 5, 9)).commit();
        commit(Kind.UPDATE, IsolationLevel.SERIALIZABLE).commit(files);
        assertThat(table.currentSnapshot().deleteManifests(table.io())).hasSize(1);
    }

    @Test
    void refusesRowsThatTheStatementWouldHaveReadAndLeavesNoFile() {
        table.newAppend().appendFile(dataFile("other", 4, 9)).commit();
        assertThatThrownBy(() -> commit(Kind.DELETE, IsolationLevel.SERIALIZABLE).commit(files))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith(
                        "Cannot delete rows of table: db.t was changed by another writer while the statement ran (Found conflicting files")
                .hasMessageEndingWith(
                        " — run it again, or set 'write.delete.isolation-level' = 'snapshot' if rows that were added meanwhile do not matter");
        assertThat(table.snapshots()).hasSize(2);
        assertThat(written).doesNotExist();
    }

    @Test
    void passesAllNewRowsInIsolationOfSnapshots() {
        table.newAppend().appendFile(dataFile("other", 4, 9)).commit();
        commit(Kind.DELETE, IsolationLevel.SNAPSHOT).commit(files);
        assertThat(table.snapshots()).hasSize(3);
    }

    @Test
    void refusesWhenTheRowsWereMovedToOtherFiles() {
        table.newRewrite().deleteFile(read).addFile(dataFile("compacted", 0, 9)).commit();
        assertThatThrownBy(() -> commit(Kind.DELETE, IsolationLevel.SNAPSHOT).commit(files))
                .hasMessageContaining("was changed by another writer");
        assertThat(written).doesNotExist();
    }

    @Test
    void doesNotBringBackARowThatWasDeletedMeanwhile() {
        DeleteFile other =
                FileMetadata.deleteFileBuilder(PartitionSpec.unpartitioned())
                        .ofPositionDeletes()
                        .withFormat(FileFormat.PARQUET)
                        .withPath(folder.resolve("other").toString())
                        .withFileSizeInBytes(1)
                        .withRecordCount(1)
                        .withReferencedDataFile(read.location())
                        .build();
        table.newRowDelta().addDeletes(other).commit();
        assertThatThrownBy(() -> commit(Kind.UPDATE, IsolationLevel.SNAPSHOT).commit(files))
                .hasMessageStartingWith(
                        "Cannot update rows of table: db.t was changed by another writer");
        assertThatCode(() -> commit(Kind.DELETE, IsolationLevel.SNAPSHOT).commit(files))
                .doesNotThrowAnyException();
    }
}
