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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.MetastoreUser;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/** Tables and views that are only an entry in the metastore: nothing to list, nothing to count. */
public abstract class NoPartitions implements FormatTables {
    private final String formatName;
    private final Metastore metastore;

    protected NoPartitions(String formatName, Metastore metastore) {
        this.formatName = requireNonNull(formatName, "formatName");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Who creates tables, as the metastore notes it. */
    protected static String owner() {
        return MetastoreUser.current();
    }

    @Override
    public void create(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        metastore.createTable(describe(path, table));
    }

    @Override
    public void rename(MetastoreTable table, String newName) {
        metastore.renameTable(table.database(), table.name(), newName);
    }

    @Override
    public void drop(MetastoreTable table) {
        metastore.dropTable(table.database(), table.name(), Metastore.Data.DELETE);
    }

    @Override
    public boolean isPartitioned(MetastoreTable table) {
        return false;
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table) {
        return List.of();
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table, CatalogPartitionSpec part) {
        return List.of();
    }

    @Override
    public List<CatalogPartitionSpec> partitionsToAnalyze(
            MetastoreTable table, Map<String, String> named) {
        return List.of();
    }

    @Override
    public boolean partitionExists(MetastoreTable table, CatalogPartitionSpec partition) {
        return false;
    }

    @Override
    public CatalogPartition partition(MetastoreTable table, CatalogPartitionSpec partition) {
        throw refusePartitions(table);
    }

    @Override
    public void createPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties) {
        throw refusePartitions(table);
    }

    @Override
    public void dropPartition(MetastoreTable table, CatalogPartitionSpec partition) {
        throw refusePartitions(table);
    }

    @Override
    public void alterPartition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties) {
        throw refusePartitions(table);
    }

    @Override
    public CatalogTableStatistics statistics(MetastoreTable table) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public CatalogTableStatistics statistics(MetastoreTable table, CatalogPartitionSpec partition) {
        return CatalogTableStatistics.UNKNOWN;
    }

    @Override
    public void alterStatistics(MetastoreTable table, CatalogTableStatistics statistics) {
        throw Refusal.of(
                "store statistics of table",
                table,
                "is " + formatName + ", of which the metastore keeps the definition only");
    }

    @Override
    public void alterStatistics(
            MetastoreTable table,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics) {
        throw refusePartitions(table);
    }

    private Refusal refusePartitions(MetastoreTable table) {
        return Refusal.of(
                "handle partitions of table",
                table,
                "is " + formatName + ", of which the metastore keeps the definition only");
    }
}
