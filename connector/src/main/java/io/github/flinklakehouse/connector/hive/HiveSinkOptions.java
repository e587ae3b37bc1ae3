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
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions.PartitionCommitTriggerType;

/** What a Hive table understands of options for writing, besides {@link HiveOptions}. */
public final class HiveSinkOptions {

    public static final ConfigOption<MemorySize> ROLLING_FILE_SIZE =
            ConfigOptions.key("sink.rolling-policy.file-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(128))
                    .withDescription("Size at which a file is ended, roughly.");

    public static final ConfigOption<Duration> ROLLING_ROLLOVER_INTERVAL =
            ConfigOptions.key("sink.rolling-policy.rollover-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(30))
                    .withDescription(
                            "How long a file of a stream stays open; it ends with each checkpoint anyway.");

    public static final ConfigOption<Duration> ROLLING_INACTIVITY_INTERVAL =
            ConfigOptions.key("sink.rolling-policy.inactivity-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(30))
                    .withDescription("How long a file of a stream stays open without new rows.");

    public static final ConfigOption<Duration> ROLLING_CHECK_INTERVAL =
            ConfigOptions.key("sink.rolling-policy.check-interval")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription("How often the age of open files is looked at.");

    public static final ConfigOption<Boolean> SHUFFLE_BY_PARTITION =
            ConfigOptions.key("sink.shuffle-by-partition.enable")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether all rows of a partition are written by one task: fewer files,"
                                    + " but no more parallelism than there are partitions.");

    public static final ConfigOption<PartitionCommitTriggerType> PARTITION_COMMIT_TRIGGER =
            ConfigOptions.key("sink.partition-commit.trigger")
                    .enumType(PartitionCommitTriggerType.class)
                    .defaultValue(PartitionCommitTriggerType.PROCESS_TIME)
                    .withDescription("When a partition that gets a stream is committed.");

    public static final ConfigOption<Duration> PARTITION_COMMIT_DELAY =
            ConfigOptions.key("sink.partition-commit.delay")
                    .durationType()
                    .defaultValue(Duration.ZERO)
                    .withDescription("How long after the trigger's time a partition is committed.");

    public static final ConfigOption<String> PARTITION_COMMIT_WATERMARK_TIME_ZONE =
            ConfigOptions.key("sink.partition-commit.watermark-time-zone")
                    .stringType()
                    .defaultValue("UTC")
                    .withDescription("Time zone of the times that partitions are named after.");

    public static final ConfigOption<String> PARTITION_COMMIT_POLICY_KIND =
            ConfigOptions.key("sink.partition-commit.policy.kind")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("What is done when a partition is committed.");

    public static final ConfigOption<String> PARTITION_COMMIT_POLICY_CLASS =
            ConfigOptions.key("sink.partition-commit.policy.class")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The PartitionCommitPolicy of the policy 'custom'.");

    public static final ConfigOption<List<String>> PARTITION_COMMIT_POLICY_CLASS_PARAMETERS =
            ConfigOptions.key("sink.partition-commit.policy.class.parameters")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription("Arguments of its constructor.");

    public static final ConfigOption<String> PARTITION_COMMIT_SUCCESS_FILE_NAME =
            ConfigOptions.key("sink.partition-commit.success-file.name")
                    .stringType()
                    .defaultValue("_SUCCESS")
                    .withDescription("Name of the file of the policy 'success-file'.");

    public static final ConfigOption<String> TIME_EXTRACTOR_KIND =
            ConfigOptions.key("partition.time-extractor.kind")
                    .stringType()
                    .defaultValue("default")
                    .withDescription(
                            "How the time of a partition is found: 'default' or 'custom'.");

    public static final ConfigOption<String> TIME_EXTRACTOR_CLASS =
            ConfigOptions.key("partition.time-extractor.class")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The PartitionTimeExtractor of the kind 'custom'.");

    public static final ConfigOption<String> TIME_EXTRACTOR_TIMESTAMP_PATTERN =
            ConfigOptions.key("partition.time-extractor.timestamp-pattern")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The time as a text with partition keys, such as '$dt $hour:00:00'.");

    public static final ConfigOption<String> TIME_EXTRACTOR_TIMESTAMP_FORMATTER =
            ConfigOptions.key("partition.time-extractor.timestamp-formatter")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Format of that text, in the letters of Java's DateTimeFormatter.");

    /** The keys of all of them. */
    static final Set<String> KEYS =
            Set.of(
                    ROLLING_FILE_SIZE.key(),
                    ROLLING_ROLLOVER_INTERVAL.key(),
                    ROLLING_INACTIVITY_INTERVAL.key(),
                    ROLLING_CHECK_INTERVAL.key(),
                    SHUFFLE_BY_PARTITION.key(),
                    PARTITION_COMMIT_TRIGGER.key(),
                    PARTITION_COMMIT_DELAY.key(),
                    PARTITION_COMMIT_WATERMARK_TIME_ZONE.key(),
                    PARTITION_COMMIT_POLICY_KIND.key(),
                    PARTITION_COMMIT_POLICY_CLASS.key(),
                    PARTITION_COMMIT_POLICY_CLASS_PARAMETERS.key(),
                    PARTITION_COMMIT_SUCCESS_FILE_NAME.key(),
                    TIME_EXTRACTOR_KIND.key(),
                    TIME_EXTRACTOR_CLASS.key(),
                    TIME_EXTRACTOR_TIMESTAMP_PATTERN.key(),
                    TIME_EXTRACTOR_TIMESTAMP_FORMATTER.key());

    private HiveSinkOptions() {}
}
