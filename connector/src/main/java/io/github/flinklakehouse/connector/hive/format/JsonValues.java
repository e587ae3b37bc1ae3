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

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/** Makes readers of JSON values. Numbers and booleans may be in quotes. */
final class JsonValues {
    private final JsonOptions options;
    private final TextValues texts;

    JsonValues(JsonOptions options) {
        this.options = options;
        this.texts = new TextValues(options.timestamps());
    }

    JsonDecoder.Value of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case ARRAY -> array((ArrayType) type);
            case MAP -> map((MapType) type);
            case ROW -> row((RowType) type);
            case CHAR, VARCHAR -> string(type);
            case BINARY, VARBINARY -> parser -> bytes(scalar(parser, type));
            default -> {
                TextValues.Value value = texts.of(type);
                yield parser -> value.parse(scalar(parser, type).trim());
            }
        };
    }

    private static String scalar(JsonParser parser, LogicalType type) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            throw JsonDecoder.unexpected(parser, type);
        }
        return parser.getText();
    }

    private byte[] bytes(String text) {
        return options.binary() == JsonOptions.Binary.BASE64
                ? Base64.getMimeDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    /** An object or array where a string is wanted stays as it is spelt. */
    private JsonDecoder.Value string(LogicalType type) {
        TextValues.Value value = texts.of(type);
        return parser ->
                value.parse(
                        parser.currentToken().isScalarValue() ? parser.getText() : tree(parser));
    }

    private static String tree(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JsonEncoder.FACTORY.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private JsonDecoder.Value array(ArrayType type) {
        JsonDecoder.Value element = of(type.getElementType());
        Object[] empty = HiveObjects.emptyArray(type);
        return parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw JsonDecoder.unexpected(parser, type);
            }
            List<Object> elements = new ArrayList<>();
            JsonToken token;
            while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
                elements.add(token == JsonToken.VALUE_NULL ? null : element.read(parser));
            }
            return new GenericArrayData(elements.toArray(empty));
        };
    }

    private JsonDecoder.Value map(MapType type) {
        TextValues.Value key = key(type.getKeyType());
        JsonDecoder.Value value = of(type.getValueType());
        return parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw JsonDecoder.unexpected(parser, type);
            }
            Map<Object, Object> map = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Object parsed = key.parse(parser.currentName());
                JsonToken token = parser.nextToken();
                map.put(parsed, token == JsonToken.VALUE_NULL ? null : value.read(parser));
            }
            return new GenericMapData(map);
        };
    }

    private TextValues.Value key(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BINARY, VARBINARY -> this::bytes;
            default -> texts.of(type);
        };
    }

    private JsonDecoder.Value row(RowType type) {
        JsonDecoder.Value fields =
                new JsonDecoder.RowFields(
                        type.getFieldNames().stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList(),
                        type.getChildren().stream().map(this::of).toList());
        return parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw JsonDecoder.unexpected(parser, type);
            }
            return fields.read(parser);
        };
    }
}
