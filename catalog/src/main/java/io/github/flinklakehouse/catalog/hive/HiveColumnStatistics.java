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

import io.github.flinklakehouse.connector.hive.PartitionPath;
import io.github.flinklakehouse.connector.metastore.AccurateStatistics;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreColumnStatistics;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;

/**
 * What the metastore knows of the values of columns. Which columns those are is written in the
 * parameters of the table or partition: where it says none, the metastore is not asked.
 */
final class HiveColumnStatistics {
    private final Metastore metastore;

    HiveColumnStatistics(Metastore metastore) {
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Of a table without partitions. */
    CatalogColumnStatistics read(MetastoreTable table) {
        Set<String> columns = AccurateStatistics.columns(table.parameters());
        return columns.isEmpty()
                ? CatalogColumnStatistics.UNKNOWN
                : flink(
                        metastore.columnStatistics(
                                table.database(), table.name(), List.copyOf(columns)),
                        columns);
    }

    /** Of these partitions, in their order. */
    List<CatalogColumnStatistics> read(MetastoreTable table, List<MetastorePartition> partitions) {
        Set<String> columns = new TreeSet<>();
        Map<String, MetastorePartition> known = new HashMap<>();
        for (MetastorePartition partition : partitions) {
            Set<String> accurate = AccurateStatistics.columns(partition.parameters());
            if (!accurate.isEmpty()) {
                columns.addAll(accurate);
                known.put(name(table, partition), partition);
            }
        }
        Map<String, List<MetastoreColumnStatistics>> statistics =
                known.isEmpty()
                        ? Map.of()
                        : metastore.columnStatistics(
                                table.database(),
                                table.name(),
                                List.copyOf(known.keySet()),
                                List.copyOf(columns));
        return partitions.stream()
                .map(
                        partition ->
                                flink(
                                        statistics.getOrDefault(name(table, partition), List.of()),
                                        AccurateStatistics.columns(partition.parameters())))
                .toList();
    }

    /**
     * Stores those of columns that the table has.
     *
     * @param partition that they are of, or empty for the table
     */
    void write(
            MetastoreTable table,
            Optional<MetastorePartition> partition,
            CatalogColumnStatistics statistics) {
        Map<String, CatalogColumnStatisticsDataBase> data = statistics.getColumnStatisticsData();
        metastore.setColumnStatistics(
                table.database(),
                table.name(),
                partition.map(each -> name(table, each)),
                table.columns().stream()
                        .filter(column -> data.get(column.name()) != null)
                        .map(column -> statistics(column, data.get(column.name())))
                        .toList());
    }

    private static MetastoreColumnStatistics statistics(
            MetastoreColumn column, CatalogColumnStatisticsDataBase data) {
        return new MetastoreColumnStatistics(column.name(), column.type(), data);
    }

    private static String name(MetastoreTable table, MetastorePartition partition) {
        return PartitionPath.name(table.partitionKeyNames(), partition.values());
    }

    private static CatalogColumnStatistics flink(
            List<MetastoreColumnStatistics> statistics, Set<String> accurate) {
        Map<String, CatalogColumnStatisticsDataBase> data = new HashMap<>();
        for (MetastoreColumnStatistics each : statistics) {
            if (accurate.contains(each.column())) {
                data.put(each.column(), each.data());
            }
        }
        return data.isEmpty() ? CatalogColumnStatistics.UNKNOWN : new CatalogColumnStatistics(data);
    }
}
