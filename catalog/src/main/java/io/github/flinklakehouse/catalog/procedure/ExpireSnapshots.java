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

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.util.ThreadPools;

/**
 * Forgets old snapshots, and deletes the files that no other needs. Defaults are those of the
 * table's properties {@code history.expire.*}; branches and tags keep what they name.
 */
public final class ExpireSnapshots implements Procedure {
    private final ProcedureTables tables;

    ExpireSnapshots(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "older_than",
                        type = @DataTypeHint("TIMESTAMP_LTZ(3)"),
                        isOptional = true),
                @ArgumentHint(name = "retain_last", type = @DataTypeHint("INT"), isOptional = true)
            },
            output =
                    @DataTypeHint(
                            "ROW<expired_snapshots_count BIGINT, deleted_files_count BIGINT>"))
    public Row[] call(
            ProcedureContext context, String name, Instant olderThan, Integer retainLast) {
        IcebergTarget target = tables.iceberg("expire snapshots of table", name);
        if (retainLast != null && retainLast < 1) {
            throw target.refuse("would keep " + retainLast + " snapshots")
                    .instead("retain_last is at least 1");
        }
        target.requireOwnFiles();
        Set<Long> before = target.snapshotIds();
        LongAdder deleted = new LongAdder();
        org.apache.iceberg.ExpireSnapshots expiry =
                target.table()
                        .expireSnapshots()
                        .executeDeleteWith(ThreadPools.getDeleteWorkerPool())
                        .deleteWith(
                                path -> {
                                    target.table().io().deleteFile(path);
                                    deleted.increment();
                                });
        if (olderThan != null) {
            expiry.expireOlderThan(olderThan.toEpochMilli());
        }
        if (retainLast != null) {
            expiry.retainLast(retainLast);
        }
        target.commit(expiry::commit);
        target.table().refresh();
        before.removeAll(target.snapshotIds());
        return new Row[] {Row.of((long) before.size(), deleted.sum())};
    }
}
