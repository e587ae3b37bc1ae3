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

import io.github.flinklakehouse.connector.hive.PartitionPath;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;

/** Partitions in Flink's words, key by name, from and to the metastore's list of values. */
final class HivePartitionSpecs {
    private static final String NULL = PartitionPath.DEFAULT_PARTITION;

    private HivePartitionSpecs() {}

    /** The partition of a name such as {@code dt=2024-01-01/hour=3}; NULL becomes null. */
    static CatalogPartitionSpec of(MetastoreTable table, String partitionName) {
        return of(table, PartitionPath.values(partitionName));
    }

    /** The partition of these values; NULL becomes null. */
    static CatalogPartitionSpec of(MetastoreTable table, List<String> values) {
        Map<String, String> spec = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            spec.put(table.partitionKeyNames().get(i), NULL.equals(value) ? null : value);
        }
        return new CatalogPartitionSpec(spec);
    }

    /** The values of a whole partition, in the order of the keys. */
    static List<String> values(MetastoreTable table, CatalogPartitionSpec partition) {
        List<String> values = new ArrayList<>();
        for (String key : table.partitionKeyNames()) {
            String value = partition.getPartitionSpec().get(key);
            values.add(value == null || value.isEmpty() ? NULL : value);
        }
        return values;
    }

    /** The values of a part of a partition, empty where any value will do. */
    static List<String> pattern(MetastoreTable table, CatalogPartitionSpec part) {
        List<String> pattern = new ArrayList<>();
        for (String key : table.partitionKeyNames()) {
            Map<String, String> spec = part.getPartitionSpec();
            String value = spec.get(key);
            pattern.add(spec.containsKey(key) ? value == null ? NULL : value : "");
        }
        return pattern;
    }

    /** A new partition with the table's storage, at its default place unless told otherwise. */
    static MetastorePartition partition(
            MetastoreTable table, CatalogPartitionSpec partition, CatalogPartition properties) {
        List<String> values = values(table, partition);
        Map<String, String> parameters = parameters(properties);
        String location = parameters.remove(HiveCreation.LOCATION);
        return new MetastorePartition(
                values,
                table.columns(),
                table.storage().at(location == null ? defaultLocation(table, values) : location),
                parameters);
    }

    static Map<String, String> parameters(CatalogPartition properties) {
        Map<String, String> parameters = new HashMap<>(properties.getProperties());
        if (properties.getComment() != null && !properties.getComment().isEmpty()) {
            parameters.put(HiveDefinition.COMMENT, properties.getComment());
        }
        return parameters;
    }

    private static String defaultLocation(MetastoreTable table, List<String> values) {
        return table.storage().location()
                + "/"
                + PartitionPath.name(table.partitionKeyNames(), values);
    }
}
