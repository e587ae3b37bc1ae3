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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The Avro schema of a table, and what is wanted of a schema. */
final class AvroSchemas {
    private static final String LITERAL = "avro.schema.literal";
    private static final String URL = "avro.schema.url";

    /** Hive's word for no schema. */
    private static final String NONE = "none";

    private AvroSchemas() {}

    /** The schema that a table names; empty when it is only made of columns. */
    static Optional<Schema> ofTable(FileLayout layout, Configuration configuration)
            throws IOException {
        String literal = layout.properties().get(LITERAL);
        if (literal != null && !literal.equals(NONE)) {
            return Optional.of(parse(literal, LITERAL));
        }
        String url = layout.properties().get(URL);
        if (url == null || url.equals(NONE)) {
            return Optional.empty();
        }
        Path file = new Path(url);
        try (InputStream in = HiveFiles.fileSystem(file, configuration).open(file)) {
            return Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), url));
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "Cannot read Avro schema: %s (%s) %s".formatted(url, URL, e.getMessage()), e);
        }
    }

    private static Schema parse(String json, String source) throws IOException {
        try {
            return requireRecord(new Schema.Parser().parse(json), source);
        } catch (AvroRuntimeException e) {
            throw new IOException(
                    "Cannot read Avro schema: %s is no schema: %s"
                            .formatted(source, e.getMessage()),
                    e);
        }
    }

    private static Schema requireRecord(Schema schema, String source) throws IOException {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IOException(
                    "Cannot read Avro schema: %s is %s and no record, so that it has no columns"
                            .formatted(source, schema.getType()));
        }
        return schema;
    }

    /**
     * A schema with the wanted columns only, so that Avro skips all else.
     *
     * @param table the schema to read in
     * @param file the schema of the file, of which the name must be the same
     */
    static Schema wanted(FileLayout layout, Schema table, Schema file) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : table.getFields()) {
            if (layout.projection().stream()
                    .anyMatch(
                            column ->
                                    layout.columns()
                                            .get(column)
                                            .name()
                                            .equalsIgnoreCase(field.name()))) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        return Schema.createRecord(
                file.getName(), file.getDoc(), file.getNamespace(), file.isError(), fields);
    }

    /** The field of this name in any case. */
    static Optional<Schema.Field> field(Schema schema, String name) {
        return Optional.ofNullable(schema.getField(name))
                .or(
                        () ->
                                schema.getFields().stream()
                                        .filter(field -> field.name().equalsIgnoreCase(name))
                                        .findFirst());
    }

    /** Why Avro cannot hold these columns, and what to do instead. */
    static Optional<String> unwritable(FileLayout layout) {
        for (int i = 0; i < layout.columns().size(); i++) {
            if (hasOtherKeys(layout.types().get(i))) {
                return Optional.of(
                        "has the column %s of type %s, but keys of maps are strings in Avro — use a table in Parquet"
                                .formatted(
                                        layout.columns().get(i).name(),
                                        layout.columns().get(i).type().toLowerCase(Locale.ROOT)));
            }
            if (layout.types().get(i).is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)) {
                return Optional.of(
                        "has the column %s of type %s, which Hive cannot keep in Avro — use a table in Parquet"
                                .formatted(
                                        layout.columns().get(i).name(),
                                        layout.columns().get(i).type().toLowerCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }

    private static boolean hasOtherKeys(LogicalType type) {
        if (type instanceof MapType map
                && map.getKeyType().getTypeRoot() != LogicalTypeRoot.VARCHAR) {
            return true;
        }
        return type.getChildren().stream().anyMatch(AvroSchemas::hasOtherKeys);
    }
}
