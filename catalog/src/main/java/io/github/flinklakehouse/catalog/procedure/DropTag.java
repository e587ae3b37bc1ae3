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

/** Removes a tag, not its snapshot, which expires like others. */
public final class DropTag implements Procedure {
    private final ProcedureTables tables;

    DropTag(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "tag", type = @DataTypeHint("STRING NOT NULL"))
            },
            output = @DataTypeHint("ROW<tag STRING, snapshot_id BIGINT>"))
    public Row[] call(ProcedureContext context, String name, String tag) {
        IcebergTarget target = tables.iceberg("drop tag of table", name);
        long id = target.tag(tag).snapshotId();
        target.commit(() -> target.table().manageSnapshots().removeTag(tag).commit());
        return new Row[] {Row.of(tag, id)};
    }
}
