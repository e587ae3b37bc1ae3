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
package io.github.flinklakehouse.connector.hive.format;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a file says of its rows without being read.
 *
 * @param rows how many there are
 * @param columns of each projected column of the layout, in that order
 */
public record FileStatistics(long rows, List<ColumnRange> columns) {
    public FileStatistics {
        columns = List.copyOf(columns);
    }

    /**
     * What is known of the values of one column. Nothing of it is an estimate: what the file does
     * not say exactly is empty.
     *
     * @param min the least value, of a class as in {@link ColumnFilter}; empty also when all are
     *     NULL
     * @param max the greatest value, likewise
     * @param nulls how many values are NULL
     */
    public record ColumnRange(
            Optional<Serializable> min, Optional<Serializable> max, OptionalLong nulls) {
        public ColumnRange {
            requireNonNull(min, "min");
            requireNonNull(max, "max");
            requireNonNull(nulls, "nulls");
        }

        /** A column of which the file says nothing. */
        public static ColumnRange unknown() {
            return new ColumnRange(Optional.empty(), Optional.empty(), OptionalLong.empty());
        }
    }
}
