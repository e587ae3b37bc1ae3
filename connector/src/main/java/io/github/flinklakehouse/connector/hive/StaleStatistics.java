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
import java.util.Collection;
import java.util.List;

/**
 * Statistics that an insert has made untrue. Hive answers {@code COUNT(*)} from them where they are
 * marked as accurate, so they must not outlive it.
 */
final class StaleStatistics {
    private final Metastore metastore;
    private final MetastoreTable table;

    StaleStatistics(Metastore metastore, MetastoreTable table) {
        this.metastore = requireNonNull(metastore, "metastore");
        this.table = requireNonNull(table, "table");
    }

    /** Removes those of a table without partition keys. */
    void removeFromTable() {
        metastore.changeTableParameters(
                table.database(), table.name(), BasicStatistics::withoutMarked);
    }

    /** Removes those of partitions, which get the columns that the table has now. */
    void removeFromPartitions(Collection<MetastorePartition> partitions) {
        List<MetastorePartition> stale =
                partitions.stream()
                        .filter(
                                each ->
                                        BasicStatistics.areMarked(each.parameters())
                                                || each.columns().size() < table.columns().size())
                        .map(
                                each ->
                                        each.with(
                                                table.columns(),
                                                BasicStatistics.withoutMarked(each.parameters())))
                        .toList();
        if (!stale.isEmpty()) {
            metastore.alterPartitions(table.database(), table.name(), stale);
        }
    }
}
