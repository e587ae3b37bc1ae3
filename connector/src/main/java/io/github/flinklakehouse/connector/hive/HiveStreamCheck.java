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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** Refuses streams without end whose rows would never be seen. */
final class HiveStreamCheck {

    private HiveStreamCheck() {}

    static void check(MetastoreTable table, HiveInsert.Mode mode, ReadableConfig session) {
        if (mode == HiveInsert.Mode.OVERWRITE) {
            throw new ValidationException(
                    "Cannot overwrite table: %s gets a stream without end, after which old rows would be replaced — use INSERT INTO, or bounded input"
                            .formatted(table.fullName()));
        }
        if (session.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
            throw new ValidationException(
                    "Cannot write table: %s gets a stream without end, whose rows become visible with checkpoints, but there are none — set '%s'"
                            .formatted(
                                    table.fullName(),
                                    CheckpointingOptions.CHECKPOINTING_INTERVAL.key()));
        }
        if (!session.get(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH)) {
            throw new ValidationException(
                    "Cannot write table: %s gets a stream without end, whose last rows become visible with a checkpoint after it was stopped — set '%s' to 'true'"
                            .formatted(
                                    table.fullName(),
                                    CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH
                                            .key()));
        }
    }
}
