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

import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.metastore.Metastore;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Makes the metastore know an Iceberg table that exists as files. */
public final class RegisterTable implements Procedure {
    private static final String WHAT = "register table";

    private final LakeConnection connection;
    private final Metastore metastore;

    RegisterTable(LakeConnection connection, Metastore metastore) {
        this.connection = requireNonNull(connection, "connection");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "metadata_file", type = @DataTypeHint("STRING NOT NULL"))
            },
            output =
                    @DataTypeHint(
                            "ROW<current_snapshot_id BIGINT, total_records_count BIGINT, total_data_files_count BIGINT>"))
    public Row[] call(ProcedureContext context, String name, String metadataFile) {
        Snapshot current =
                register(ProcedureTables.path(WHAT, name), metadataFile).currentSnapshot();
        return new Row[] {
            current == null
                    ? Row.of(null, 0L, 0L)
                    : Row.of(
                            current.snapshotId(),
                            total(current, SnapshotSummary.TOTAL_RECORDS_PROP),
                            total(current, SnapshotSummary.TOTAL_DATA_FILES_PROP))
        };
    }

    private Table register(ObjectPath path, String metadataFile) {
        if (metastore.database(path.getDatabaseName()).isEmpty()) {
            throw Refusal.of(WHAT, path.getFullName(), "would be in a database that does not exist")
                    .instead("create the database");
        }
        try {
            return connection
                    .icebergCatalog()
                    .registerTable(
                            TableIdentifier.of(path.getDatabaseName(), path.getObjectName()),
                            metadataFile);
        } catch (AlreadyExistsException e) {
            throw Refusal.of(WHAT, path.getFullName(), "exists already")
                    .instead("take another name");
        } catch (NotFoundException e) {
            throw Refusal.of(WHAT, path.getFullName(), "has no metadata file " + metadataFile);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    WHAT,
                    path.getFullName(),
                    "cannot be read from " + metadataFile + ": " + e.getMessage());
        }
    }

    private static Long total(Snapshot snapshot, String property) {
        String total = snapshot.summary().get(property);
        return total == null ? null : Long.valueOf(total);
    }
}
