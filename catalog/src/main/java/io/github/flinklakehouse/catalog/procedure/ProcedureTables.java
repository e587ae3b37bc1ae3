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
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.iceberg.IcebergConnector;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Locale;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * The tables that procedures are given by name. What is done with them goes on behind "Cannot" when
 * it is refused.
 */
final class ProcedureTables {
    /** The parameter of an Iceberg table that names its metadata file. */
    static final String METADATA_LOCATION = "metadata_location";

    private final LakeConnection connection;
    private final Metastore metastore;

    ProcedureTables(LakeConnection connection, Metastore metastore) {
        this.connection = requireNonNull(connection, "connection");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** The path that {@code 'db.table'} means. */
    static ObjectPath path(String what, String name) {
        String[] parts = name.toLowerCase(Locale.ROOT).split("\\.", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            throw Refusal.of(what, "'" + name + "'", "is not the name of a table and its database")
                    .instead("write 'database.table'");
        }
        return new ObjectPath(parts[0].strip(), parts[1].strip());
    }

    /** The record of a table of any format. */
    MetastoreTable any(String what, String name) {
        ObjectPath path = path(what, name);
        return metastore
                .table(path.getDatabaseName(), path.getObjectName())
                .orElseThrow(() -> Refusal.of(what, path.getFullName(), "does not exist"));
    }

    /** The record of a Hive table. */
    MetastoreTable hive(String what, String name) {
        MetastoreTable record = any(what, name);
        if (TableFormat.of(record) != TableFormat.HIVE) {
            throw Refusal.of(what, record, "is " + kind(record) + ", not a Hive table");
        }
        return record;
    }

    /** The record of an Iceberg table, whether or not it can be loaded. */
    MetastoreTable icebergRecord(String what, String name) {
        MetastoreTable record = any(what, name);
        if (TableFormat.of(record) != TableFormat.ICEBERG) {
            throw Refusal.of(what, record, "is " + kind(record) + ", not an Iceberg table");
        }
        return record;
    }

    /** An Iceberg table, to be changed. */
    IcebergTarget iceberg(String what, String name) {
        MetastoreTable record = icebergRecord(what, name);
        try {
            return new IcebergTarget(
                    what,
                    record,
                    connection
                            .icebergCatalog()
                            .loadTable(TableIdentifier.of(record.database(), record.name())));
        } catch (NotFoundException e) {
            throw Refusal.of(
                            what,
                            record,
                            IcebergConnector.missingMetadata(
                                    record.parameter(METADATA_LOCATION).orElse("")))
                    .instead(IcebergConnector.MISSING_METADATA_ADVICE);
        }
    }

    /** What a table is, with an article. */
    static String kind(MetastoreTable record) {
        return switch (TableFormat.of(record)) {
            case ICEBERG -> "an Iceberg table";
            case HIVE -> "a Hive table";
            case GENERIC -> "a table of another Flink connector";
            case VIEW -> "a view";
            case FOREIGN -> TableFormat.foreignProvider(record).orElseThrow();
        };
    }
}
