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

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.WapUtil;

/** Applies the snapshot that was staged under a {@code wap.id} on top of the current one. */
public final class PublishChanges implements Procedure {
    private final ProcedureTables tables;

    PublishChanges(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "wap_id", type = @DataTypeHint("STRING NOT NULL"))
            },
            output = @DataTypeHint("ROW<source_snapshot_id BIGINT, current_snapshot_id BIGINT>"))
    public Row[] call(ProcedureContext context, String name, String wapId) {
        IcebergTarget target = tables.iceberg("publish changes of table", name);
        List<Snapshot> staged = new ArrayList<>();
        for (Snapshot snapshot : target.table().snapshots()) {
            if (wapId.equals(WapUtil.stagedWapId(snapshot))) {
                staged.add(snapshot);
            }
        }
        if (staged.size() != 1) {
            throw target.refuse(
                    "has "
                            + (staged.isEmpty() ? "no snapshot" : "more than one snapshot")
                            + " with the wap.id '"
                            + wapId
                            + "'");
        }
        return target.pick(staged.get(0));
    }
}
