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

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;

/**
 * When a file is large or old enough, so that the next rows go into a new one.
 *
 * @param fileBytes what a file holds at most, roughly
 * @param rolloverInterval how long a file of a stream stays open at most
 * @param inactivityInterval how long it stays open without new rows
 * @param checkInterval how often its age is looked at
 */
record RollingPolicy(
        long fileBytes,
        Duration rolloverInterval,
        Duration inactivityInterval,
        Duration checkInterval)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    RollingPolicy {
        requireNonNull(rolloverInterval, "rolloverInterval");
        requireNonNull(inactivityInterval, "inactivityInterval");
        requireNonNull(checkInterval, "checkInterval");
    }

    static RollingPolicy of(ReadableConfig options) {
        return new RollingPolicy(
                options.get(HiveSinkOptions.ROLLING_FILE_SIZE).getBytes(),
                options.get(HiveSinkOptions.ROLLING_ROLLOVER_INTERVAL),
                options.get(HiveSinkOptions.ROLLING_INACTIVITY_INTERVAL),
                options.get(HiveSinkOptions.ROLLING_CHECK_INTERVAL));
    }
}
