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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.SnapshotUtil;

/** The snapshots that led to the current one, or to another, the latest first. */
public final class AncestorsOf implements Procedure {
    private final ProcedureTables tables;

    AncestorsOf(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(
                        name = "snapshot_id",
                        type = @DataTypeHint("BIGINT"),
                        isOptional = true)
            },
            output = @DataTypeHint("ROW<snapshot_id BIGINT, `timestamp` TIMESTAMP_LTZ(3)>"))
    public Row[] call(ProcedureContext context, String name, Long snapshotId) {
        IcebergTarget target = tables.iceberg("list snapshots of table", name);
        Optional<Long> start =
                snapshotId == null
                        ? target.currentSnapshotId()
                        : Optional.of(target.snapshot(snapshotId).snapshotId());
        List<Row> rows = new ArrayList<>();
        if (start.isPresent()) {
            for (Snapshot ancestor :
                    SnapshotUtil.ancestorsOf(start.get(), target.table()::snapshot)) {
                rows.add(
                        Row.of(
                                ancestor.snapshotId(),
                                Instant.ofEpochMilli(ancestor.timestampMillis())));
            }
        }
        return rows.toArray(Row[]::new);
    }
}
