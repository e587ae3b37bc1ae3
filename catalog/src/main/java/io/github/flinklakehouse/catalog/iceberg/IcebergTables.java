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
package io.github.flinklakehouse.catalog.iceberg;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.catalog.FormatTables;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.iceberg.IcebergConnector;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreException.Reason;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataTableUtils;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Iceberg tables. They are read from the metadata file that the metastore record names, so that
 * loading one costs no further call; they are changed through Iceberg's catalog, which locks.
 */
public final class IcebergTables implements FormatTables {
    private final LakeConnection connection;
    private final Metastore metastore;
    private final Folders folders;
    private final IcebergStatistics columnStatistics = new IcebergStatistics();

    public IcebergTables(LakeConnection connection, Metastore metastore, Folders folders) {
        this.connection = requireNonNull(connection, "connection");
        this.metastore = requireNonNull(metastore, "metastore");
        this.folders = requireNonNull(folders, "folders");
    }

    @Override
    public CatalogBaseTable load(MetastoreTable record) {
        try {
            Table table = open(record);
            return new LakeTable(IcebergDefinition.of(table).catalogTable(table.schema()), record);
        } catch (NotFoundException e) {
            // Flink loads a table before it drops it: a broken one must load for that.
            return new LakeTable(
                    IcebergDefinition.brokenTable(record),
                    record.withParameter(
                            IcebergConnector.MISSING_METADATA, metadataLocation(record)));
        }
    }

    /** The snapshot that was current at that time. */
    @Override
    public LakeTable loadAsOf(MetastoreTable record, long timestamp) {
        Table table = table("read the past of table", record);
        Long snapshotId = SnapshotUtil.nullableSnapshotIdAsOfTime(table, timestamp);
        if (snapshotId == null) {
            throw Refusal.of(
                    "read the past of table",
                    record,
                    "has no snapshot from " + Instant.ofEpochMilli(timestamp) + " or before");
        }
        return snapshot(record, table, snapshotId);
    }

    /** Iceberg's metadata tables, and each snapshot as a table: {@code t$snapshot_123}. */
    @Override
    public Optional<CatalogBaseTable> loadMetadataTable(MetastoreTable record, String type) {
        if (type.startsWith(SNAPSHOT_PREFIX)) {
            return loadSnapshot(record, type.substring(SNAPSHOT_PREFIX.length()));
        }
        MetadataTableType tableType = MetadataTableType.from(type);
        if (tableType == null) {
            return Optional.empty();
        }
        Table table =
                MetadataTableUtils.createMetadataTableInstance(
                        table("read metadata of table", record), tableType);
        return Optional.of(
                new LakeTable(
                        IcebergDefinition.metadataTable(table.schema()),
                        record.withParameter(IcebergConnector.METADATA_TABLE, type)));
    }

    private Optional<CatalogBaseTable> loadSnapshot(MetastoreTable record, String id) {
        Table table = table("read the past of table", record);
        for (Snapshot snapshot : table.snapshots()) {
            if (String.valueOf(snapshot.snapshotId()).equals(id)) {
                return Optional.of(snapshot(record, table, snapshot.snapshotId()));
            }
        }
        return Optional.empty();
    }

    /** One snapshot, which cannot be written to. */
    private static LakeTable snapshot(MetastoreTable record, Table table, long id) {
        return new LakeTable(
                IcebergDefinition.of(table).snapshot(id),
                record.withParameter(LakehouseTableFactory.SNAPSHOT, String.valueOf(id)));
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        IcebergCreation.of(path, (ResolvedCatalogTable) table);
        return IcebergCreation.record(path);
    }

    @Override
    public void create(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        IcebergCreation creation = IcebergCreation.of(path, (ResolvedCatalogTable) table);
        try {
            creation.create(
                    connection.icebergCatalog().buildTable(identifier(path), creation.schema()));
        } catch (AlreadyExistsException e) {
            throw new MetastoreException(Reason.ALREADY_EXISTS, e.getMessage(), e);
        } catch (IllegalArgumentException
                | IllegalStateException
                | org.apache.iceberg.exceptions.ValidationException e) {
            throw new ValidationException(
                    "Cannot create table: " + path.getFullName() + " — " + e.getMessage(), e);
        }
    }

    @Override
    public void alter(MetastoreTable record, CatalogBaseTable newTable, List<TableChange> changes) {
        try {
            Table table = connection.icebergCatalog().loadTable(identifier(record));
            new IcebergAlteration(record, table)
                    .apply((ResolvedCatalogBaseTable<?>) newTable, changes);
        } catch (CommitFailedException e) {
            throw IcebergAlteration.refuseConcurrent(record);
        } catch (NotFoundException e) {
            throw broken("alter table", record);
        } catch (IllegalArgumentException
                | IllegalStateException
                | org.apache.iceberg.exceptions.ValidationException e) {
            throw new ValidationException(
                    "Cannot alter table: " + record.fullName() + " — " + e.getMessage(), e);
        }
    }

    @Override
    public void rename(MetastoreTable record, String newName) {
        metastore.renameTable(record.database(), record.name(), newName);
    }

