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
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Where the columns of a table are in one Parquet file.
 *
 * @param layout what the table says
 * @param footer what the file says
 * @param file its name, for messages
 */
record ParquetLookup(FileLayout layout, FileMetaData footer, String file) {
    ParquetLookup {
        requireNonNull(layout, "layout");
        requireNonNull(footer, "footer");
        requireNonNull(file, "file");
    }

    /**
     * The column of the file that is this column of the table; empty when the file lacks it.
     *
     * @param column index into {@link FileLayout#columns}
     */
    Optional<Type> column(int column) {
        return field(footer.getSchema(), layout.columns().get(column).name());
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
