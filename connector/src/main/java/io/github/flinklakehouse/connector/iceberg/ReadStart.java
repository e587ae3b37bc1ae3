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
package io.github.flinklakehouse.connector.iceberg;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.api.ValidationException;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.source.StreamingStartingStrategy;

/** Where a read begins: Iceberg passes over what does not fit the kind of read or its strategy. */
final class ReadStart {
    private static final Map<String, StreamingStartingStrategy> STRATEGIES =
            new TreeMap<>(
                    Map.of(
                            FlinkReadOptions.START_SNAPSHOT_ID.key(),
                            StreamingStartingStrategy.INCREMENTAL_FROM_SNAPSHOT_ID,
                            FlinkReadOptions.START_SNAPSHOT_TIMESTAMP.key(),
                            StreamingStartingStrategy.INCREMENTAL_FROM_SNAPSHOT_TIMESTAMP));

    private ReadStart() {}

    /**
     * The options of a stream, with the strategy that its start asks for.
     *
     * @throws ValidationException if another strategy is given
     */
    static Map<String, String> ofStream(String table, Map<String, String> options) {
        if (options.containsKey(FlinkReadOptions.START_TAG.key())) {
            throw new ValidationException(
                    "Cannot read table as a stream: %s has the option '%s', which only a read between two snapshots has — set '%s'"
                            .formatted(
                                    table,
                                    FlinkReadOptions.START_TAG.key(),
                                    FlinkReadOptions.START_SNAPSHOT_ID.key()));
        }
        String given = options.get(FlinkReadOptions.STARTING_STRATEGY);
        Map<String, String> all = new HashMap<>(options);
        STRATEGIES.forEach(
                (option, strategy) -> {
                    if (!options.containsKey(option)) {
                        return;
                    }
                    if (given != null && !given.equalsIgnoreCase(strategy.name())) {
                        throw new ValidationException(
                                "Cannot read table as a stream: %s has the option '%s', which the strategy '%s' would pass over — leave out '%s'"
                                        .formatted(
                                                table,
                                                option,
                                                given,
                                                FlinkReadOptions.STARTING_STRATEGY));
                    }
                    all.put(FlinkReadOptions.STARTING_STRATEGY, strategy.name());
                });
        return all;
    }

    /**
     * The options of a read that ends.
     *
     * @throws ValidationException if its start is given by time
     */
    static Map<String, String> ofBatch(String table, Map<String, String> options) {
        String time = FlinkReadOptions.START_SNAPSHOT_TIMESTAMP.key();
        if (options.containsKey(time)) {
            throw new ValidationException(
                    "Cannot read table: %s has the option '%s', which only a stream has — set '%s' or '%s'"
                            .formatted(
                                    table,
                                    time,
                                    FlinkReadOptions.START_SNAPSHOT_ID.key(),
                                    FlinkReadOptions.AS_OF_TIMESTAMP.key()));
        }
        return options;
    }
}
