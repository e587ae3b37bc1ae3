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

import io.github.flinklakehouse.connector.OptionKeys;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.lookup.LookupOptions;

/**
 * Refuses options that would have no effect. Hive's own table properties are arbitrary and pass;
 * what starts like an option of a connector must be one that works.
 */
public final class HiveOptionsCheck {
    private static final List<String> PREFIXES =
            List.of(
                    "scan.",
                    "sink.",
                    "source.",
                    "streaming-source.",
                    "lookup.",
                    "auto-compaction",
                    "compaction.",
                    "partition.time-extractor.");

    private static final Set<String> KNOWN =
            Set.of(
                    HiveOptions.SCAN_PARALLELISM.key(),
                    HiveOptions.SINK_PARALLELISM.key(),
                    HiveOptions.IGNORE_ABSENT_PARTITIONS.key(),
                    HiveOptions.SOURCE_REPORT_STATISTICS.key(),
                    HiveOptions.STREAMING_SOURCE_ENABLE.key(),
                    HiveOptions.STREAMING_SOURCE_MONITOR_INTERVAL.key(),
                    HiveOptions.STREAMING_SOURCE_PARTITION_ORDER.key(),
                    HiveOptions.STREAMING_SOURCE_CONSUME_START_OFFSET.key(),
                    HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key(),
                    HiveOptions.LOOKUP_JOIN_CACHE_TTL.key(),
                    LookupOptions.CACHE_TYPE.key(),
                    LookupOptions.FULL_CACHE_RELOAD_STRATEGY.key(),
                    LookupOptions.FULL_CACHE_PERIODIC_RELOAD_INTERVAL.key(),
                    LookupOptions.FULL_CACHE_PERIODIC_RELOAD_SCHEDULE_MODE.key(),
                    LookupOptions.FULL_CACHE_TIMED_RELOAD_ISO_TIME.key(),
                    LookupOptions.FULL_CACHE_TIMED_RELOAD_INTERVAL_IN_DAYS.key(),
                    HiveOptions.PARTITION_TIME_EXTRACTOR_KIND.key(),
                    HiveOptions.PARTITION_TIME_EXTRACTOR_CLASS.key(),
                    HiveOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_PATTERN.key(),
                    HiveOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_FORMATTER.key());

    /** Of properties that say how the files are read or written: also in a hint they do. */
    private static final List<String> PROPERTY_PREFIXES =
            List.of(
                    "parquet.",
                    "orc.",
                    "avro.",
                    "json.",
                    "mapping.",
                    "skip.",
                    "serialization.",
                    "hive.",
                    "input.regex",
                    "output.format.string");

    private static final Set<String> PROPERTIES =
            Set.of(
                    HiveOptions.STREAMING.key(),
                    HiveOptions.MONITOR_INTERVAL.key(),
                    "field.delim",
                    "collection.delim",
                    "colelction.delim",
                    "mapkey.delim",
                    "line.delim",
                    "escape.delim",
                    "quote.delim",
                    "separatorChar",
                    "quoteChar",
                    "escapeChar",
                    "timestamp.formats",
                    "dots.in.keys",
                    "ignore.malformed.json");

    private HiveOptionsCheck() {}

    /**
     * Checks the options of a table, hints included.
     *
     * @param verb {@code read} or {@code write}
     */
    static void check(String verb, MetastoreTable table, Map<String, String> options) {
        options.keySet().stream()
                .filter(key -> PREFIXES.stream().anyMatch(key::startsWith))
                .filter(key -> !KNOWN.contains(key) && !HiveSinkOptions.KEYS.contains(key))
                .sorted()
                .findFirst()
                .ifPresent(
                        key -> {
                            throw new ValidationException(
                                    "Cannot %s table: %s has the option '%s', which Hive tables do not support — remove it"
                                            .formatted(verb, table.fullName(), key));
                        });
    }

    /**
     * Checks what a statement says of a table, in a hint or in a temporary table: there nothing is
     * kept for others, so that an option which has no effect is a mistake.
     *
     * @param verb {@code read}, {@code write} or {@code use}
     */
    public static void checkHints(String verb, MetastoreTable table, Set<String> hints) {
        Set<String> known = new TreeSet<>(KNOWN);
        known.addAll(HiveSinkOptions.KEYS);
        known.addAll(PROPERTIES);
        OptionKeys.check(
                "Cannot " + verb + " table " + table.fullName(), hints, known, PROPERTY_PREFIXES);
    }

    /**
     * Whether a table is read as a stream.
     *
     * @throws ValidationException when that is not to be told from its options
     */
    static boolean isStream(MetastoreTable table, Map<String, String> options) {
        check("read", table, options);
        Configuration configuration = Configuration.fromMap(options);
        boolean isStream =
                configuration.get(HiveOptions.STREAMING)
                        || configuration.get(HiveOptions.STREAMING_SOURCE_ENABLE);
        if (!isStream && configuration.contains(HiveOptions.MONITOR_INTERVAL)) {
            throw new ValidationException(
                    "Cannot read table: %s has the option 'monitor-interval', which only a stream has — set 'streaming' to 'true', too"
                            .formatted(table.fullName()));
        }
        return isStream;
    }
}
