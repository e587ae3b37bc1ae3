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
package io.github.flinklakehouse.catalog.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.catalog.FormatTables;
import io.github.flinklakehouse.catalog.PartitionFilter;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.hive.PartitionPath;
import io.github.flinklakehouse.connector.hive.PlannedPartitions;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.NestedTables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Hive tables: all there is to know of them is in the metastore. */
public final class HiveTables implements FormatTables {
    private final Metastore metastore;
    private final Folders folders;
    private final PlannedPartitions planned;
    private final HiveColumnStatistics columnStatistics;

    /**
     * @param planned what this and the connector have asked for the same plan
     */
    public HiveTables(Metastore metastore, Folders folders, PlannedPartitions planned) {
        this.planned = requireNonNull(planned, "planned");
        this.metastore = requireNonNull(metastore, "metastore");
        this.folders = requireNonNull(folders, "folders");
        this.columnStatistics = new HiveColumnStatistics(metastore);
    }

    @Override
    public CatalogBaseTable load(MetastoreTable table) {
        return new LakeTable(HiveDefinition.catalogTable(table), table);
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        return HiveCreation.record(path, (ResolvedCatalogTable) table);
    }

    @Override
    public void create(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        MetastoreTable record = describe(path, table);
        if (record.kind() == MetastoreTable.Kind.MANAGED) {
            requireEmptyFolder(record);
        }
        metastore.createTable(record);
    }

    @Override
    public void alter(MetastoreTable table, CatalogBaseTable newTable, List<TableChange> changes) {
        metastore.alterTable(
                new HiveAlteration(table).apply((ResolvedCatalogBaseTable<?>) newTable, changes));
    }

    @Override
    public void rename(MetastoreTable table, String newName) {
        metastore.renameTable(table.database(), table.name(), newName);
    }

    /** Else files of somebody else would be its rows, and would go when it is dropped. */
    private void requireEmptyFolder(MetastoreTable table) {
        String location =
                metastore.database(table.database()).orElseThrow().location() + "/" + table.name();
        if (!folders.isEmpty(location)) {
            throw Refusal.of(
                            "create table",
                            table,
                            "would be in the folder " + location + ", which is not empty")
                    .instead("empty it, or use 'location', which makes an external table");
        }
    }

    /** The metastore deletes the whole folder of a managed table, with whatever is inside. */
    @Override
    public void checkDroppable(MetastoreTable table) {
        String location = table.storage().location();
        if (table.kind() != MetastoreTable.Kind.MANAGED
                || folders.subfolders(location).stream().allMatch(HiveTables::isOwn)) {
            return;
        }
        new NestedTables(metastore)
                .inside(table)
                .ifPresent(
                        other -> {
                            throw Refusal.of(
                                            "drop table",
                                            table,
                                            "has the table "
                                                    + other
                                                    + " in its folder, whose files would go too")
                                    .instead("drop or move that one first");
                        });
    }

    /** Partitions, and what is hidden because it is being written. */
    private static boolean isOwn(String folder) {
        return folder.contains("=") || folder.startsWith(".") || folder.startsWith("_");
    }

    /** The metastore deletes the files of managed tables, and only those. */
    @Override
    public void drop(MetastoreTable table) {
        metastore.dropTable(table.database(), table.name(), Metastore.Data.DELETE);
    }

    @Override
    public boolean isPartitioned(MetastoreTable table) {
        return !table.partitionKeys().isEmpty();
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table) {
        List<String> names = metastore.partitionNames(table.database(), table.name());
        planned.begin(table);
        planned.listed(table, names);
        return names.stream().map(name -> HivePartitionSpecs.of(table, name)).toList();
    }

