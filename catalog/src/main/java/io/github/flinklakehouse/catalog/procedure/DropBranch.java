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
import org.apache.iceberg.SnapshotRef;

/** Removes a branch, not its snapshots, which expire like others. */
public final class DropBranch implements Procedure {
    private final ProcedureTables tables;

    DropBranch(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "branch", type = @DataTypeHint("STRING NOT NULL"))
            },
            output = @DataTypeHint("ROW<branch STRING, snapshot_id BIGINT>"))
    public Row[] call(ProcedureContext context, String name, String branch) {
        IcebergTarget target = tables.iceberg("drop branch of table", name);
        long id = target.branch(branch).snapshotId();
        if (branch.equals(SnapshotRef.MAIN_BRANCH)) {
            throw target.refuse("has its rows in the branch 'main'").instead("drop another branch");
        }
        target.commit(() -> target.table().manageSnapshots().removeBranch(branch).commit());
        return new Row[] {Row.of(branch, id)};
    }
}
