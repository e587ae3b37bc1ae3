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

import java.util.Optional;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.util.SnapshotUtil;

/** Moves a branch forward to where another one is. */
public final class FastForward implements Procedure {
    private final ProcedureTables tables;

    FastForward(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "branch", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "to", type = @DataTypeHint("STRING NOT NULL"))
            },
            output =
                    @DataTypeHint(
                            "ROW<branch_updated STRING, previous_ref BIGINT, updated_ref BIGINT>"))
    public Row[] call(ProcedureContext context, String name, String branch, String goal) {
        IcebergTarget target = tables.iceberg("fast forward table", name);
        long goalId = target.branch(goal).snapshotId();
        Optional<SnapshotRef> current = target.reference(branch);
        if (current.isPresent()) {
            long id = target.branch(branch).snapshotId();
            if (!SnapshotUtil.isAncestorOf(target.table(), goalId, id)) {
                throw target.refuse(
                                "has changes in the branch '"
                                        + branch
                                        + "' that '"
                                        + goal
                                        + "' does not have")
                        .instead("pick the snapshots of '" + goal + "' by sys.cherrypick_snapshot");
            }
        }
        target.commit(
                () -> target.table().manageSnapshots().fastForwardBranch(branch, goal).commit());
        target.table().refresh();
        return new Row[] {
            Row.of(
                    branch,
                    current.map(SnapshotRef::snapshotId).orElse(null),
                    target.branch(branch).snapshotId())
        };
    }
}
