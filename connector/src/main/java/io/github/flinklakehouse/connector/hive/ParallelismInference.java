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
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Whether and when the parallelism of sources follows from how much there is to read. The options
 * of the session are those of Flink's Hive connector.
 *
 * @param max the highest parallelism
 */
record ParallelismInference(Mode mode, int max) implements Serializable {

    static final ConfigOption<Boolean> INFER =
            ConfigOptions.key("table.exec.hive.infer-source-parallelism")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription("Whether it is inferred; the older way to say so.");

    static final ConfigOption<Mode> MODE =
            ConfigOptions.key("table.exec.hive.infer-source-parallelism.mode")
                    .enumType(Mode.class)
                    .defaultValue(Mode.DYNAMIC)
                    .withDescription("When it is inferred.");

    static final ConfigOption<Integer> MAX =
            ConfigOptions.key("table.exec.hive.infer-source-parallelism.max")
                    .intType()
                    .defaultValue(1000)
                    .withDescription("The highest parallelism that is inferred.");

    /** When the parallelism is inferred. */
    enum Mode {
        /** When the job is made. */
        STATIC,
        /** When the source is started, so that dynamic partition pruning counts. */
        DYNAMIC,
        /** Never. */
        NONE
    }

    ParallelismInference {
        requireNonNull(mode, "mode");
    }

    /**
     * What the options of a session say.
     *
     * @throws ValidationException when the highest parallelism is none
     */
    static ParallelismInference of(ReadableConfig session) {
        int max = session.get(MAX);
        if (max < 1) {
            throw new ValidationException(
                    "Cannot infer parallelism: the session has the option '%s' with %d, which lets no task read — set it to 1 or more"
                            .formatted(MAX.key(), max));
        }
        return new ParallelismInference(session.get(INFER) ? session.get(MODE) : Mode.NONE, max);
    }
}