    /** With data and metadata; of a table whose metadata file is lost, only the entry. */
    @Override
    public void drop(MetastoreTable record) {
        connection.icebergCatalog().dropTable(identifier(record), /* purge= */ true);
        String location = record.storage().location();
        if (!location.isEmpty()) {
            folders.deleteEmpty(location + "/data");
            folders.deleteEmpty(location + "/metadata");
            if (folders.isEmpty(location)) {
                folders.deleteEmpty(location);
            }
        }
    }

    @Override
    public boolean isPartitioned(MetastoreTable record) {
        return table("list partitions of table", record).spec().isPartitioned();
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable record) {
        return IcebergPartitions.list(table("list partitions of table", record));
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable record, CatalogPartitionSpec part) {
        return partitions(record).stream()
                .filter(
                        partition ->
                                partition
                                        .getPartitionSpec()
                                        .entrySet()
                                        .containsAll(part.getPartitionSpec().entrySet()))
                .toList();
    }

    @Override
    public List<CatalogPartitionSpec> partitionsToAnalyze(
            MetastoreTable record, Map<String, String> named) {
        throw refuseStatistics(record);
    }

    @Override
    public boolean partitionExists(MetastoreTable record, CatalogPartitionSpec partition) {
        return partitions(record).contains(partition);
    }

    @Override
    public CatalogPartition partition(MetastoreTable record, CatalogPartitionSpec partition) {
        return new CatalogPartitionImpl(Map.of(), "");
    }

    @Override
    public void createPartition(
            MetastoreTable record, CatalogPartitionSpec partition, CatalogPartition properties) {
        throw Refusal.of(
                        "add partition to table",
                        record,
                        "is an Iceberg table, which has the partitions that its rows have")
                .instead("insert rows");
    }

    /** A delete of whole files: no data is read or written. */
    @Override
    public void dropPartition(MetastoreTable record, CatalogPartitionSpec partition) {
        Table table = connection.icebergCatalog().loadTable(identifier(record));
        try {
            table.newDelete()
                    .deleteFromRowFilter(
                            new IcebergPartitionFilter(table).of(partition.getPartitionSpec()))
                    .commit();
        } catch (IllegalArgumentException e) {
            throw Refusal.of(
                    "drop partition of table", record, "is an Iceberg table: " + e.getMessage());
        } catch (org.apache.iceberg.exceptions.ValidationException e) {
            throw Refusal.of(
                            "drop partition of table",
                            record,
                            "has files with rows of this and of other partitions, written before its partition spec was changed")
                    .instead("use DELETE FROM");
        }
    }

    @Override
    public void alterPartition(
            MetastoreTable record, CatalogPartitionSpec partition, CatalogPartition properties) {
        throw Refusal.of(
                "alter partition of table",
                record,
                "is an Iceberg table, whose partitions have no properties");
    }

    @Override
    public CatalogTableStatistics statistics(MetastoreTable record) {
        try {
            return IcebergStatistics.table(open(record));
        } catch (NotFoundException e) {
            return CatalogTableStatistics.UNKNOWN;
        }
    }

    @Override
    public CatalogTableStatistics statistics(
            MetastoreTable record, CatalogPartitionSpec partition) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogColumnStatistics columnStatistics(MetastoreTable record) {
        return columnStatistics.columns(metadataLocation(record), () -> open(record));
    }

    @Override
    public void alterStatistics(MetastoreTable record, CatalogTableStatistics statistics) {
        throw refuseStatistics(record);
    }

    @Override
    public void alterStatistics(
            MetastoreTable record,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics) {
        throw refuseStatistics(record);
    }

    private static Refusal refuseStatistics(MetastoreTable record) {
        return Refusal.of(
                "store statistics of table",
                record,
                "is an Iceberg table, whose statistics come with each snapshot");
    }

    /**
     * The table, read from its metadata file.
     *
     * @throws NotFoundException when the file is not there
     */
    private Table open(MetastoreTable record) {
        String location = metadataLocation(record);
        if (location.isEmpty()) {
            throw new NotFoundException("%s has no metadata_location", record.fullName());
        }
        var operations = connection.icebergCatalog().newTableOps(identifier(record));
        TableMetadata metadata = TableMetadataParser.read(operations.io(), location);
        return new BaseTable(
                new StaticTableOperations(metadata, operations.io()), record.fullName());
    }

    private Table table(String what, MetastoreTable record) {
        try {
            return open(record);
        } catch (NotFoundException e) {
            throw broken(what, record);
        }
    }

    private static Refusal broken(String what, MetastoreTable record) {
        return Refusal.of(what, record, IcebergConnector.missingMetadata(metadataLocation(record)))
                .instead(IcebergConnector.MISSING_METADATA_ADVICE);
    }

    private static String metadataLocation(MetastoreTable record) {
        return record.parameters().getOrDefault("metadata_location", "");
    }

    private static TableIdentifier identifier(MetastoreTable record) {
        return TableIdentifier.of(record.database(), record.name());
    }

    private static TableIdentifier identifier(ObjectPath path) {
        return TableIdentifier.of(path.getDatabaseName(), path.getObjectName());
    }
}
