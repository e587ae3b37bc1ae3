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

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The wanted columns of one open Parquet file. */
final class ParquetColumns {
    private final RowType type;
    private final ParquetFileReader file;
    private final List<Optional<Type>> fileColumns;
    private final MessageType requestedSchema;
    private final ZoneId timestampZone;
    private final ParquetDates dates;

    /**
     * Asks the file for no more than these columns.
     *
     * @param type the wanted columns
     */
    ParquetColumns(RowType type, ParquetFileReader file) throws IOException {
        this.type = type;
        this.file = file;
        MessageType schema = file.getFileMetaData().getSchema();
        this.fileColumns =
                type.getFieldNames().stream().map(name -> find(schema, name, file)).toList();
        this.timestampZone = ParquetTimestamps.zone(file.getFileMetaData());
        this.dates = ParquetDates.of(file.getFileMetaData());
        this.requestedSchema = requestedSchema();
        file.setRequestedSchema(requestedSchema);
    }

    /** The field of this name in any case; fails when there are two. */
    static Optional<Type> find(GroupType group, String name, ParquetFileReader file) {
        List<Type> matches =
                group.getFields().stream()
                        .filter(field -> field.getName().equalsIgnoreCase(name))
                        .toList();
        if (matches.size() > 1) {
            throw new IllegalStateException(
                    "Cannot read file: %s has several columns named %s in different case — rename all but one"
                            .formatted(file.getFile(), name));
        }
        return matches.stream().findFirst();
    }

    private MessageType requestedSchema() {
        Type[] found = fileColumns.stream().flatMap(Optional::stream).toArray(Type[]::new);
        return found.length == 0
                ? new MessageType("hive_schema")
                : Types.buildMessage().addFields(found).named("hive_schema");
    }

    /** Whether Flink's column readers read all of them right. */
    boolean areVectorizable() {
        return IntStream.range(0, fileColumns.size())
                .allMatch(
                        i ->
                                fileColumns
                                        .get(i)
                                        .map(
                                                column ->
                                                        ParquetVectors.read(
                                                                type.getTypeAt(i), column))
                                        .orElse(true));
    }

    RowType type() {
        return type;
    }

    ParquetFileReader file() {
        return file;
    }

    /** What the file has of the wanted columns. */
    MessageType schema() {
        return requestedSchema;
    }

    /** What the file has of the wanted column at this index; empty when the file lacks it. */
    Optional<Type> fileColumn(int index) {
        return fileColumns.get(index);
    }

    /** The zone whose wall clock the file's timestamps show, when they are converted to it. */
    ZoneId timestampZone() {
        return timestampZone;
    }

    /** How the file counts days. */
    ParquetDates dates() {
        return dates;
    }
}
