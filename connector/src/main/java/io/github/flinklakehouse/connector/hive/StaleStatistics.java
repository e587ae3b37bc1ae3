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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Statistics that an insert has made untrue. Hive answers {@code COUNT(*)} from them where they are
 * marked as accurate, so they must not outlive it.
 */
final class StaleStatistics {
    private static final String ACCURATE = "COLUMN_STATS_ACCURATE";
    private static final Set<String> KEYS =
            Set.of(ACCURATE, "numRows", "rawDataSize", "numFiles", "totalSize");

    private final Metastore metastore;
    private final MetastoreTable table;

    StaleStatistics(Metastore metastore, MetastoreTable table) {
        this.metastore = requireNonNull(metastore, "metastore");
        this.table = requireNonNull(table, "table");
    }

    /** Removes those of a table without partition keys. */
    void removeFromTable() {
        if (table.parameters().containsKey(ACCURATE)) {
            metastore
                    .table(table.database(), table.name())
                    .ifPresent(
                            current ->
                                    metastore.alterTable(
                                            current.withParameters(without(current.parameters()))));
        }
    }

    /** Removes those of partitions, which get the columns that the table has now. */
    void removeFromPartitions(List<MetastorePartition> partitions) {
        List<MetastorePartition> stale =
                partitions.stream()
                        .filter(
                                each ->
                                        each.parameters().containsKey(ACCURATE)
                                                || each.columns().size() < table.columns().size())
                        .map(each -> each.with(table.columns(), without(each.parameters())))
                        .toList();
        if (!stale.isEmpty()) {
            metastore.alterPartitions(table.database(), table.name(), stale);
        }
    }

    private static Map<String, String> without(Map<String, String> parameters) {
        Map<String, String> rest = new HashMap<>(parameters);
        rest.keySet().removeAll(KEYS);
        return rest;
    }
}
