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
package io.github.flinklakehouse.tests.interop;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.serde2.objectinspector.ListObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.MapObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.PrimitiveObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.CharTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.ListTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.MapTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.StructTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.VarcharTypeInfo;

/**
 * Hive's values as values of the JDK, which both class loaders share: {@link ByteBuffer}, {@link
 * LocalDate}, {@link LocalDateTime}, {@link Instant}, {@link List} for arrays and structs, {@link
 * Map}.
 */
final class HiveValues {

    private HiveValues() {}

    /** What Hive's standard Java object inspectors understand. */
    static Object toHive(TypeInfo type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.getCategory()) {
            case PRIMITIVE -> primitiveToHive((PrimitiveTypeInfo) type, value);
            case LIST ->
                    listToHive(((ListTypeInfo) type).getListElementTypeInfo(), (List<?>) value);
            case MAP -> mapToHive((MapTypeInfo) type, (Map<?, ?>) value);
            case STRUCT -> structToHive((StructTypeInfo) type, (List<?>) value);
            case UNION -> throw new IllegalArgumentException("No test needs " + type);
        };
    }

    private static Object primitiveToHive(PrimitiveTypeInfo type, Object value) {
        return switch (type.getPrimitiveCategory()) {
            case BINARY -> ((ByteBuffer) value).array();
            case CHAR -> new HiveChar((String) value, ((CharTypeInfo) type).getLength());
            case VARCHAR -> new HiveVarchar((String) value, ((VarcharTypeInfo) type).getLength());
            case DECIMAL -> HiveDecimal.create((BigDecimal) value);
            case DATE -> Date.ofEpochDay((int) ((LocalDate) value).toEpochDay());
            case TIMESTAMP -> timestampToHive((LocalDateTime) value);
            case TIMESTAMPLOCALTZ -> new TimestampTZ(((Instant) value).atZone(ZoneOffset.UTC));
            default -> value;
        };
    }

    private static Timestamp timestampToHive(LocalDateTime value) {
        Instant utc = value.toInstant(ZoneOffset.UTC);
        return Timestamp.ofEpochSecond(utc.getEpochSecond(), utc.getNano());
    }

    private static List<Object> listToHive(TypeInfo element, List<?> values) {
        List<Object> list = new ArrayList<>();
        values.forEach(value -> list.add(toHive(element, value)));
        return list;
    }

    private static Map<Object, Object> mapToHive(MapTypeInfo type, Map<?, ?> values) {
        Map<Object, Object> map = new HashMap<>();
        values.forEach(
                (key, value) ->
                        map.put(
                                toHive(type.getMapKeyTypeInfo(), key),
                                toHive(type.getMapValueTypeInfo(), value)));
        return map;
    }

    private static List<Object> structToHive(StructTypeInfo type, List<?> values) {
        List<Object> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            fields.add(toHive(type.getAllStructFieldTypeInfos().get(i), values.get(i)));
        }
        return fields;
    }

    /** The fields of a struct. */
    static List<Object> fields(ObjectInspector inspector, Object struct) {
        StructObjectInspector fields = (StructObjectInspector) inspector;
        List<Object> values = new ArrayList<>();
        for (StructField field : fields.getAllStructFieldRefs()) {
            values.add(
                    toJava(
                            field.getFieldObjectInspector(),
                            fields.getStructFieldData(struct, field)));
        }
        return values;
    }

    private static Object toJava(ObjectInspector inspector, Object value) {
        if (value == null) {
            return null;
        }
        return switch (inspector.getCategory()) {
            case PRIMITIVE -> primitiveToJava((PrimitiveObjectInspector) inspector, value);
            case LIST -> listToJava((ListObjectInspector) inspector, value);
            case MAP -> mapToJava((MapObjectInspector) inspector, value);
            case STRUCT -> fields(inspector, value);
            case UNION -> throw new IllegalArgumentException("No test needs " + inspector);
        };
    }

    private static Object primitiveToJava(PrimitiveObjectInspector inspector, Object stored) {
        Object value = inspector.getPrimitiveJavaObject(stored);
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof HiveChar text) {
            return text.getPaddedValue();
        }
        if (value instanceof HiveDecimal decimal) {
            return decimal.bigDecimalValue().setScale(inspector.scale()); // Hive strips zeros
        }
        if (value instanceof TimestampTZ timestamp) {
            return timestamp.getZonedDateTime().toInstant();
        }
        if (value instanceof Date date) {
            return LocalDate.ofEpochDay(date.toEpochDay());
        }
        if (value instanceof Timestamp timestamp) {
            return LocalDateTime.ofEpochSecond(
                    timestamp.toEpochSecond(), timestamp.getNanos(), ZoneOffset.UTC);
        }
        return value instanceof HiveVarchar text ? text.getValue() : value;
    }

    private static List<Object> listToJava(ListObjectInspector inspector, Object value) {
        List<Object> list = new ArrayList<>();
        inspector
                .getList(value)
                .forEach(e -> list.add(toJava(inspector.getListElementObjectInspector(), e)));
        return list;
    }

    private static Map<Object, Object> mapToJava(MapObjectInspector inspector, Object value) {
        Map<Object, Object> map = new HashMap<>();
        inspector
                .getMap(value)
                .forEach(
                        (key, entry) ->
                                map.put(
                                        toJava(inspector.getMapKeyObjectInspector(), key),
                                        toJava(inspector.getMapValueObjectInspector(), entry)));
        return map;
    }
}
