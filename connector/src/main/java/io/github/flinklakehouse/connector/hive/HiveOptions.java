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

/**
 * What a Hive table understands of its options and of hints. The keys are those of Flink's Hive and
 * filesystem connectors.
 */
public final class HiveOptions {

    public static final ConfigOption<Integer> SCAN_PARALLELISM =
            ConfigOptions.key("scan.parallelism")
                    .intType()
                    .noDefaultValue()
                    .withDescription("Parallelism of the source; the job's when it is not set.");

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

    public static final ConfigOption<Boolean> STREAMING =
            ConfigOptions.key("streaming")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("Whether to go on reading new files; not supported yet.");

    public static final ConfigOption<Boolean> STREAMING_SOURCE_ENABLE =
            ConfigOptions.key("streaming-source.enable")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription("The same as 'streaming', in the words of Flink's connector.");

    public static final ConfigOption<Duration> MONITOR_INTERVAL =
            ConfigOptions.key("monitor-interval")
                    .durationType()
                    .noDefaultValue()
                    .withDescription("How often to look for new files; not supported yet.");

    private HiveOptions() {}
}
