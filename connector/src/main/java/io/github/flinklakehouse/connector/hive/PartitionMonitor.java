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
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.file.table.PartitionTimeExtractor;

/** Looks for partitions of a table: one call for their names, and one more when some are new. */
record PartitionMonitor(HiveTableSchema schema, MetastoreLoader metastore, ContinuousRead read)
        implements Serializable {
    PartitionMonitor {
        requireNonNull(schema, "schema");
        requireNonNull(metastore, "metastore");
        requireNonNull(read, "read");
    }

    /**
     * What there is now.
     *
     * @param values of all partitions that are read, or were not by their own time
     * @param added those that were not known, in order
     */
    record Found(Set<List<String>> values, List<MetastorePartition> added) {}

    /**
     * Looks once.
     *
     * @param known values of the partitions that were found before
     * @param times of partitions
     */
    Found look(Set<List<String>> known, PartitionTimeExtractor times) {
        MetastoreTable table = schema.table();
        if (table.partitionKeys().isEmpty()) {
            MetastorePartition all = schema.unpartitioned();
            return new Found(Set.of(all.values()), known.isEmpty() ? List.of(all) : List.of());
        }
        Metastore loaded = metastore.load();
        Set<List<String>> values = new HashSet<>();
        List<String> added =
                loaded.partitionNames(table.database(), table.name()).stream()
                        .filter(name -> isWanted(name, times))
                        .filter(
                                name -> {
                                    values.add(PartitionPath.values(name));
                                    return !known.contains(PartitionPath.values(name));
                                })
                        .toList();
        List<MetastorePartition> partitions =
                added.isEmpty()
                        ? List.of()
                        : loaded.partitionsByNames(table.database(), table.name(), added);
        return new Found(
                values, partitions.stream().filter(this::isWanted).sorted(order(times)).toList());
    }

    /**
     * The latest partition by the order of the options. By partition time these are all of the
     * latest time; by the other orders it is one.
     */
    List<MetastorePartition> latest(PartitionTimeExtractor times) {
        MetastoreTable table = schema.table();
        Metastore loaded = metastore.load();
        List<String> names = loaded.partitionNames(table.database(), table.name());
        List<String> latest =
                switch (read.order()) {
                    case PARTITION_NAME ->
                            names.stream().max(Comparator.naturalOrder()).stream().toList();
                    case PARTITION_TIME -> ofLatestTime(names, times);
                    case CREATE_TIME -> names;
                };
        if (latest.isEmpty()) {
            return List.of();
        }
        List<MetastorePartition> partitions =
                loaded.partitionsByNames(table.database(), table.name(), latest);
        return read.order() == ContinuousRead.Order.CREATE_TIME
                ? partitions.stream().max(order(times)).stream().toList()
                : partitions;
    }

    private List<String> ofLatestTime(List<String> names, PartitionTimeExtractor times) {
        Map<LocalDateTime, List<String>> byTime =
                names.stream()
                        .collect(
                                Collectors.groupingBy(
                                        name -> time(PartitionPath.values(name), times)));
        return byTime.keySet().stream()
                .max(Comparator.naturalOrder())
                .map(byTime::get)
                .orElse(List.of());
    }

    private boolean isWanted(MetastorePartition partition) {
        return read.order() != ContinuousRead.Order.CREATE_TIME
                || read.startTime() == null
                || partition.createTime() >= startMillis();
    }

    private long startMillis() {
        return read.startTime().atZone(read.zone()).toInstant().toEpochMilli();
    }

    /** Milliseconds since the epoch of the oldest files that are read. */
    long since() {
        return schema.table().partitionKeys().isEmpty() ? read.startMillis() : Long.MIN_VALUE;
    }

    private boolean isWanted(String name, PartitionTimeExtractor times) {
        if (read.startName() != null) {
            return name.compareTo(read.startName()) >= 0;
        }
        return read.startTime() == null
                || read.order() == ContinuousRead.Order.CREATE_TIME
                || !time(PartitionPath.values(name), times).isBefore(read.startTime());
    }

    private Comparator<MetastorePartition> order(PartitionTimeExtractor times) {
        List<String> keys = schema.table().partitionKeyNames();
        Comparator<MetastorePartition> byName =
                Comparator.comparing(partition -> PartitionPath.name(keys, partition.values()));
        return switch (read.order()) {
            case PARTITION_NAME -> byName;
            case CREATE_TIME ->
                    Comparator.comparing(MetastorePartition::createTime).thenComparing(byName);
            case PARTITION_TIME ->
                    Comparator.comparing(
                                    (MetastorePartition partition) ->
                                            time(partition.values(), times))
                            .thenComparing(byName);
        };
    }

    private LocalDateTime time(List<String> values, PartitionTimeExtractor times) {
        List<String> keys = schema.table().partitionKeyNames();
        try {
            return times.extract(keys, values);
        } catch (DateTimeException e) {
            throw new IllegalStateException(
                    "Cannot read table as a stream: %s has the partition %s, in which '%s' finds no time — correct this option, or order partitions by name"
                            .formatted(
                                    schema.table().fullName(),
                                    PartitionPath.name(keys, values),
                                    HiveOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_PATTERN.key()),
                    e);
        }
    }
}
