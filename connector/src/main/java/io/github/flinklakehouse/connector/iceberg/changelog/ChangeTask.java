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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;

/** Rows of one file that a snapshot added or deleted. */
public final class ChangeTask implements FileScanTask {
    private static final long serialVersionUID = 1L;

    /** Which rows of the file, and what became of them. */
    enum Kind {
        /** All rows that are read were added. */
        INSERT,
        /** All rows that are read were deleted. */
        DELETE,
        /** Of the rows that are read, those were deleted that the new position deletes name. */
        DELETE_AT_POSITIONS,
        /** The file has the keys of rows that were deleted. */
        DELETE_BY_KEY
    }

    private final Kind kind;
    private final FileScanTask rows;
    private final DeleteFile[] positions;

    private ChangeTask(Kind kind, FileScanTask rows, List<DeleteFile> positions) {
        this.kind = requireNonNull(kind, "kind");
        this.rows = requireNonNull(rows, "rows");
        this.positions = positions.toArray(DeleteFile[]::new);
    }

    static ChangeTask of(Kind kind, FileScanTask rows) {
        return new ChangeTask(kind, rows, List.of());
    }

    /**
     * @param rows those that were there before
     * @param positions deletes, some of which are of this file
     */
    static ChangeTask atPositions(FileScanTask rows, List<DeleteFile> positions) {
        return new ChangeTask(Kind.DELETE_AT_POSITIONS, rows, positions);
    }

    Kind kind() {
        return kind;
    }

    /** The file to read, and the deletes to apply to it. */
    FileScanTask rows() {
        return rows;
    }

    List<DeleteFile> positions() {
        return List.of(positions);
    }

    /** All delete files that are read. */
    @Override
    public List<DeleteFile> deletes() {
        List<DeleteFile> all = new ArrayList<>(rows.deletes());
        all.addAll(positions());
        return all;
    }

    @Override
    public DataFile file() {
        return rows.file();
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public PartitionSpec spec() {
        return rows.spec();
    }

    @Override
    public long start() {
        return rows.start();
    }

    @Override
    public long length() {
        return rows.length();
    }

    @Override
    public Expression residual() {
        return rows.residual();
    }

    @Override
    public Iterable<FileScanTask> split(long size) {
        return List.of(this);
    }
}
