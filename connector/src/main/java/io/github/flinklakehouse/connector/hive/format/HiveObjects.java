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

import java.lang.reflect.Array;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;
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
import org.apache.hadoop.hive.serde2.objectinspector.UnionObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;

/**
 * Values of Hive and Flink's internal values: what any object inspector shows is read, what its
 * standard Java object inspectors show is made. NULL is null on both sides.
 */
final class HiveObjects {

    private HiveObjects() {}

    /** From one kind of value to the other. */
    @FunctionalInterface
    interface Converter {
        /** The converted value; null when there is none, such as a decimal that does not fit. */
        Object convert(Object value);

        /** This converter, for values that may be null. */
        default Converter orNull() {
            return value -> value == null ? null : convert(value);
        }
    }

    /** Hive's description of a column as Flink sees it; some SerDes make a STRING of any type. */
    static TypeInfo typeInfo(FileLayout layout, int column) {
        LogicalType type = layout.types().get(column);
        return type.is(LogicalTypeRoot.VARCHAR)
                        && ((VarCharType) type).getLength() > HiveVarchar.MAX_VARCHAR_LENGTH
                ? TypeInfoFactory.stringTypeInfo
                : TypeInfoUtils.getTypeInfoFromTypeString(layout.columns().get(column).type());
    }

    /** A converter from what an inspector knows to Flink. */
    static Converter toFlink(LogicalType type, ObjectInspector inspector) {
        Converter converter =
                switch (inspector.getCategory()) {
                    case PRIMITIVE -> {
                        Converter primitive = primitiveToFlink(type);
                        PrimitiveObjectInspector values = (PrimitiveObjectInspector) inspector;
                        // A value that is there may turn out to be NULL: "abc" is no INT.
                        yield value ->
                                primitive.orNull().convert(values.getPrimitiveJavaObject(value));
                    }
                    case LIST -> listToFlink((ArrayType) type, (ListObjectInspector) inspector);
                    case MAP -> mapToFlink((MapType) type, (MapObjectInspector) inspector);
                    case STRUCT -> rowToFlink((RowType) type, (StructObjectInspector) inspector);
                    case UNION -> unionToFlink((RowType) type, (UnionObjectInspector) inspector);
                };
        return converter.orNull();
    }

