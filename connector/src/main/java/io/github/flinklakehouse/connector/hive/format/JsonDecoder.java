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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.hadoop.io.BinaryComparable;
import org.apache.hadoop.io.Writable;

/** Rows of JSON objects. Keys are found in any case; what is not wanted is skipped. */
final class JsonDecoder implements RecordDecoder {
    private final JsonFactory factory = new JsonFactory();
    private final RowFields fields;

    JsonDecoder(FileLayout layout) {
        JsonValues values = new JsonValues(JsonOptions.of(layout));
        this.fields =
                new RowFields(
                        layout.projectedType().getFieldNames(),
                        layout.projectedType().getChildren().stream().map(values::of).toList());
    }

    @Override
    public RowData decode(Writable record) throws IOException {
        BinaryComparable text = (BinaryComparable) record;
        try (JsonParser parser = factory.createParser(text.getBytes(), 0, text.getLength())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("has a line that is no JSON object: " + record);
            }
            return fields.read(parser);
        }
    }

    /** Reads a value at the parser's token, which is not null, and leaves the parser at its end. */
    @FunctionalInterface
    interface Value {
        Object read(JsonParser parser) throws IOException;
    }

    /** The fields of a row, by name. */
    static final class RowFields implements Value {
        private final Map<String, Integer> indexes = new HashMap<>();
        private final List<String> names;
        private final List<Value> values;

        RowFields(List<String> names, List<Value> values) {
            this.names = names;
            this.values = values;
            for (int i = 0; i < names.size(); i++) {
                indexes.put(names.get(i).toLowerCase(Locale.ROOT), i);
            }
        }

        @Override
        public RowData read(JsonParser parser) throws IOException {
            GenericRowData row = new GenericRowData(values.size());
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Integer index = index(parser.currentName());
                JsonToken token = parser.nextToken();
                if (index == null) {
                    parser.skipChildren();
                } else {
                    row.setField(
                            index, token == JsonToken.VALUE_NULL ? null : field(index, parser));
                }
            }
            return row;
        }

        /** Most keys are spelt like the column; the others are looked up once. */
        @Nullable
        private Integer index(String name) {
            Integer index = indexes.get(name);
            return index != null ? index : indexes.get(name.toLowerCase(Locale.ROOT));
        }

        private Object field(int index, JsonParser parser) throws IOException {
            try {
                return values.get(index).read(parser);
            } catch (IOException | RuntimeException e) {
                throw new IOException(
                        "has a value of %s that is none of its type: %s"
                                .formatted(names.get(index), e.getMessage()),
                        e);
            }
        }
    }

    /** For messages: no value of this type. */
    static IOException unexpected(JsonParser parser, LogicalType type) throws IOException {
        return new IOException(
                "%s instead of %s".formatted(parser.getText(), type.asSummaryString()));
    }
}
