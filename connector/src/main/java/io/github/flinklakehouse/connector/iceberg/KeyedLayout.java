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

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;

/**
 * How changes are written into a table with a primary key.
 *
 * @param key ids of the key columns
 * @param changes what a change says about earlier rows of its key
 * @param partitions what the key says about the partition of a row
 * @param reach which files an equality delete applies to
 */
record KeyedLayout(Set<Integer> key, Changes changes, Partitions partitions, Reach reach)
        implements Serializable {

    /** What a change says about earlier rows of its key. */
    enum Changes {
        /** Any row may have one, so that an insert replaces it as an update does. */
        REPLACE,
        /** The changelog is complete: rows are inserted once, and retracted as they were. */
        TRUST
    }

    /** What the key says about the partition of a row. */
    enum Partitions {
        /** Rows with one key are in one partition for ever. */
        BY_KEY,
        /** Rows can move. */
        BY_OTHERS
    }

    /** Which files an equality delete applies to. */
    enum Reach {
        /** Those of one partition, which makes reading the others cheaper. */
        PARTITION,
        /** Those of all partitions, also of former layouts. */
        TABLE
    }

    KeyedLayout {
        key = Set.copyOf(key);
        requireNonNull(changes, "changes");
        requireNonNull(partitions, "partitions");
        requireNonNull(reach, "reach");
    }

    static KeyedLayout of(Table table, List<String> keyColumns, Changes changes) {
        Set<Integer> key =
                keyColumns.stream()
                        .map(column -> table.schema().findField(column).fieldId())
                        .collect(toUnmodifiableSet());
        Partitions partitions =
                key.containsAll(sources(table.spec())) ? Partitions.BY_KEY : Partitions.BY_OTHERS;
        // Deletes of a partition do not reach files of another partition spec.
        boolean found = partitions == Partitions.BY_KEY || changes == Changes.TRUST;
        return new KeyedLayout(
                key,
                changes,
                partitions,
                found && table.spec().isPartitioned() && table.specs().size() == 1
                        ? Reach.PARTITION
                        : Reach.TABLE);
    }

    private static Set<Integer> sources(PartitionSpec spec) {
        return spec.fields().stream()
                .filter(field -> !field.transform().isVoid())
                .map(field -> field.sourceId())
                .collect(toUnmodifiableSet());
    }
}
