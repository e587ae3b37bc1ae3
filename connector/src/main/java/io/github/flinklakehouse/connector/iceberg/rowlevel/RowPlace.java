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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.types.DataType;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.types.Types;

/**
 * Where a row lies: metadata columns that the planner adds to the scan of a table whose rows are
 * changed. They stand in a row in this order, behind its own columns.
 */
enum RowPlace {
    /** The number of the row in its file. */
    POSITION("$position"),

    /**
     * The row's id, which stays the same when the row is written anew; from format version 3 on.
     */
    ROW_ID("$row_id"),

    /** The data file. */
    FILE("$file"),

    /** The partition that the file is in, as {@link PartitionText}. */
    PARTITION("$partition");

    /** What a delete needs to know. */
    static final List<RowPlace> OF_DELETED = List.of(POSITION, FILE, PARTITION);

    private final String key;

    RowPlace(String key) {
        this.key = key;
    }

    /** All of them, by the names that Flink knows them by. */
    static Map<String, DataType> readable() {
        Map<String, DataType> readable = new LinkedHashMap<>();
        Stream.of(values()).forEach(place -> readable.put(place.key, place.type()));
        return readable;
    }

    /** Those that have these names. */
    static List<RowPlace> of(List<String> keys) {
        return Stream.of(values()).filter(place -> keys.contains(place.key)).toList();
    }

    /** This, to be asked of the planner. */
    Column column() {
        return Column.metadata(key, type(), null, true);
    }

    private DataType type() {
        return switch (this) {
            case POSITION, ROW_ID -> DataTypes.BIGINT();
            case FILE, PARTITION -> DataTypes.STRING();
        };
    }

    /** This, as a field of Iceberg. */
    Types.NestedField field() {
        return switch (this) {
            case POSITION -> MetadataColumns.ROW_POSITION;
            case ROW_ID -> MetadataColumns.ROW_ID;
            case FILE -> MetadataColumns.FILE_PATH;
            case PARTITION ->
                    Types.NestedField.optional(
                            MetadataColumns.PARTITION_COLUMN_ID,
                            MetadataColumns.PARTITION_COLUMN_NAME,
                            Types.StringType.get());
        };
    }
}