    private static Converter primitiveToFlink(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR -> value -> StringData.fromString(((HiveChar) value).getPaddedValue());
            case VARCHAR -> value -> StringData.fromString(value.toString());
            case DECIMAL -> value -> decimalToFlink((HiveDecimal) value, (DecimalType) type);
            case DATE -> value -> ((Date) value).toEpochDay();
            case TIMESTAMP_WITHOUT_TIME_ZONE -> value -> timestampToFlink((Timestamp) value);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    value ->
                            TimestampData.fromInstant(
                                    ((TimestampTZ) value).getZonedDateTime().toInstant());
            default -> value -> value; // the same Java class on both sides
        };
    }

    static Object decimalToFlink(HiveDecimal value, DecimalType type) {
        return DecimalData.fromBigDecimal(
                value.bigDecimalValue(), type.getPrecision(), type.getScale());
    }

    static Object timestampToFlink(Timestamp value) {
        return TimestampData.fromLocalDateTime(
                LocalDateTime.ofEpochSecond(
                        value.toEpochSecond(), value.getNanos(), ZoneOffset.UTC));
    }

    /** An array of the class that Flink's converters, for functions of users, expect inside. */
    static Object[] emptyArray(ArrayType type) {
        return (Object[])
                Array.newInstance(
                        LogicalTypeUtils.toInternalConversionClass(type.getElementType()), 0);
    }

    private static Converter listToFlink(ArrayType type, ListObjectInspector inspector) {
        Converter element =
                toFlink(type.getElementType(), inspector.getListElementObjectInspector());
        Object[] empty = emptyArray(type);
        return value ->
                new GenericArrayData(
                        inspector.getList(value).stream()
                                .map(element::convert)
                                .toList()
                                .toArray(empty));
    }

    private static Converter mapToFlink(MapType type, MapObjectInspector inspector) {
        Converter keys = toFlink(type.getKeyType(), inspector.getMapKeyObjectInspector());
        Converter values = toFlink(type.getValueType(), inspector.getMapValueObjectInspector());
        return value -> {
            Map<Object, Object> map = new HashMap<>();
            inspector
                    .getMap(value)
                    .forEach((key, entry) -> map.put(keys.convert(key), values.convert(entry)));
            return new GenericMapData(map);
        };
    }

    private static Converter rowToFlink(RowType type, StructObjectInspector inspector) {
        List<? extends StructField> fields = inspector.getAllStructFieldRefs();
        List<Converter> converters =
                IntStream.range(0, fields.size())
                        .mapToObj(
                                i ->
                                        toFlink(
                                                type.getTypeAt(i),
                                                fields.get(i).getFieldObjectInspector()))
                        .toList();
        return value -> {
            GenericRowData row = new GenericRowData(converters.size());
            for (int i = 0; i < converters.size(); i++) {
                Object field = inspector.getStructFieldData(value, fields.get(i));
                row.setField(i, converters.get(i).convert(field));
            }
            return row;
        };
    }

    /** The row is the tag, then one field for each alternative. */
    private static Converter unionToFlink(RowType type, UnionObjectInspector inspector) {
        List<ObjectInspector> alternatives = inspector.getObjectInspectors();
        List<Converter> converters =
                IntStream.range(0, alternatives.size())
                        .mapToObj(i -> toFlink(type.getTypeAt(i + 1), alternatives.get(i)))
                        .toList();
        return value -> {
            GenericRowData row = new GenericRowData(converters.size() + 1);
            int tag = inspector.getTag(value);
            row.setField(0, tag);
            row.setField(tag + 1, converters.get(tag).convert(inspector.getField(value)));
            return row;
        };
    }

    /** A converter from Flink to Hive. */
    static Converter toHive(LogicalType type) {
        Converter converter =
                switch (type.getTypeRoot()) {
                    case CHAR ->
                            value -> new HiveChar(value.toString(), ((CharType) type).getLength());
                    case VARCHAR -> varcharToHive(type);
                    case DECIMAL ->
                            value -> HiveDecimal.create(((DecimalData) value).toBigDecimal());
                    case DATE -> value -> Date.ofEpochDay((int) value);
                    case TIMESTAMP_WITHOUT_TIME_ZONE ->
                            value -> timestampToHive((TimestampData) value);
                    case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                            value -> timestampTzToHive(((TimestampData) value).toInstant());
                    case ARRAY -> listToHive((ArrayType) type);
                    case MAP -> mapToHive((MapType) type);
                    case ROW -> rowToHive((RowType) type);
                    default -> value -> value;
                };
        return converter.orNull();
    }

    private static Converter varcharToHive(LogicalType type) {
        int length = ((VarCharType) type).getLength();
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? Object::toString
                : value -> new HiveVarchar(value.toString(), length);
    }

    static Object timestampToHive(TimestampData value) {
        Instant utc = value.toLocalDateTime().toInstant(ZoneOffset.UTC);
        return Timestamp.ofEpochSecond(utc.getEpochSecond(), utc.getNano());
    }

    private static Object timestampTzToHive(Instant instant) {
        return new TimestampTZ(instant.atZone(ZoneOffset.UTC));
    }

    private static Converter listToHive(ArrayType type) {
        Converter element = toHive(type.getElementType());
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        return value -> elements((ArrayData) value, getter, element);
    }

    private static List<Object> elements(
            ArrayData array, ArrayData.ElementGetter getter, Converter converter) {
        Object[] elements = new Object[array.size()];
        Arrays.setAll(elements, i -> converter.convert(getter.getElementOrNull(array, i)));
        return Arrays.asList(elements);
    }

    private static Converter mapToHive(MapType type) {
        Converter key = toHive(type.getKeyType());
        Converter mapValue = toHive(type.getValueType());
        ArrayData.ElementGetter keyGetter = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter valueGetter = ArrayData.createElementGetter(type.getValueType());
        return value -> {
            List<Object> keys = elements(((MapData) value).keyArray(), keyGetter, key);
            List<Object> values = elements(((MapData) value).valueArray(), valueGetter, mapValue);
            Map<Object, Object> map = new HashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i), values.get(i));
            }
            return map;
        };
    }

    /** A converter from rows of Flink to structs of Hive. */
    static Converter rowToHive(RowType type) {
        List<Converter> converters = type.getChildren().stream().map(HiveObjects::toHive).toList();
        List<RowData.FieldGetter> getters =
                IntStream.range(0, type.getFieldCount())
                        .mapToObj(i -> RowData.createFieldGetter(type.getTypeAt(i), i))
                        .toList();
        return value -> {
            Object[] fields = new Object[converters.size()];
            Arrays.setAll(
                    fields,
                    i -> converters.get(i).convert(getters.get(i).getFieldOrNull((RowData) value)));
            return Arrays.asList(fields);
        };
    }
}
