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
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** Makes the snapshot that was current before a time the current one again. */
public final class RollbackToTimestamp implements Procedure {
    private final ProcedureTables tables;

    RollbackToTimestamp(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "timestamp", type = @DataTypeHint("TIMESTAMP_LTZ(3) NOT NULL"))
            },
            output = @DataTypeHint("ROW<previous_snapshot_id BIGINT, current_snapshot_id BIGINT>"))
    public Row[] call(ProcedureContext context, String name, Instant time) {
        IcebergTarget target = tables.iceberg("roll back table", name);
        long millis = time.toEpochMilli();
        if (!hasSnapshotBefore(target.table(), millis)) {
            throw target.refuse("has no snapshot from before " + time);
        }
        return target.move(() -> target.table().manageSnapshots().rollbackToTime(millis).commit());
    }

    private static boolean hasSnapshotBefore(Table table, long millis) {
        for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
            if (ancestor.timestampMillis() < millis) {
                return true;
            }
        }
        return false;
    }
}
