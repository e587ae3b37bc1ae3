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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the metastore has said of partitions while a query is planned, which happens on one thread:
 * the planner first lists partitions, then asks for their statistics, then wants the source. A plan
 * {@linkplain #begin begins} for a table when its source is made, and again when its partitions are
 * listed or altered; what was known before is forgotten then, so nothing outlives the plan it was
 * asked for.
 */
public final class PlannedPartitions {
    private final ThreadLocal<SoftReference<Map<String, Known>>> tables =
            ThreadLocal.withInitial(() -> new SoftReference<>(new HashMap<>()));

    /** What is known of one table. */
    private static final class Known {
        private Optional<List<String>> names = Optional.empty();
        private final Map<List<String>, MetastorePartition> partitions = new HashMap<>();
    }

    /** A plan begins: what is known of this table is out of date. */
    public void begin(MetastoreTable table) {
        tables().remove(table.fullName());
    }

    /** These are the names of all partitions. */
    public void listed(MetastoreTable table, List<String> names) {
        known(table).names = Optional.of(names);
    }

    /** These are some of the partitions. */
    public void loaded(MetastoreTable table, List<MetastorePartition> partitions) {
        partitions.forEach(partition -> known(table).partitions.put(partition.values(), partition));
    }

    /** The names of all partitions, if they were listed. */
    public Optional<List<String>> names(MetastoreTable table) {
        return known(table).names;
    }

    /** The partitions of these values, if all of them were loaded. */
    public Optional<List<MetastorePartition>> partitions(
            MetastoreTable table, List<List<String>> values) {
        Known known = known(table);
        List<MetastorePartition> found = new ArrayList<>(values.size());
        for (List<String> each : values) {
            MetastorePartition partition = known.partitions.get(each);
            if (partition == null) {
                return Optional.empty();
            }
            found.add(partition);
        }
        return Optional.of(found);
    }

    private Known known(MetastoreTable table) {
        return tables().computeIfAbsent(table.fullName(), name -> new Known());
    }

    private Map<String, Known> tables() {
        Map<String, Known> found = tables.get().get();
        if (found == null) {
            found = new HashMap<>();
            tables.set(new SoftReference<>(found));
        }
        return found;
    }
}
