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
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.encryption.EncryptingFileIO;
import org.apache.iceberg.io.CloseableIterable;

/**
 * The positions that are deleted already. A data file has one deletion vector at most, so a new one
 * must include what the old one, or older kinds of deletes, say.
 */
final class PreviousDeletes implements Function<CharSequence, PositionDeleteIndex> {
    private final Table table;
    private final RowChangePlan plan;
    private final Set<String> dataFiles;
    private Map<String, List<DeleteFile>> deletes;

    /**
     * @param dataFiles those that will be asked for; it may grow until the first is
     */
    PreviousDeletes(Table table, RowChangePlan plan, Set<String> dataFiles) {
        this.table = requireNonNull(table, "table");
        this.plan = requireNonNull(plan, "plan");
        this.dataFiles = requireNonNull(dataFiles, "dataFiles");
    }

    @Override
    public PositionDeleteIndex apply(CharSequence dataFile) {
        if (deletes == null) {
            deletes = plan();
        }
        List<DeleteFile> files = deletes.getOrDefault(dataFile.toString(), List.of());
        EncryptingFileIO io = EncryptingFileIO.combine(table.io(), table.encryption());
        return files.isEmpty()
                ? null
                : new BaseDeleteLoader(io::newInputFile).loadPositionDeletes(files, dataFile);
    }

    private Map<String, List<DeleteFile>> plan() {
        Map<String, List<DeleteFile>> planned = new HashMap<>();
        String branch = plan.branch().orElse(SnapshotRef.MAIN_BRANCH);
        Snapshot snapshot = table.snapshot(branch);
        if (snapshot.deleteManifests(table.io()).isEmpty()) {
            return planned;
        }
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan()
                        .useRef(branch)
                        .filter(plan.filter())
                        .ignoreResiduals()
                        .planFiles()) {
            for (FileScanTask task : tasks) {
                if (dataFiles.contains(task.file().location())) {
                    planned.put(task.file().location(), positionDeletes(task));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return planned;
    }

    private static List<DeleteFile> positionDeletes(FileScanTask task) {
        return task.deletes().stream()
                .filter(delete -> delete.content() == FileContent.POSITION_DELETES)
                .toList();
    }
}
