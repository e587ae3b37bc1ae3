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

import java.util.Set;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Merges small manifests of data files, so that planning opens fewer. Those of more than half the
 * target size stay, and so do those of delete files.
 */
public final class RewriteManifests implements Procedure {
    private final ProcedureTables tables;

    RewriteManifests(ProcedureTables tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {@ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL"))},
            output = @DataTypeHint("ROW<rewritten_manifests_count INT, added_manifests_count INT>"))
    public Row[] call(ProcedureContext context, String name) {
        IcebergTarget target = tables.iceberg("rewrite manifests of table", name);
        Table table = target.table();
        long small = targetSize(table) / 2;
        if (countSmallerThan(small, table) < 2) {
            return new Row[] {Row.of(0, 0)};
        }
        Set<Long> before = target.snapshotIds();
        target.commit(
                () ->
                        table.rewriteManifests()
                                .rewriteIf(manifest -> manifest.length() < small)
                                .clusterBy(file -> "together")
                                .commit());
        table.refresh();
        for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
            if (!before.contains(ancestor.snapshotId())
                    && ancestor.operation().equals(DataOperations.REPLACE)) {
                return new Row[] {
                    Row.of(
                            count(ancestor, SnapshotSummary.REPLACED_MANIFESTS_COUNT),
                            count(ancestor, SnapshotSummary.CREATED_MANIFESTS_COUNT))
                };
            }
        }
        throw target.refuse("was rolled back by somebody else at the same time");
    }

    private static long targetSize(Table table) {
        return PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.MANIFEST_TARGET_SIZE_BYTES,
                TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
    }

    private static long countSmallerThan(long size, Table table) {
        return table.currentSnapshot() == null
                ? 0
                : table.currentSnapshot().dataManifests(table.io()).stream()
                        .filter(manifest -> manifest.length() < size)
                        .count();
    }

    private static Integer count(Snapshot snapshot, String property) {
        return Integer.valueOf(snapshot.summary().getOrDefault(property, "0"));
    }
}
