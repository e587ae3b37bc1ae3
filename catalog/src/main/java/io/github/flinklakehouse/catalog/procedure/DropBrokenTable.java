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

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** Removes an Iceberg table whose metadata file is lost from the metastore; no file is deleted. */
public final class DropBrokenTable implements Procedure {
    private static final String WHAT = "drop broken table";

    private final ProcedureTables tables;
    private final Metastore metastore;
    private final Folders folders;

    DropBrokenTable(ProcedureTables tables, Metastore metastore, Folders folders) {
        this.tables = requireNonNull(tables, "tables");
        this.metastore = requireNonNull(metastore, "metastore");
        this.folders = requireNonNull(folders, "folders");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {@ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL"))},
            output = @DataTypeHint("ROW<dropped_table STRING, missing_metadata_file STRING>"))
    public Row[] call(ProcedureContext context, String name) {
        MetastoreTable record = tables.icebergRecord(WHAT, name);
        String metadata = record.parameter(ProcedureTables.METADATA_LOCATION).orElse("");
        if (!metadata.isEmpty() && folders.exists(metadata)) {
            throw Refusal.of(WHAT, record, "has its metadata file " + metadata)
                    .instead("use DROP TABLE");
        }
        metastore.dropTable(record.database(), record.name(), Metastore.Data.KEEP);
        return new Row[] {Row.of(record.fullName(), metadata)};
    }
}
