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
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;

/** JSON objects of rows, as Hive's JsonSerDe spells them. */
final class JsonEncoder implements RecordEncoder {
    static final JsonFactory FACTORY = new JsonFactory();

    private final RowType type;
    private final HiveObjects.Converter converter;
    private final JsonOptions.Binary binary;
    private final Text record = new Text();

    JsonEncoder(FileLayout layout) {
        this.type = layout.rowType();
        this.converter = HiveObjects.rowToHive(type);
        this.binary = JsonOptions.of(layout).binary();
    }

    @Override
    public Writable encode(RowData row) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            writeRow(generator, type, (List<?>) converter.convert(row));
        }
        record.set(bytes.toByteArray());
        return record;
    }

    private void writeRow(JsonGenerator generator, RowType rowType, List<?> fields)
            throws IOException {
        generator.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
            generator.writeFieldName(rowType.getFieldNames().get(i));
            write(generator, rowType.getTypeAt(i), fields.get(i));
        }
        generator.writeEndObject();
    }

    private void write(JsonGenerator generator, LogicalType valueType, Object value)
            throws IOException {
        if (value == null) {
            generator.writeNull();
            return;
        }
        switch (valueType.getTypeRoot()) {
            case ARRAY -> {
                generator.writeStartArray();
                for (Object element : (List<?>) value) {
                    write(generator, ((ArrayType) valueType).getElementType(), element);
                }
                generator.writeEndArray();
            }
            case MAP -> writeMap(generator, (MapType) valueType, (Map<?, ?>) value);
            case ROW -> writeRow(generator, (RowType) valueType, (List<?>) value);
            case BOOLEAN -> generator.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    generator.writeNumber(((Number) value).longValue());
            case FLOAT -> generator.writeNumber((Float) finite(value, (Float) value));
            case DOUBLE -> generator.writeNumber((Double) finite(value, (Double) value));
            case DECIMAL -> generator.writeNumber(((HiveDecimal) value).bigDecimalValue());
            default -> generator.writeString(text(value));
        }
    }

    private void writeMap(JsonGenerator generator, MapType mapType, Map<?, ?> map)
            throws IOException {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() == null) {
                throw new UnstorableRowException(
                        "a map", "has the key NULL, which JSON cannot spell — leave it out");
            }
            generator.writeFieldName(text(entry.getKey()));
            write(generator, mapType.getValueType(), entry.getValue());
        }
        generator.writeEndObject();
    }

    private static Number finite(Object value, double number) throws IOException {
        if (!Double.isFinite(number)) {
            throw new UnstorableRowException(
                    "a value",
                    "is %s, which JSON cannot spell — write NULL, or use a table in Parquet"
                            .formatted(number));
        }
        return (Number) value;
    }

    private String text(Object value) throws IOException {
        if (!(value instanceof byte[] bytes)) {
            return value.toString();
        }
        if (binary == JsonOptions.Binary.BASE64) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UnstorableRowException(
                    "bytes",
                    "are no UTF-8 text, which is how Hive keeps them in JSON — set 'json.binary.format' to 'base64' for Hive 4, or use a table in Parquet");
        }
    }
}
