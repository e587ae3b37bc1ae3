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
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The partitions of a table that a query reads. The metastore is asked only when they are needed,
 * and not for what it has said already while the query is planned.
 */
final class TablePartitions {
    private final HiveTableSchema schema;
    private final MetastoreLoader metastore;
    private final Source source;
    private final PlannedPartitions planned;

    /** Who tells the planner which partitions there are. */
    enum Source {
        /** The catalog, which lets the metastore filter. */
        CATALOG,
        /** The source of the table, as the table's catalog does not know them. */
        TABLE
    }

    TablePartitions(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            Source source,
            PlannedPartitions planned) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
        this.source = requireNonNull(source, "source");
        this.planned = requireNonNull(planned, "planned");
    }

    /**
     * Those of these values; the whole table, if it has no partition keys.
     *
     * @param values null means all partitions
     */
    List<MetastorePartition> load(@Nullable List<List<String>> values) {
        MetastoreTable table = schema.table();
        if (table.partitionKeys().isEmpty()) {
            return List.of(schema.unpartitioned());
        }
        Metastore loaded = metastore.load();
        List<List<String>> wanted = values == null ? allValues(loaded) : values;
        return planned.partitions(table, wanted).orElseGet(() -> load(loaded, wanted));
    }

    private List<List<String>> allValues(Metastore loaded) {
        MetastoreTable table = schema.table();
        return planned
                .names(table)
                .orElseGet(() -> loaded.partitionNames(table.database(), table.name()))
                .stream()
                .map(PartitionPath::values)
                .toList();
    }

    private List<MetastorePartition> load(Metastore loaded, List<List<String>> values) {
        MetastoreTable table = schema.table();
        List<MetastorePartition> partitions =
                loaded.partitionsByNames(
                        table.database(),
                        table.name(),
                        values.stream()
                                .map(each -> PartitionPath.name(table.partitionKeyNames(), each))
                                .toList());
        planned.loaded(table, partitions);
        return partitions;
    }

    /** All partitions, as the planner wants to see them; empty when it has to ask the catalog. */
    Optional<List<Map<String, String>>> list() {
        if (source == Source.CATALOG) {
            return Optional.empty();
        }
        MetastoreTable table = schema.table();
        Metastore loaded = metastore.load();
        return Optional.of(
                loaded.partitionNames(table.database(), table.name()).stream()
                        .map(PartitionPath::values)
                        .map(this::spec)
                        .toList());
    }

    /** The planner knows NULL, but not Hive's word for it. */
    private Map<String, String> spec(List<String> values) {
        Map<String, String> spec = new HashMap<>();
        List<String> keys = schema.table().partitionKeyNames();
        for (int i = 0; i < keys.size(); i++) {
            String value = values.get(i);
            spec.put(keys.get(i), value.equals(PartitionPath.DEFAULT_PARTITION) ? null : value);
        }
        return spec;
    }

    /** The values of a partition that the planner names. */
    List<String> values(Map<String, String> spec) {
        return schema.table().partitionKeyNames().stream()
                .map(key -> orDefault(spec.get(key)))
                .toList();
    }

    private static String orDefault(@Nullable String value) {
        return value == null ? PartitionPath.DEFAULT_PARTITION : value;
    }
}
