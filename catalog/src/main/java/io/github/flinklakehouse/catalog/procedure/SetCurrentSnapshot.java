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

import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** Makes any snapshot, or that of a branch or tag, the current one. */
public final class SetCurrentSnapshot implements Procedure {
    private final ProcedureTables tables;

    SetCurrentSnapshot(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "snapshot_id",
                        type = @DataTypeHint("BIGINT"),
                        isOptional = true),
                @ArgumentHint(name = "ref", type = @DataTypeHint("STRING"), isOptional = true)
            },
            output = @DataTypeHint("ROW<previous_snapshot_id BIGINT, current_snapshot_id BIGINT>"))
    public Row[] call(ProcedureContext context, String name, Long snapshotId, String reference) {
        IcebergTarget target = tables.iceberg("set current snapshot of table", name);
        if ((snapshotId == null) == (reference == null)) {
            throw target.refuse("needs either a snapshot_id or a ref").instead("give one of them");
        }
        long id =
                target.snapshot(snapshotId != null ? snapshotId : id(target, reference))
                        .snapshotId();
        return target.move(() -> target.table().manageSnapshots().setCurrentSnapshot(id).commit());
    }

    private static long id(IcebergTarget target, String reference) {
        return target.reference(reference)
                .orElseThrow(() -> target.no("branch or tag", reference))
                .snapshotId();
    }
}