    /**
     * The metastore is asked for those that may match, since how its database compares strings
     * depends on what database it is. When it refuses, as it does when they are more than it wants
     * to send at once, all names are listed.
     */
    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table, PartitionFilter filter) {
        List<MetastorePartition> found;
        try {
            found =
                    metastore.partitionsByFilter(
                            table.database(), table.name(), filter.metastoreFilter());
        } catch (MetastoreException e) {
            return FormatTables.super.partitions(table, filter);
        }
        planned.begin(table);
        planned.loaded(table, found);
        return found.stream()
                .map(partition -> HivePartitionSpecs.of(table, partition.values()))
                .filter(partition -> filter.test(partition.getPartitionSpec()))
                .toList();
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table, CatalogPartitionSpec part) {
        return metastore
                .partitionNames(
                        table.database(), table.name(), HivePartitionSpecs.pattern(table, part))
                .stream()
                .map(name -> HivePartitionSpecs.of(table, name))
                .toList();
    }

    @Override
    public List<CatalogPartitionSpec> partitionsToAnalyze(
            MetastoreTable table, Map<String, String> named) {
        HivePartitionTypes types = HivePartitionTypes.of(table);
        return partitions(table).stream()
                .filter(partition -> types.hasValues(partition, named))
                .<CatalogPartitionSpec>map(types::toAnalyze)
                .toList();
    }

    @Override
    public boolean partitionExists(MetastoreTable table, CatalogPartitionSpec partition) {
        return metastore
                .partition(
                        table.database(), table.name(), HivePartitionSpecs.values(table, partition))
                .isPresent();
    }

    @Override
    public CatalogPartition partition(MetastoreTable table, CatalogPartitionSpec partition) {
        MetastorePartition found = find(table, partition);
        Map<String, String> properties = new HashMap<>(found.parameters());
        properties.remove(HiveDefinition.COMMENT);
        properties.put(HiveCreation.LOCATION, found.storage().location());
        return new CatalogPartitionImpl(
                properties, found.parameters().getOrDefault(HiveDefinition.COMMENT, ""));
    }

    @Override
    public void createPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties) {
        metastore.addPartitions(
                table.database(),
                table.name(),
                List.of(
                        HivePartitionSpecs.partition(
                                table,
                                HivePartitionTypes.of(table).canonical(partition),
                                properties)));
    }

    @Override
    public void dropPartition(MetastoreTable table, CatalogPartitionSpec partition) {
        metastore.dropPartition(
                table.database(),
                table.name(),
                HivePartitionSpecs.values(table, partition),
                table.kind() == MetastoreTable.Kind.MANAGED
                        ? Metastore.Data.DELETE
                        : Metastore.Data.KEEP);
    }

    @Override
    public void alterPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties) {
        MetastorePartition found = find(table, partition);
        Map<String, String> parameters = HivePartitionSpecs.parameters(properties);
        String location = parameters.remove(HiveCreation.LOCATION);
        alter(
                table,
                new MetastorePartition(
                        found.values(),
                        found.columns(),
                        location == null ? found.storage() : found.storage().at(location),
                        parameters));
    }

    /** Of a partitioned table the partitions are counted, not the table. */
    @Override
    public CatalogTableStatistics statistics(MetastoreTable table) {
        return isPartitioned(table)
                ? CatalogTableStatistics.UNKNOWN
                : HiveStatistics.read(table.parameters());
    }

    @Override
    public CatalogTableStatistics statistics(MetastoreTable table, CatalogPartitionSpec partition) {
        return metastore
                .partition(
                        table.database(), table.name(), HivePartitionSpecs.values(table, partition))
                .map(found -> HiveStatistics.read(found.parameters()))
                .orElse(CatalogTableStatistics.UNKNOWN);
    }

    /** One call for a thousand partitions, which the planner asks for when it has pruned them. */
    @Override
    public List<CatalogTableStatistics> statistics(
            MetastoreTable table, List<CatalogPartitionSpec> partitions) {
        List<List<String>> values = values(table, partitions);
        Map<List<String>, MetastorePartition> byValues = byValues(table, values);
        return values.stream()
                .map(byValues::get)
                .map(
                        found ->
                                found == null
                                        ? CatalogTableStatistics.UNKNOWN
                                        : HiveStatistics.read(found.parameters()))
                .toList();
    }

    private Map<List<String>, MetastorePartition> byValues(
            MetastoreTable table, List<List<String>> values) {
        Map<List<String>, MetastorePartition> byValues = new HashMap<>();
        planned.partitions(table, values)
                .orElseGet(() -> loadPartitions(table, values))
                .forEach(found -> byValues.put(found.values(), found));
        return byValues;
    }

    /** Of a partitioned table those of the partitions count, not of the table. */
    @Override
    public CatalogColumnStatistics columnStatistics(MetastoreTable table) {
        return isPartitioned(table)
                ? CatalogColumnStatistics.UNKNOWN
                : columnStatistics.read(table);
    }

    @Override
    public List<CatalogColumnStatistics> columnStatistics(
            MetastoreTable table, List<CatalogPartitionSpec> partitions) {
        List<List<String>> values = values(table, partitions);
        Map<List<String>, MetastorePartition> byValues = byValues(table, values);
        Map<List<String>, CatalogColumnStatistics> read = new HashMap<>();
        List<MetastorePartition> found = List.copyOf(byValues.values());
        List<CatalogColumnStatistics> statistics = columnStatistics.read(table, found);
        for (int i = 0; i < found.size(); i++) {
            read.put(found.get(i).values(), statistics.get(i));
        }
        return values.stream()
                .map(each -> read.getOrDefault(each, CatalogColumnStatistics.UNKNOWN))
                .toList();
    }

    @Override
    public void alterColumnStatistics(
            MetastoreTable table,
            Optional<CatalogPartitionSpec> partition,
            CatalogColumnStatistics statistics) {
        columnStatistics.write(table, partition.map(each -> find(table, each)), statistics);
        planned.begin(table);
    }

    private static List<List<String>> values(
            MetastoreTable table, List<CatalogPartitionSpec> partitions) {
        return partitions.stream()
                .map(partition -> HivePartitionSpecs.values(table, partition))
                .toList();
    }

    private List<MetastorePartition> loadPartitions(
            MetastoreTable table, List<List<String>> values) {
        List<String> names =
                values.stream()
                        .map(each -> PartitionPath.name(table.partitionKeyNames(), each))
                        .toList();
        List<MetastorePartition> loaded =
                metastore.partitionsByNames(table.database(), table.name(), names);
        planned.loaded(table, loaded);
        return loaded;
    }

    @Override
    public void alterStatistics(MetastoreTable table, CatalogTableStatistics statistics) {
        metastore.alterTable(
                table.withParameters(HiveStatistics.write(table.parameters(), statistics)));
    }

    @Override
    public void alterStatistics(
            MetastoreTable table,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics) {
        MetastorePartition found = find(table, partition);
        alter(
                table,
                new MetastorePartition(
                        found.values(),
                        found.columns(),
                        found.storage(),
                        HiveStatistics.write(found.parameters(), statistics)));
    }

    private MetastorePartition find(MetastoreTable table, CatalogPartitionSpec partition) {
        return metastore
                .partition(
                        table.database(), table.name(), HivePartitionSpecs.values(table, partition))
                .orElseThrow();
    }

    private void alter(MetastoreTable table, MetastorePartition partition) {
        metastore.alterPartitions(table.database(), table.name(), List.of(partition));
        planned.begin(table);
    }
}
