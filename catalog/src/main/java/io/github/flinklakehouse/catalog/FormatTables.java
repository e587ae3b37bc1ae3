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
package io.github.flinklakehouse.catalog;

import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/**
 * What the catalog can do with tables of one format. The record that is passed in was read by the
 * caller in this very statement. What a format cannot do, it refuses with a {@link
 * org.apache.flink.table.api.ValidationException} of one sentence.
 */
public interface FormatTables {

    /** The table as the planner sees it. */
    CatalogBaseTable load(MetastoreTable table);

    /** How {@link #loadMetadataTable} calls a snapshot, before its id. */
    String SNAPSHOT_PREFIX = "snapshot_";

    /**
     * The snapshot that the table was at this time, in milliseconds since the epoch; its record has
     * {@link LakehouseTableFactory#SNAPSHOT}.
     */
    default LakeTable loadAsOf(MetastoreTable table, long timestamp) {
        throw Refusal.of(
                        "read the past of table",
                        table,
                        "is not an Iceberg table, and only those keep their past")
                .instead("query it without FOR SYSTEM_TIME AS OF");
    }

    /**
     * A metadata table of this table, such as {@code snapshots}; empty when the format has none of
     * this name.
     */
    default Optional<CatalogBaseTable> loadMetadataTable(MetastoreTable table, String type) {
        return Optional.empty();
    }

    /** The record that {@link #create} would make: for plans of tables that do not exist yet. */
    MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table);

    /** Creates a table at a free name. */
    void create(ObjectPath path, ResolvedCatalogBaseTable<?> table);

    /**
     * Changes a table whole, or refuses.
     *
     * @param table its record
     * @param newTable what the table shall be after the changes
     * @param changes what leads there; options only, when Flink did not say more
     */
    void alter(MetastoreTable table, CatalogBaseTable newTable, List<TableChange> changes);

    /** Renames a table inside its database, to a free name. */
    void rename(MetastoreTable table, String newName);

    /**
     * Refuses what {@link #drop} would refuse; asked for all tables of a database before the first
     * is dropped.
     */
    default void checkDroppable(MetastoreTable table) {}

    /** Drops a table with everything that it owns. */
    void drop(MetastoreTable table);

    /** Whether the table has partition keys that Flink can name. */
    boolean isPartitioned(MetastoreTable table);

    /** All partitions; a NULL value stands as null. */
    List<CatalogPartitionSpec> partitions(MetastoreTable table);

    /** The partitions that match this part of a partition. */
    List<CatalogPartitionSpec> partitions(MetastoreTable table, CatalogPartitionSpec part);

    /**
     * The partitions whose statistics ANALYZE TABLE shall compute, or a refusal of those that could
     * not be stored.
     *
     * @param named values that it names, by key, as the user wrote them
     */
    List<CatalogPartitionSpec> partitionsToAnalyze(MetastoreTable table, Map<String, String> named);

    /** The partitions that this filter is true for, no more and no less. */
    default List<CatalogPartitionSpec> partitions(MetastoreTable table, PartitionFilter filter) {
        return partitions(table).stream()
                .filter(partition -> filter.test(partition.getPartitionSpec()))
                .toList();
    }

    /** Whether there is such a partition. */
    boolean partitionExists(MetastoreTable table, CatalogPartitionSpec partition);

    /** The properties of a partition that exists. */
    CatalogPartition partition(MetastoreTable table, CatalogPartitionSpec partition);

    /** Adds a partition that does not exist. */
    void createPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties);

    /** Drops a partition that exists. */
    void dropPartition(MetastoreTable table, CatalogPartitionSpec partition);

    /** Replaces the properties of a partition that exists. */
    void alterPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties);

    /** What is known of the size, without reading data. */
    CatalogTableStatistics statistics(MetastoreTable table);

    /** What is known of the size of a partition that exists, without reading data. */
    CatalogTableStatistics statistics(MetastoreTable table, CatalogPartitionSpec partition);

    /** What is known of the sizes of these partitions, in their order. */
    default List<CatalogTableStatistics> statistics(
            MetastoreTable table, List<CatalogPartitionSpec> partitions) {
        return partitions.stream().map(partition -> statistics(table, partition)).toList();
    }

    /** What is known of the columns, without reading data. */
    default CatalogColumnStatistics columnStatistics(MetastoreTable table) {
        return CatalogColumnStatistics.UNKNOWN;
    }

    /** What is known of the columns of these partitions, in their order. */
    default List<CatalogColumnStatistics> columnStatistics(
            MetastoreTable table, List<CatalogPartitionSpec> partitions) {
        return partitions.stream().map(partition -> CatalogColumnStatistics.UNKNOWN).toList();
    }

    /**
     * Records what is known of the columns.
     *
     * @param partition that they are of, or empty for the table
     */
    default void alterColumnStatistics(
            MetastoreTable table,
            Optional<CatalogPartitionSpec> partition,
            CatalogColumnStatistics statistics) {
        throw Refusal.of(
                "store column statistics of table",
                table,
                "is not a Hive table, and the metastore keeps those of Hive tables only");
    }

    /** Records the size. */
    void alterStatistics(MetastoreTable table, CatalogTableStatistics statistics);

    /** Records the size of a partition that exists. */
    void alterStatistics(
            MetastoreTable table,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics);
}
