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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;

/**
 * What is read as a stream of changes.
 *
 * @param table its full name
 * @param branch the main one if null
 * @param key ids of the key columns
 */
record KeyedStream(String table, @Nullable String branch, Set<Integer> key)
        implements Serializable {
    KeyedStream {
        requireNonNull(table, "table");
        key = Set.copyOf(key);
    }

    /**
     * @param reason what the table has, said after its name
     */
    ValidationException refusal(String reason, String advice) {
        return new ValidationException(
                "Cannot read the changes of table: %s %s — %s".formatted(table, reason, advice));
    }
}
