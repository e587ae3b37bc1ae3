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

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.formats.parquet.utils.ParquetSchemaConverter;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Takes rows apart for Parquet. Flink's own writer is not used: in a local time zone it shifts
 * timestamps before 1970 that have a fraction, and all before 1582.
 */
final class ParquetRecordWriter {
    private final RecordConsumer consumer;
    private final ZoneId zone;
    private final Consumer<RowData> fields;

    /**
     * @param zone whose wall clock the timestamps show
     */
    ParquetRecordWriter(RecordConsumer consumer, RowType type, ZoneId zone) {
        this.consumer = consumer;
        this.zone = zone;
        this.fields = fields(type);
    }

    void write(RowData row) {
        consumer.startMessage();
        fields.accept(row);
        consumer.endMessage();
    }

    /** Writes the fields of a row that are not NULL. */
    private Consumer<RowData> fields(RowType type) {
        List<RowData.FieldGetter> getters =
                IntStream.range(0, type.getFieldCount())
                        .mapToObj(i -> RowData.createFieldGetter(type.getTypeAt(i), i))
                        .toList();
        List<Consumer<Object>> writers = type.getChildren().stream().map(this::value).toList();
        return row -> {
            for (int i = 0; i < writers.size(); i++) {
                Object value = getters.get(i).getFieldOrNull(row);
                if (value != null) {
                    field(type.getFieldNames().get(i), i, writers.get(i), value);
                }
            }
        };
    }

    private void field(String name, int index, Consumer<Object> writer, Object value) {
        consumer.startField(name, index);
        writer.accept(value);
        consumer.endField(name, index);
    }

    private void group(Runnable content) {
        consumer.startGroup();
        content.run();
        consumer.endGroup();
    }

    private Consumer<Object> value(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> value -> consumer.addBoolean((boolean) value);
            case TINYINT, SMALLINT, INTEGER, DATE ->
                    value -> consumer.addInteger(((Number) value).intValue());
            case BIGINT -> value -> consumer.addLong((long) value);
            case FLOAT -> value -> consumer.addFloat((float) value);
            case DOUBLE -> value -> consumer.addDouble((double) value);
            case CHAR -> charOf(((CharType) type).getLength());
            case VARCHAR -> varcharOf(((VarCharType) type).getLength());
            case VARBINARY ->
                    value -> consumer.addBinary(Binary.fromReusedByteArray((byte[]) value));
            case DECIMAL -> decimal((DecimalType) type);
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    value ->
                            consumer.addBinary(
                                    int96(ParquetTimestamps.toUtc((TimestampData) value, zone)));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    value -> consumer.addBinary(int96((TimestampData) value));
            case ARRAY -> array((ArrayType) type);
            case MAP -> map((MapType) type);
            case ROW -> row((RowType) type);
            default -> throw new IllegalArgumentException("No Hive type: " + type);
        };
    }

    /** Without its padding, as Hive stores it. */
    private Consumer<Object> charOf(int length) {
        return value ->
                consumer.addBinary(
                        Binary.fromString(
                                new HiveChar(value.toString(), length).getStrippedValue()));
    }

    private Consumer<Object> varcharOf(int length) {
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? value ->
                        consumer.addBinary(
                                Binary.fromReusedByteArray(((StringData) value).toBytes()))
                : value ->
                        consumer.addBinary(
                                Binary.fromString(
                                        new HiveVarchar(value.toString(), length).getValue()));
    }

    private Consumer<Object> decimal(DecimalType type) {
        int length = ParquetSchemaConverter.computeMinBytesForDecimalPrecision(type.getPrecision());
        if (DecimalData.isCompact(type.getPrecision())) {
            return value ->
                    consumer.addBinary(bigEndian(((DecimalData) value).toUnscaledLong(), length));
        }
        return value -> {
            byte[] digits = ((DecimalData) value).toUnscaledBytes();
            byte[] bytes = new byte[length];
            byte sign = (byte) (new BigInteger(digits).signum() < 0 ? -1 : 0);
            Arrays.fill(bytes, 0, length - digits.length, sign);
            System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
            consumer.addBinary(Binary.fromConstantByteArray(bytes));
        };
    }

    private static Binary bigEndian(long number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (number >> (Byte.SIZE * (length - 1 - i)));
        }
        return Binary.fromConstantByteArray(bytes);
    }

    private static Binary int96(TimestampData utc) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(ParquetTimestamps.nanosOfDay(utc)).putInt(ParquetTimestamps.julianDay(utc));
        return Binary.fromConstantByteBuffer(bytes.flip());
    }

    private Consumer<Object> row(RowType type) {
        Consumer<RowData> writer = fields(type);
        return value -> group(() -> writer.accept((RowData) value));
    }

    private Consumer<Object> array(ArrayType type) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        Consumer<Object> writer = value(type.getElementType());
        Consumer<ArrayData> elements =
                array -> {
                    for (int i = 0; i < array.size(); i++) {
                        Object element = getter.getElementOrNull(array, i);
                        group(() -> optional("element", 0, writer, element));
                    }
                };
        return value -> group(() -> repeat("list", ((ArrayData) value), elements));
    }

    private void optional(String name, int index, Consumer<Object> writer, Object value) {
        if (value != null) {
            field(name, index, writer, value);
        }
    }

    /** A repeated field; Parquet has none that is empty. */
    private void repeat(String name, ArrayData array, Consumer<ArrayData> elements) {
        if (array.size() > 0) {
            field(name, 0, value -> elements.accept((ArrayData) value), array);
        }
    }

    private Consumer<Object> map(MapType type) {
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter values = ArrayData.createElementGetter(type.getValueType());
        Consumer<Object> keyWriter = value(type.getKeyType());
        Consumer<Object> valueWriter = value(type.getValueType());
        return value -> {
            MapData map = (MapData) value;
            Consumer<ArrayData> entries =
                    keyArray -> {
                        for (int i = 0; i < map.size(); i++) {
                            Object key = requireKey(keys.getElementOrNull(keyArray, i));
                            Object entry = values.getElementOrNull(map.valueArray(), i);
                            group(
                                    () -> {
                                        field("key", 0, keyWriter, key);
                                        optional("value", 1, valueWriter, entry);
                                    });
                        }
                    };
            group(() -> repeat("key_value", map.keyArray(), entries));
        };
    }

    private static Object requireKey(Object key) {
        if (key == null) {
            throw new IllegalArgumentException(
                    "Cannot write row: it has a map with a NULL key, which Parquet cannot hold — leave such entries out");
        }
        return key;
    }
}
