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

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions.FileStatisticsType;

/**
 * What a Hive table understands of its options and of hints. The keys are those of Flink's Hive and
 * filesystem connectors.
 */
public final class HiveOptions {

    public static final ConfigOption<Integer> SCAN_PARALLELISM =
            ConfigOptions.key("scan.parallelism")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "Parallelism of the source. When it is not set, it is inferred from the"
                                    + " files; that of a stream is the job's.");

    public static final ConfigOption<Integer> SINK_PARALLELISM =
            ConfigOptions.key("sink.parallelism")
                    .intType()
                    .noDefaultValue()
                    .withDescription("Parallelism of the sink; that of its input when not set.");

    public static final ConfigOption<Boolean> IGNORE_ABSENT_PARTITIONS =
            ConfigOptions.key("scan.ignore-absent-partitions")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether a partition whose directory does not exist has no rows, instead"
                                    + " of failing the query.");

    public static final ConfigOption<FileStatisticsType> SOURCE_REPORT_STATISTICS =
            FileSystemConnectorOptions.SOURCE_REPORT_STATISTICS;

    public static final ConfigOption<Boolean> STREAMING =
            ConfigOptions.key("streaming")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether to go on reading new files and partitions.");

    public static final ConfigOption<Boolean> STREAMING_SOURCE_ENABLE =
            ConfigOptions.key("streaming-source.enable")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("The same as 'streaming', in the words of Flink's connector.");

    public static final ConfigOption<Duration> MONITOR_INTERVAL =
            ConfigOptions.key("monitor-interval")
                    .durationType()
                    .noDefaultValue()
                    .withDescription("How often a stream looks for new files.");

    public static final ConfigOption<Duration> STREAMING_SOURCE_MONITOR_INTERVAL =
            ConfigOptions.key("streaming-source.monitor-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription("The same as 'monitor-interval', which counts more.");

    public static final ConfigOption<String> STREAMING_SOURCE_PARTITION_ORDER =
            ConfigOptions.key("streaming-source.partition-order")
                    .stringType()
                    .defaultValue("partition-name")
                    .withDescription(
                            "In which order partitions that are found together are read:"
                                    + " partition-name, partition-time or create-time.");

    public static final ConfigOption<String> STREAMING_SOURCE_CONSUME_START_OFFSET =
            ConfigOptions.key("streaming-source.consume-start-offset")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The first partition that is read: its name, or its time if they are"
                                    + " ordered by time. Without partition keys, the modification"
                                    + " time of the first files.");

    public static final ConfigOption<String> STREAMING_SOURCE_PARTITION_INCLUDE =
            ConfigOptions.key("streaming-source.partition.include")
                    .stringType()
                    .defaultValue("all")
                    .withDescription(
                            "Which partitions are read: all, or, in a lookup join, only the"
                                    + " latest.");

    public static final ConfigOption<Duration> LOOKUP_JOIN_CACHE_TTL =
            ConfigOptions.key("lookup.join.cache.ttl")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(60))
                    .withDescription(
                            "How often the rows of a lookup join are read anew, if files have"
                                    + " changed.");

    public static final ConfigOption<String> PARTITION_TIME_EXTRACTOR_KIND =
            FileSystemConnectorOptions.PARTITION_TIME_EXTRACTOR_KIND;

    public static final ConfigOption<String> PARTITION_TIME_EXTRACTOR_CLASS =
            FileSystemConnectorOptions.PARTITION_TIME_EXTRACTOR_CLASS;

    public static final ConfigOption<String> PARTITION_TIME_EXTRACTOR_TIMESTAMP_PATTERN =
            FileSystemConnectorOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_PATTERN;

    public static final ConfigOption<String> PARTITION_TIME_EXTRACTOR_TIMESTAMP_FORMATTER =
            FileSystemConnectorOptions.PARTITION_TIME_EXTRACTOR_TIMESTAMP_FORMATTER;

    private HiveOptions() {}
}
