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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

/**
 * What is known of a row besides its columns: where it was read. The keys and types of files are
 * those of Flink's filesystem connector.
 */
public enum FileMetadata {
    /** With file system and bucket, since the partitions of a table can be in several. */
    FILE_PATH("file.path", DataTypes.STRING().notNull()),
    FILE_NAME("file.name", DataTypes.STRING().notNull()),
    FILE_SIZE("file.size", DataTypes.BIGINT().notNull()),
    FILE_MODIFICATION_TIME("file.modification-time", DataTypes.TIMESTAMP_LTZ(3).notNull()),
    /** The name that SHOW PARTITIONS prints; only in tables that have partition keys. */
    PARTITION("partition", DataTypes.STRING().notNull());

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // data types are
    private final DataType type;

    FileMetadata(String key, DataType type) {
        this.key = requireNonNull(key, "key");
        this.type = requireNonNull(type, "type");
    }

    /**
     * The keys that rows of a table have, with their types.
     *
     * @param partitionKeys names of the table's partition keys
     */
    public static Map<String, DataType> of(List<String> partitionKeys) {
        Map<String, DataType> types = new LinkedHashMap<>();
        Arrays.stream(values())
                .filter(each -> each != PARTITION || !partitionKeys.isEmpty())
                .forEach(each -> types.put(each.key, each.type));
        return types;
    }

    static FileMetadata ofKey(String key) {
        return Arrays.stream(values())
                .filter(each -> each.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No metadata key: " + key));
    }

    String key() {
        return key;
    }

    DataType type() {
        return type;
    }

    /** The value of all rows of a split, in Flink's internal form. */
    Object value(HiveTableSchema schema, HiveSplit split) {
        return switch (this) {
            case FILE_PATH -> StringData.fromString(split.path().toString());
            case FILE_NAME -> StringData.fromString(split.path().getName());
            case FILE_SIZE -> split.fileSize();
            case FILE_MODIFICATION_TIME ->
                    TimestampData.fromEpochMillis(split.fileModificationTime());
            case PARTITION ->
                    StringData.fromString(
                            PartitionPath.name(
                                    schema.table().partitionKeyNames(),
                                    split.partition().values()));
        };
    }
}
