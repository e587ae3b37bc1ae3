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

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Where the columns of a table are in one Parquet file.
 *
 * @param layout what the table says
 * @param footer what the file says
 * @param file its name, for messages
 * @param configuration where Hive's own settings say how files of unknown writers are meant
 */
record ParquetLookup(
        FileLayout layout, FileMetaData footer, String file, Configuration configuration) {
    private static final String BY_INDEX = "parquet.column.index.access";

    ParquetLookup {
        requireNonNull(layout, "layout");
        requireNonNull(footer, "footer");
        requireNonNull(file, "file");
        requireNonNull(configuration, "configuration");
    }

    /**
     * The column of the file that is this column of the table, by name or, when a property says so,
     * by position; empty when the file lacks it.
     *
     * @param column index into {@link FileLayout#columns}
     */
    Optional<Type> column(int column) {
        MessageType schema = footer.getSchema();
        if (!Boolean.parseBoolean(layout.properties().get(BY_INDEX))) {
            return field(schema, layout.columns().get(column).name());
        }
        return column < schema.getFieldCount()
                ? Optional.of(schema.getType(column))
                : Optional.empty();
    }

    /** The wall clock that the file's timestamps show, when they are converted to it. */
    ParquetClock clock() {
        return ParquetTimestamps.clock(footer, configuration);
    }

    /** How the file counts days. */
    ParquetDates dates() {
        return ParquetDates.of(footer, configuration);
    }

    /** How the file counts the days of INT96 timestamps. */
    ParquetDates int96Dates() {
        return ParquetDates.ofInt96(footer);
    }

    /** How the file counts the days of INT64 timestamps. */
    ParquetDates int64Dates() {
        return ParquetDates.ofInt64(footer);
    }

    /** The field of this name in any case; fails when there are two. */
    Optional<Type> field(GroupType group, String name) {
        List<Type> matches =
                group.getFields().stream()
                        .filter(field -> field.getName().equalsIgnoreCase(name))
                        .toList();
        if (matches.size() > 1) {
            throw new IllegalStateException(
                    "Cannot read file: %s has several columns named %s in different case — rename all but one"
                            .formatted(file, name));
        }
        return matches.stream().findFirst();
    }
}
