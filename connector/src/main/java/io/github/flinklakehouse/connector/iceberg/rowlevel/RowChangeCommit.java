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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.table.api.TableException;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.IsolationLevel;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.WriteResult;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.iceberg.util.Tasks;

/**
 * The one commit of a DELETE or UPDATE. It is refused when another writer has changed, since the
 * rows were read, what the statement read.
 */
final class RowChangeCommit {
    /** Key in the summary of a snapshot: the statement that made it. */
    static final String STATEMENT = "lakehouse.statement-id";

    private final RowChangePlan plan;
    private final Table table;

    RowChangeCommit(RowChangePlan plan, Table table) {
        this.plan = requireNonNull(plan, "plan");
        this.table = requireNonNull(table, "table");
    }

    /** Commits the files once, also when it is called again after a failure. */
    void commit(WriteResult files) {
        if (isCommitted()) {
            return;
        }
        try {
            delta(files).commit();
        } catch (ValidationException | CommitFailedException | IllegalArgumentException e) {
            remove(files);
            throw new TableException(
                    "Cannot %s rows of table: %s was changed by another writer while the statement ran (%s) — run it again, or set '%s' = 'snapshot' if rows that were added meanwhile do not matter"
                            .formatted(
                                    plan.kind().verb(),
                                    plan.tableName(),
                                    e.getMessage(),
                                    plan.kind().isolationProperty()),
                    e);
        }
    }

    private boolean isCommitted() {
        Snapshot latest = table.snapshot(branch());
        if (latest == null) {
            return false;
        }
        for (Snapshot snapshot :
                SnapshotUtil.ancestorsBetween(
                        latest.snapshotId(), plan.snapshotId(), table::snapshot)) {
            if (plan.id().equals(snapshot.summary().get(STATEMENT))) {
                return true;
            }
        }
        return false;
    }

    private String branch() {
        return plan.branch().orElse(SnapshotRef.MAIN_BRANCH);
    }

    private RowDelta delta(WriteResult files) {
        RowDelta delta = table.newRowDelta();
        Stream.of(files.dataFiles()).forEach(delta::addRows);
        Stream.of(files.deleteFiles()).forEach(delta::addDeletes);
        Stream.of(files.rewrittenDeleteFiles()).forEach(delta::removeDeletes);
        delta.validateFromSnapshot(plan.snapshotId())
                .conflictDetectionFilter(plan.filter())
                .validateDataFilesExist(List.of(files.referencedDataFiles()))
                .set(STATEMENT, plan.id())
                .toBranch(branch());
        if (plan.kind() == RowChangePlan.Kind.UPDATE) {
            // A row that another writer deleted must not come back in its new form.
            delta.validateDeletedFiles().validateNoConflictingDeleteFiles();
        }
        if (plan.isolation() == IsolationLevel.SERIALIZABLE) {
            delta.validateNoConflictingDataFiles();
        }
        return delta;
    }

    private void remove(WriteResult files) {
        Set<String> paths = new LinkedHashSet<>();
        Stream.of(files.dataFiles(), files.deleteFiles())
                .flatMap(Stream::of)
                .map(ContentFile::location)
                .forEach(paths::add);
        Tasks.foreach(paths)
                .suppressFailureWhenFinished()
                .noRetry()
                .run(path -> table.io().deleteFile(path));
    }
}
