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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hive.common.util.TimestampParser;

/** Makes converters from Avro's values to Flink's. */
final class AvroValues {
    private final TextValues texts = new TextValues(new TimestampParser());
    private final ZoneId zone;

    /**
     * @param zone in which timestamps were local, of which the file has the instants
     */
    AvroValues(ZoneId zone) {
        this.zone = zone;
    }

    /** From Avro's value, which is not null, to Flink's. */
    @FunctionalInterface
    interface Value {
        Object read(Object value);
    }

    /** Fields that the schema does not have are NULL. */
    Value row(RowType type, Schema schema) {
        int count = type.getFieldCount();
        int[] positions = new int[count];
        Value[] values = new Value[count];
        for (int i = 0; i < count; i++) {
            Schema.Field field =
                    AvroSchemas.field(schema, type.getFieldNames().get(i)).orElse(null);
            positions[i] = field == null ? -1 : field.pos();
            values[i] = field == null ? value -> null : of(type.getTypeAt(i), field.schema());
        }
        return value -> {
            GenericRowData row = new GenericRowData(count);
            for (int i = 0; i < count; i++) {
                Object field = positions[i] < 0 ? null : ((IndexedRecord) value).get(positions[i]);
                row.setField(i, field == null ? null : values[i].read(field));
            }
            return row;
        };
    }

    private Value of(LogicalType type, Schema schema) {
        if (schema.isUnion()) {
            List<Schema> branches =
                    schema.getTypes().stream()
                            .filter(branch -> branch.getType() != Schema.Type.NULL)
                            .toList();
            return branches.size() == 1 ? of(type, branches.get(0)) : union(type, schema, branches);
        }
        return switch (type.getTypeRoot()) {
            case ROW -> row((RowType) type, require(schema, Schema.Type.RECORD, type));
            case ARRAY -> array((ArrayType) type, require(schema, Schema.Type.ARRAY, type));
            case MAP -> map((MapType) type, require(schema, Schema.Type.MAP, type));
            case BINARY, VARBINARY -> AvroValues::bytes;
            case DECIMAL -> decimal((DecimalType) type, schema);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(schema, type);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                require(schema, Schema.Type.LONG, type);
                yield value -> TimestampData.fromInstant(instant((long) value, schema));
            }
            case DATE -> schema.getType() == Schema.Type.INT ? value -> value : text(type);
            default -> number(type, schema);
        };
    }

    private static Schema require(Schema schema, Schema.Type type, LogicalType wanted) {
        if (schema.getType() != type) {
            throw new IllegalArgumentException(
                    "has values of Avro's type %s where %s is wanted"
                            .formatted(schema, wanted.asSummaryString()));
        }
        return schema;
    }

    private Value text(LogicalType type) {
        TextValues.Value value = texts.of(type);
        return text -> value.parse(text.toString());
    }

    /** Avro has fewer kinds of numbers than Hive. */
    private Value number(LogicalType type, Schema schema) {
        boolean isNumber =
                switch (schema.getType()) {
                    case INT, LONG, FLOAT, DOUBLE -> true;
                    default -> false;
                };
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> schema.getType() == Schema.Type.BOOLEAN ? value -> value : text(type);
            case BIGINT ->
                    isNumber
                                    && schema.getType() != Schema.Type.FLOAT
                                    && schema.getType() != Schema.Type.DOUBLE
                            ? value -> ((Number) value).longValue()
                            : text(type);
            case FLOAT -> isNumber ? value -> ((Number) value).floatValue() : text(type);
            case DOUBLE -> isNumber ? value -> ((Number) value).doubleValue() : text(type);
            case INTEGER -> schema.getType() == Schema.Type.INT ? value -> value : text(type);
            default -> text(type);
        };
    }

    private static byte[] bytes(Object value) {
        if (value instanceof GenericFixed fixed) {
            return fixed.bytes().clone();
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Value decimal(DecimalType type, Schema schema) {
        if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
            return text(type);
        }
        return value -> {
            HiveDecimal fitting =
                    HiveDecimal.enforcePrecisionScale(
                            HiveDecimal.create(
                                    new BigDecimal(
                                            new BigInteger(bytes(value)), decimal.getScale())),
                            type.getPrecision(),
                            type.getScale());
            return fitting == null ? null : HiveObjects.decimalToFlink(fitting, type);
        };
    }

    private Value timestamp(Schema schema, LogicalType type) {
        if (schema.getType() == Schema.Type.STRING) {
            return text(type);
        }
        require(schema, Schema.Type.LONG, type);
        String name = schema.getProp("logicalType");
        ZoneId local = name != null && name.startsWith("local-") ? ZoneOffset.UTC : zone;
        return value ->
                TimestampData.fromLocalDateTime(
                        LocalDateTime.ofInstant(instant((long) value, schema), local));
    }

    private static Instant instant(long value, Schema schema) {
        String name = schema.getProp("logicalType");
        long perSecond =
                name == null || name.endsWith("-millis")
                        ? 1_000
                        : name.endsWith("-micros") ? 1_000_000 : 1_000_000_000;
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond),
                Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond));
    }

    private Value array(ArrayType type, Schema schema) {
        Value element = of(type.getElementType(), schema.getElementType());
        Object[] empty = HiveObjects.emptyArray(type);
        return value -> {
            List<Object> elements = new ArrayList<>();
            ((List<?>) value)
                    .forEach(each -> elements.add(each == null ? null : element.read(each)));
            return new GenericArrayData(elements.toArray(empty));
        };
    }

    private Value map(MapType type, Schema schema) {
        TextValues.Value key = texts.of(type.getKeyType());
        Value mapValue = of(type.getValueType(), schema.getValueType());
        return value -> {
            Map<Object, Object> map = new HashMap<>();
            ((Map<?, ?>) value)
                    .forEach(
                            (name, each) ->
                                    map.put(
                                            key.parse(name.toString()),
                                            each == null ? null : mapValue.read(each)));
            return new GenericMapData(map);
        };
    }

    /** As Hive's uniontype: which alternative it is, then one field for each. */
    private Value union(LogicalType type, Schema schema, List<Schema> branches) {
        if (!(type instanceof RowType row) || row.getFieldCount() != branches.size() + 1) {
            throw new IllegalArgumentException(
                    "has values of Avro's union %s where %s is wanted"
                            .formatted(schema, type.asSummaryString()));
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            values.add(of(row.getTypeAt(i + 1), branches.get(i)));
        }
        return value -> {
            Schema branch = schema.getTypes().get(GenericData.get().resolveUnion(schema, value));
            int tag = branches.indexOf(branch);
            GenericRowData fields = new GenericRowData(branches.size() + 1);
            fields.setField(0, tag);
            fields.setField(tag + 1, values.get(tag).read(value));
            return fields;
        };
    }
}
