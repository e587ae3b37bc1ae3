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
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files of any schema, as other engines write them. */
final class ParquetFiles {

    private ParquetFiles() {}

    /** A file with one column, each value of which is a row group. */
    static void writeGroups(Path file, String field, Map<String, String> footer, Object... values)
            throws IOException {
        write(
                file,
                field,
                footer,
                writer ->
                        writer.withRowGroupSize(1L)
                                .withMinRowCountForPageSizeCheck(1)
                                .withMaxRowCountForPageSizeCheck(1),
                values);
    }

    /**
     * A file with one column.
     *
     * @param field as in Parquet's own language of schemas, such as {@code optional int32 c}
     */
    static void write(
            Path file,
            String field,
            Map<String, String> footer,
            UnaryOperator<ExampleParquetWriter.Builder> options,
            Object... values)
            throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + field + "; }");
        try (ParquetWriter<Group> writer =
                options.apply(
                                ExampleParquetWriter.builder(
                                                new org.apache.hadoop.fs.Path(file.toString()))
                                        .withType(schema)
                                        .withExtraMetaData(footer))
                        .build()) {
            for (Object value : values) {
                writer.write(row(schema, value));
            }
        }
    }

    private static Group row(MessageType schema, Object value) {
        Group row = new SimpleGroupFactory(schema).newGroup();
        if (value instanceof Integer number) {
            row.add(0, number);
        } else if (value instanceof Long number) {
            row.add(0, number);
        } else if (value instanceof Float number) {
            row.add(0, number);
        } else if (value instanceof Double number) {
            row.add(0, number);
        } else if (value instanceof Boolean bool) {
            row.add(0, bool);
        } else if (value instanceof String text) {
            row.add(0, text);
        } else if (value instanceof NanoTime time) {
            row.add(0, time);
        } else if (value instanceof byte[] bytes) {
            row.add(0, Binary.fromConstantByteArray(bytes));
        } else if (value != null) {
            throw new IllegalArgumentException("No test needs " + value.getClass());
        }
        return row;
    }
}
