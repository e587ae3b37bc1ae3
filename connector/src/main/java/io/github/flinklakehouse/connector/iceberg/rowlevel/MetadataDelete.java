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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.api.TableException;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.StrictMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** A DELETE of whole files, in which every row matches: a commit, without a job. */
final class MetadataDelete {
    private static final String NONE = "0";

    private final TableVersion version;
    private final Expression filter;
    private final boolean hasFiles;

    private MetadataDelete(TableVersion version, Expression filter, boolean hasFiles) {
        this.hasFiles = hasFiles;
        this.version = requireNonNull(version, "version");
        this.filter = requireNonNull(filter, "filter");
    }

    /**
     * The deletion of what matches the filter, or empty if a file has other rows too.
     *
     * @param filter exact
     */
    static Optional<MetadataDelete> plan(TableVersion version, Expression filter) {
        if (version.snapshot().isEmpty()) {
            return Optional.of(new MetadataDelete(version, filter, false));
        }
        Table table = version.pinned();
        TableScan scan =
                table.newScan().useRef(branch(version)).filter(filter).includeColumnStats();
        boolean hasFiles = false;
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            for (FileScanTask task : tasks) {
                hasFiles = true;
                if (filter == Expressions.alwaysTrue()) {
                    break;
                }
                if (!new StrictMetricsEvaluator(table.schema(), task.residual())
                        .eval(task.file())) {
                    return Optional.empty();
                }
            }
        } catch (ValidationException e) {
            // A literal that the column cannot have, such as a DECIMAL of another scale.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new MetadataDelete(version, filter, hasFiles));
    }

    private static String branch(TableVersion version) {
        return version.table().branch().orElse(SnapshotRef.MAIN_BRANCH);
    }

    /**
     * Deletes the files; those too that came meanwhile, if all of their rows match.
     *
     * @return the number of rows, unless deletes were pending, of which it is not known whether
     *     they hit
     */
    Optional<Long> execute() {
        if (!hasFiles) {
            return Optional.of(0L);
        }
        Table table = version.table().current().get();
        String id = UUID.randomUUID().toString();
        DeleteFiles delete =
                table.newDelete()
                        .deleteFromRowFilter(filter)
                        .set(RowChangeCommit.STATEMENT, id)
                        .toBranch(branch(version));
        try {
            delete.commit();
        } catch (ValidationException | CommitFailedException e) {
            throw new TableException(
                    "Cannot delete rows of table: %s was changed by another writer while the statement ran (%s) — run it again"
                            .formatted(version.table().name(), e.getMessage()),
                    e);
        }
        return rows(table, id);
    }

    private Optional<Long> rows(Table table, String id) {
        table.refresh();
        Snapshot latest = table.snapshot(branch(version));
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(latest.snapshotId(), table::snapshot)) {
            if (id.equals(snapshot.summary().get(RowChangeCommit.STATEMENT))) {
                Map<String, String> before =
                        snapshot.parentId() == null
                                ? Map.of()
                                : table.snapshot(snapshot.parentId()).summary();
                return NONE.equals(before.get(SnapshotSummary.TOTAL_DELETE_FILES_PROP))
                        ? Optional.of(
                                Long.parseLong(
                                        snapshot.summary()
                                                .getOrDefault(
                                                        SnapshotSummary.DELETED_RECORDS_PROP,
                                                        NONE)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
