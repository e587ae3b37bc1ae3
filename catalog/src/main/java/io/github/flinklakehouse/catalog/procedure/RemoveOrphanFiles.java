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
package io.github.flinklakehouse.catalog.procedure;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.NestedTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/**
 * Deletes files in the table's folder that no snapshot and no metadata names. What is younger than
 * a job may need to commit is no orphan: by default, files of the last three days.
 */
public final class RemoveOrphanFiles implements Procedure {
    private static final Duration DEFAULT_AGE = Duration.ofDays(3);
    private static final Duration SAFE_AGE = Duration.ofDays(1);

    private final ProcedureTables tables;
    private final NestedTables nestedTables;

    RemoveOrphanFiles(ProcedureTables tables, NestedTables nestedTables) {
        this.tables = requireNonNull(tables, "tables");
        this.nestedTables = requireNonNull(nestedTables, "nestedTables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "older_than",
                        type = @DataTypeHint("TIMESTAMP_LTZ(3)"),
                        isOptional = true),
                @ArgumentHint(name = "dry_run", type = @DataTypeHint("BOOLEAN"), isOptional = true),
                @ArgumentHint(
                        name = "allow_recent",
                        type = @DataTypeHint("BOOLEAN"),
                        isOptional = true)
            },
            output = @DataTypeHint("ROW<orphan_file_location STRING>"))
    public Row[] call(
            ProcedureContext context,
            String name,
            Instant olderThan,
            Boolean dryRun,
            Boolean allowRecent) {
        IcebergTarget target = tables.iceberg("remove orphan files of table", name);
        Instant now = Instant.now();
        Instant limit = olderThan == null ? now.minus(DEFAULT_AGE) : olderThan;
        boolean deletes = !Boolean.TRUE.equals(dryRun);
        if (deletes && !Boolean.TRUE.equals(allowRecent) && limit.isAfter(now.minus(SAFE_AGE))) {
            throw target.refuse(
                            "may have files of the last 24 hours that a running job has yet to commit")
                    .instead(
                            "set older_than to an earlier time, or allow_recent to TRUE if no job writes to it");
        }
        target.requireOwnFiles();
        nestedTables
                .inside(target.record())
                .ifPresent(
                        other -> {
                            throw target.refuse(
                                            "has the table "
                                                    + other
                                                    + " in its folder, whose files would go too")
                                    .instead("move that one first");
                        });
        OrphanFiles files = new OrphanFiles(target);
        List<String> orphans = files.olderThan(limit);
        List<String> reported = deletes ? files.delete(orphans) : orphans;
        return reported.stream().sorted().map(Row::of).toArray(Row[]::new);
    }
}
