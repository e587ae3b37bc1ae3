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
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreException.Reason;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The partitions that an insert finds, and those that it adds. */
final class HivePartitions {
    private final HiveTableSchema schema;
    private final Metastore metastore;

    HivePartitions(HiveTableSchema schema, Metastore metastore) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Those of these partitions that exist. */
    Map<List<String>, MetastorePartition> existing(Collection<List<String>> written) {
        MetastoreTable table = schema.table();
        return PartitionLookup.existing(
                metastore,
                table,
                written.stream()
                        .filter(values -> !values.isEmpty())
                        .map(values -> PartitionPath.name(table.partitionKeyNames(), values))
                        .toList());
    }

    /**
     * Adds partitions in one call. Those that somebody else made meanwhile are shared.
     *
     * @throws IllegalStateException when such a one is stored in another way
     */
    void add(List<MetastorePartition> created) {
        try {
            addAll(created);
        } catch (MetastoreException e) {
            if (e.reason() == Reason.UNAVAILABLE && areAdded(created, e)) {
                return;
            }
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            Map<List<String>, MetastorePartition> existing =
                    existing(created.stream().map(MetastorePartition::values).toList());
            // Whoever made them has not counted what they get now.
            new StaleStatistics(metastore, schema.table()).removeFromPartitions(existing.values());
            List<MetastorePartition> missing = new ArrayList<>();
            for (MetastorePartition partition : created) {
                MetastorePartition other = existing.get(partition.values());
                if (other == null) {
                    missing.add(partition);
                } else {
                    requireSame(partition.storage(), other);
                }
            }
            addAll(missing);
        }
    }

    /** Whether only the answer was lost: files taken back then would leave partitions empty. */
    private boolean areAdded(List<MetastorePartition> created, MetastoreException noAnswer) {
        List<List<String>> values = created.stream().map(MetastorePartition::values).toList();
        try {
            Map<List<String>, MetastorePartition> added = existing(values);
            created.stream()
                    .filter(partition -> added.containsKey(partition.values()))
                    .forEach(p -> requireSame(p.storage(), added.get(p.values())));
            return added.keySet().containsAll(values);
        } catch (MetastoreException e) {
            noAnswer.addSuppressed(e);
            return false;
        }
    }

    private void addAll(List<MetastorePartition> created) {
        if (!created.isEmpty()) {
            metastore.addPartitions(schema.table().database(), schema.table().name(), created);
        }
    }

    /** The partition may have been made or changed since its files were begun. */
    void requireSame(TableStorage written, MetastorePartition partition) {
        TableStorage current = partition.storage();
        if (!current.serde().equals(written.serde())
                || !new Path(current.location()).equals(new Path(written.location()))) {
            throw new IllegalStateException(
                    "%s was changed by somebody else while the job ran, run it again"
                            .formatted(schema.describe(partition)));
        }
    }
}
