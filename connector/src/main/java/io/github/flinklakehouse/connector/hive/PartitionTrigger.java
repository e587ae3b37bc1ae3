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
import java.time.ZoneId;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions.PartitionCommitTriggerType;
import org.apache.flink.connector.file.table.PartitionTimeExtractor;
import org.apache.flink.table.api.ValidationException;

/**
 * When a partition that gets rows of a stream is committed.
 *
 * @param type by the clock, or by the watermark
 * @param delay after the first rows came, or after the time that the partition is named after
 * @param zone of the times that partitions are named after
 * @param keys of the partitions
 */
record PartitionTrigger(
        PartitionCommitTriggerType type,
        Duration delay,
        ZoneId zone,
        Extractor extractor,
        List<String> keys)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    PartitionTrigger {
        requireNonNull(type, "type");
        requireNonNull(delay, "delay");
        requireNonNull(zone, "zone");
        requireNonNull(extractor, "extractor");
        keys = List.copyOf(keys);
    }

    /** How the time of a partition is found in its values. */
    record Extractor(
            String kind,
            @Nullable String className,
            @Nullable String pattern,
            @Nullable String formatter)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Answers for one job. */
    @FunctionalInterface
    interface Due {
        /**
         * Whether the partition is to be committed now.
         *
         * @param since when the first rows came, in milliseconds
         */
        boolean isDue(List<String> values, long since, long watermark);
    }

    static PartitionTrigger of(MetastoreTable table, ReadableConfig options) {
        return new PartitionTrigger(
                options.get(HiveSinkOptions.PARTITION_COMMIT_TRIGGER),
                options.get(HiveSinkOptions.PARTITION_COMMIT_DELAY),
                zone(table, options.get(HiveSinkOptions.PARTITION_COMMIT_WATERMARK_TIME_ZONE)),
                new Extractor(
                        options.get(HiveSinkOptions.TIME_EXTRACTOR_KIND),
                        options.get(HiveSinkOptions.TIME_EXTRACTOR_CLASS),
                        options.get(HiveSinkOptions.TIME_EXTRACTOR_TIMESTAMP_PATTERN),
                        options.get(HiveSinkOptions.TIME_EXTRACTOR_TIMESTAMP_FORMATTER)),
                table.partitionKeyNames());
    }

    private static ZoneId zone(MetastoreTable table, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ValidationException(
                    "Cannot write table: %s has '%s' = '%s', which is no time zone — use one such as 'Europe/Berlin'"
                            .formatted(
                                    table.fullName(),
                                    HiveSinkOptions.PARTITION_COMMIT_WATERMARK_TIME_ZONE.key(),
                                    name),
                    e);
        }
    }

    /** Starts to answer. */
    Due start(ClassLoader classLoader) {
        return switch (type) {
            case PROCESS_TIME ->
                    (values, since, watermark) ->
                            System.currentTimeMillis() >= since + delay.toMillis();
            case PARTITION_TIME -> {
                PartitionTimeExtractor times =
                        PartitionTimeExtractor.create(
                                classLoader,
                                extractor.kind(),
                                extractor.className(),
                                extractor.pattern(),
                                extractor.formatter());
                yield (values, since, watermark) ->
                        // NULL has no time, and would never be committed.
                        values.contains(PartitionPath.DEFAULT_PARTITION)
                                || watermark >= time(times, values) + delay.toMillis();
            }
        };
    }

    private long time(PartitionTimeExtractor times, List<String> values) {
        try {
            return times.extract(keys, values).atZone(zone).toInstant().toEpochMilli();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Cannot commit partition: %s has no time that could be compared with the watermark — set 'partition.time-extractor.timestamp-pattern'"
                            .formatted(PartitionPath.name(keys, values)),
                    e);
        }
    }
}
