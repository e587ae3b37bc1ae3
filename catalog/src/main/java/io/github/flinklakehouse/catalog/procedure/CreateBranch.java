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

/** Names a snapshot, the current one unless another is given, by a branch. */
public final class CreateBranch implements Procedure {
    private final ProcedureTables tables;

    CreateBranch(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "branch", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "snapshot_id",
                        type = @DataTypeHint("BIGINT"),
                        isOptional = true),
                @ArgumentHint(name = "retain_days", type = @DataTypeHint("INT"), isOptional = true)
            },
            output = @DataTypeHint("ROW<branch STRING, snapshot_id BIGINT>"))
    public Row[] call(
            ProcedureContext context,
            String name,
            String branch,
            Long snapshotId,
            Integer retainDays) {
        IcebergTarget target = tables.iceberg("create branch of table", name);
        NewReference reference = new NewReference(target, branch, retainDays);
        return reference.create(
                change ->
                        snapshotId == null
                                ? change.createBranch(branch)
                                : change.createBranch(
                                        branch, target.snapshot(snapshotId).snapshotId()));
    }
}
