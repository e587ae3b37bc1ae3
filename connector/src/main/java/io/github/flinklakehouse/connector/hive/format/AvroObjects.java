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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;

/** Makes converters from Flink's values to Avro's. */
final class AvroObjects {
    private final ZoneId zone;

    /**
     * @param zone in which timestamps are local, of which the file has the instants
     */
    AvroObjects(ZoneId zone) {
        this.zone = zone;
    }

    /** From Flink's value, which is not null, to Avro's. */
    @FunctionalInterface
    interface Value {
        Object write(Object value) throws IOException;
    }

    /** All columns must be in the schema; what else is in it gets its default. */
    Value row(RowType type, Schema schema) throws IOException {
        int count = type.getFieldCount();
        Schema.Field[] fields = new Schema.Field[count];
        Value[] values = new Value[count];
        RowData.FieldGetter[] getters = new RowData.FieldGetter[count];
        for (int i = 0; i < count; i++) {
            String name = type.getFieldNames().get(i);
            fields[i] = AvroSchemas.field(schema, name).orElse(null);
            if (fields[i] == null) {
                throw new IOException(
                        "Cannot write file: the table's Avro schema has no field %s"
                                .formatted(name));
            }
            values[i] = of(type.getTypeAt(i), fields[i].schema());
            getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
        }
        return value -> {
            GenericData.Record record = new GenericData.Record(schema);
            for (int i = 0; i < count; i++) {
                Object field = getters[i].getFieldOrNull((RowData) value);
                record.put(fields[i].pos(), field == null ? null : values[i].write(field));
            }
            return withDefaults(record, schema, fields);
        };
    }

    private static GenericData.Record withDefaults(
            GenericData.Record record, Schema schema, Schema.Field[] set) {
        if (set.length < schema.getFields().size()) {
            List<Schema.Field> given = List.of(set);
            for (Schema.Field field : schema.getFields()) {
                if (!given.contains(field)) {
                    record.put(field.pos(), GenericData.get().getDefaultValue(field));
                }
            }
        }
        return record;
    }

    private Value of(LogicalType type, Schema schema) throws IOException {
        if (schema.isUnion()) {
            List<Schema> branches =
                    schema.getTypes().stream()
                            .filter(branch -> branch.getType() != Schema.Type.NULL)
                            .toList();
            if (branches.size() != 1) {
                throw new IOException("Cannot write file: Flink has nothing like " + schema);
            }
            return of(type, branches.get(0));
        }
        return switch (type.getTypeRoot()) {
            case ROW -> row((RowType) type, schema);
            case ARRAY -> array((ArrayType) type, schema);
            case MAP -> map((MapType) type, schema);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(schema);
            case CHAR, VARCHAR ->
                    schema.getType() == Schema.Type.ENUM
                            ? value -> new GenericData.EnumSymbol(schema, value.toString())
                            : Object::toString;
            case BINARY, VARBINARY -> value -> bytes((byte[]) value, schema);
            case DECIMAL -> decimal(schema);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    value ->
                            units(
                                    ((TimestampData) value)
                                            .toLocalDateTime()
                                            .atZone(zoneOf(schema))
                                            .toInstant(),
                                    schema);
            default -> value -> value;
        };
    }

    private static Value integer(Schema schema) {
        return schema.getType() == Schema.Type.LONG
                ? value -> ((Number) value).longValue()
                : schema.getType() == Schema.Type.INT
                        ? value -> Math.toIntExact(((Number) value).longValue())
                        : value -> value;
    }

    private static Object bytes(byte[] bytes, Schema schema) {
        return schema.getType() == Schema.Type.FIXED
                ? new GenericData.Fixed(schema, bytes)
                : ByteBuffer.wrap(bytes);
    }

    private static Value decimal(Schema schema) throws IOException {
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
            throw new IOException("Cannot write file: no decimal can be " + schema);
        }
        return value -> {
            BigDecimal number = ((DecimalData) value).toBigDecimal();
            try {
                byte[] unscaled = number.setScale(decimal.getScale()).unscaledValue().toByteArray();
                return schema.getType() == Schema.Type.FIXED
                        ? new Conversions.DecimalConversion()
                                .toFixed(number.setScale(decimal.getScale()), schema, decimal)
                        : ByteBuffer.wrap(unscaled);
            } catch (ArithmeticException e) {
                throw new UnstorableRowException(
                        "the number " + number,
                        "does not fit the table's Avro schema %s — write a smaller one"
                                .formatted(schema));
            }
        };
    }

    private ZoneId zoneOf(Schema schema) {
        String name = schema.getProp("logicalType");
        return name != null && name.startsWith("local-") ? ZoneOffset.UTC : zone;
    }

    private static long units(Instant instant, Schema schema) throws IOException {
        String name = schema.getProp("logicalType");
        boolean micros = name != null && name.endsWith("-micros");
        long perSecond = micros ? 1_000_000 : 1_000;
        long nanosPerUnit = 1_000_000_000 / perSecond;
        if (instant.getNano() % nanosPerUnit != 0) {
            throw new UnstorableRowException(
                    "a timestamp",
                    "is finer than %s, which is all that the Avro schema keeps — cast it to TIMESTAMP(%d)"
                            .formatted(micros ? "microseconds" : "milliseconds", micros ? 6 : 3));
        }
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), perSecond),
                instant.getNano() / nanosPerUnit);
    }

    private Value array(ArrayType type, Schema schema) throws IOException {
        Value element = of(type.getElementType(), schema.getElementType());
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        return value -> {
            ArrayData array = (ArrayData) value;
            List<Object> elements = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                Object each = getter.getElementOrNull(array, i);
                elements.add(each == null ? null : element.write(each));
            }
            return elements;
        };
    }

    private Value map(MapType type, Schema schema) throws IOException {
        Value mapValue = of(type.getValueType(), schema.getValueType());
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
        return value -> {
            MapData data = (MapData) value;
            Map<String, Object> map = new HashMap<>();
            for (int i = 0; i < data.size(); i++) {
                Object key = keys.getElementOrNull(data.keyArray(), i);
                Object each = values.getElementOrNull(data.valueArray(), i);
                if (key == null) {
                    throw new UnstorableRowException(
                            "a map", "has the key NULL, which Avro cannot hold — leave it out");
                }
                map.put(key.toString(), each == null ? null : mapValue.write(each));
            }
            return map;
        };
    }
}
