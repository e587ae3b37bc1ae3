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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.table.DefaultPartTimeExtractor;
import org.apache.flink.connector.file.table.PartitionTimeExtractor;
import org.apache.flink.table.api.ValidationException;

/**
 * How a table is read as a stream.
 *
 * @param interval how often new files are looked for
 * @param order of the partitions that are found together
 * @param startName name of the first partition that is read; null reads all
 * @param startTime time of the first partition that is read, or, without partition keys, of the
 *     first file; null reads all
 * @param zone in which file times are compared with the start
 */
record ContinuousRead(
        Duration interval,
        Include include,
        Order order,
        @Nullable String startName,
        @Nullable LocalDateTime startTime,
        ZoneId zone,
        Extractor extractor)
        implements Serializable {

    /** What orders partitions. */
    enum Order {
        PARTITION_NAME,
        PARTITION_TIME,
        CREATE_TIME;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Which partitions are read. */
    enum Include {
        ALL,
        LATEST
    }

    /** How the time of a partition comes from its values, in the terms of the options. */
    record Extractor(
            String kind,
            @Nullable String className,
            @Nullable String pattern,
            @Nullable String formatter)
            implements Serializable {

        PartitionTimeExtractor create() {
            return PartitionTimeExtractor.create(
                    Thread.currentThread().getContextClassLoader(),
                    kind,
                    className,
                    pattern,
                    formatter);
        }
    }

    ContinuousRead {
        requireNonNull(interval, "interval");
        requireNonNull(include, "include");
        requireNonNull(order, "order");
        requireNonNull(zone, "zone");
        requireNonNull(extractor, "extractor");
    }

    /** What the options of a table say, hints included. */
    static ContinuousRead of(MetastoreTable table, ReadableConfig options, ZoneId zone) {
        requireExtractor(table, options);
        Order order = order(table, options);
        boolean byName = order == Order.PARTITION_NAME && !table.partitionKeys().isEmpty();
        String start = options.get(HiveOptions.STREAMING_SOURCE_CONSUME_START_OFFSET);
        return new ContinuousRead(
                interval(options),
                include(table, options),
                order,
                byName ? start : null,
                byName || start == null ? null : time(table, start),
                zone,
                new Extractor(
                        options.get(HiveOptions.PARTITION_TIME_EXTRACTOR_KIND),
                        options.get(HiveOptions.PARTITION_TIME_EXTRACTOR_CLASS),
                        options.get(HiveOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_PATTERN),
                        options.get(HiveOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_FORMATTER)));
    }

    private static Duration interval(ReadableConfig options) {
        return options.getOptional(HiveOptions.MONITOR_INTERVAL)
                .orElseGet(() -> options.get(HiveOptions.STREAMING_SOURCE_MONITOR_INTERVAL));
    }

    private static Include include(MetastoreTable table, ReadableConfig options) {
        String include = options.get(HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE);
        return switch (include) {
            case "all" -> Include.ALL;
            case "latest" -> Include.LATEST;
            default ->
                    throw refused(
                            table,
                            HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key(),
                            include,
                            "all' or 'latest");
        };
    }

    private static void requireExtractor(MetastoreTable table, ReadableConfig options) {
        String kind = options.get(HiveOptions.PARTITION_TIME_EXTRACTOR_KIND);
        if (!Set.of(PartitionTimeExtractor.DEFAULT, PartitionTimeExtractor.CUSTOM).contains(kind)) {
            throw refused(
                    table,
                    HiveOptions.PARTITION_TIME_EXTRACTOR_KIND.key(),
                    kind,
                    "default' or 'custom");
        }
    }

    private static Order order(MetastoreTable table, ReadableConfig options) {
        String value = options.get(HiveOptions.STREAMING_SOURCE_PARTITION_ORDER);
        return Arrays.stream(Order.values())
                .filter(order -> order.key().equals(value))
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        table,
                                        HiveOptions.STREAMING_SOURCE_PARTITION_ORDER.key(),
                                        value,
                                        Arrays.stream(Order.values())
                                                .map(Order::key)
                                                .collect(Collectors.joining("' or '"))));
    }

    private static LocalDateTime time(MetastoreTable table, String start) {
        try {
            return DefaultPartTimeExtractor.toLocalDateTime(start, null);
        } catch (DateTimeException e) {
            throw refused(
                    table,
                    HiveOptions.STREAMING_SOURCE_CONSUME_START_OFFSET.key(),
                    start,
                    "2024-02-29 12:34:56");
        }
    }

    private static ValidationException refused(
            MetastoreTable table, String key, String value, String allowed) {
        return new ValidationException(
                "Cannot read table as a stream: %s has the option '%s' = '%s', which is not supported — set it to '%s'"
                        .formatted(table.fullName(), key, value, allowed));
    }

    /** Milliseconds since the epoch of the first file that is read of a table without keys. */
    long startMillis() {
        return startTime == null
                ? Long.MIN_VALUE
                : startTime.atZone(zone).toInstant().toEpochMilli();
    }
}
