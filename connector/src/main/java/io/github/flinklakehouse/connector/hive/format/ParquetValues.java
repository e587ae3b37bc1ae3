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
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Converters for the single values of a Parquet file: each of its types, as each that holds it. */
final class ParquetValues {

    private ParquetValues() {}

    /** A converter that hands values to a target. */
    static Converter converter(
            LogicalType wanted,
            PrimitiveType field,
            ParquetColumns columns,
            Consumer<Object> target) {
        Function<Object, Object> function = function(wanted, field, columns);
        if (function == null) {
            throw refusal(wanted, field, columns);
        }
        return new Value(value -> target.accept(function.apply(value)));
    }

    /** A converter for what is not wanted. */
    static Converter discard(Type field) {
        return field.isPrimitive()
                ? new Value(value -> {})
                : new ParquetGroups.Group(
                        IntStream.range(0, field.asGroupType().getFieldCount())
                                .mapToObj(i -> discard(field.asGroupType().getType(i)))
                                .toArray(Converter[]::new));
    }

    /** Says that a field cannot be read as a type. */
    static IllegalStateException refusal(LogicalType wanted, Type field, ParquetColumns columns) {
        return new IllegalStateException(
                "Cannot read file: %s holds '%s', which is not %s as in the table — correct the type of the column"
                        .formatted(
                                columns.file().getFile(),
                                field.toString().replaceAll("\\s+", " "),
                                wanted.asSummaryString()));
    }

    /** From what parquet hands out (Boolean, Integer, Long, …, Binary); null when there is none. */
    @Nullable
    private static Function<Object, Object> function(
            LogicalType wanted, PrimitiveType field, ParquetColumns columns) {
        PrimitiveTypeName name = field.getPrimitiveTypeName();
        boolean binary =
                name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        return switch (wanted.getTypeRoot()) {
            case BOOLEAN -> name == PrimitiveTypeName.BOOLEAN ? value -> value : null;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(wanted.getTypeRoot(), field);
            case FLOAT -> name == PrimitiveTypeName.FLOAT ? value -> value : null;
            case DOUBLE ->
                    name == PrimitiveTypeName.FLOAT || name == PrimitiveTypeName.DOUBLE
                            ? value -> ((Number) value).doubleValue()
                            : null;
            case CHAR -> binary ? charOf(((CharType) wanted).getLength()) : null;
            case VARCHAR -> binary ? varcharOf(((VarCharType) wanted).getLength()) : null;
            case VARBINARY -> binary ? value -> ((Binary) value).getBytes() : null;
            case DATE ->
                    name == PrimitiveTypeName.INT32
                            ? value -> columns.dates().toFlink((int) value)
                            : null;
            case DECIMAL -> decimal((DecimalType) wanted, field);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> wallClock(field, columns);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(field);
            default -> null;
        };
    }

    @Nullable
    private static Function<Object, Object> integer(LogicalTypeRoot wanted, PrimitiveType field) {
        LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
        boolean whole =
                annotation == null
                        || (annotation instanceof IntLogicalTypeAnnotation integer
                                && integer.isSigned());
        boolean int32 = field.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        boolean int64 = field.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
        if (!whole || !(int32 || int64)) {
            return null;
        }
        return switch (wanted) {
            case TINYINT -> int32 ? value -> (byte) inRange((int) value, Byte.MAX_VALUE) : null;
            case SMALLINT -> int32 ? value -> (short) inRange((int) value, Short.MAX_VALUE) : null;
            case INTEGER -> int32 ? value -> value : null;
            default -> value -> ((Number) value).longValue();
        };
    }

    private static int inRange(int value, int max) {
        if (value > max || value < -max - 1) {
            throw new IllegalStateException(
                    "Cannot read value: %d is beyond the range of the column — widen the type of the column"
                            .formatted(value));
        }
        return value;
    }

    private static Function<Object, Object> charOf(int length) {
        return value ->
                StringData.fromString(
                        new HiveChar(((Binary) value).toStringUsingUTF8(), length)
                                .getPaddedValue());
    }

    private static Function<Object, Object> varcharOf(int length) {
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? value -> StringData.fromBytes(((Binary) value).getBytes())
                : value ->
                        StringData.fromString(
                                new HiveVarchar(((Binary) value).toStringUsingUTF8(), length)
                                        .getValue());
    }

    /** Rescaled; NULL when it has more digits than the table's type, as in Hive. */
    @Nullable
    private static Function<Object, Object> decimal(DecimalType wanted, PrimitiveType field) {
        int precision = wanted.getPrecision();
        int scale = wanted.getScale();
        if (!(field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal)) {
            Function<Object, Object> integer = integer(LogicalTypeRoot.BIGINT, field);
            return integer == null
                    ? null
                    : integer.andThen(
                            value ->
                                    DecimalData.fromBigDecimal(
                                            BigDecimal.valueOf((long) value), precision, scale));
        }
        return value ->
                DecimalData.fromBigDecimal(
                        new BigDecimal(unscaled(value), decimal.getScale()), precision, scale);
    }

    private static BigInteger unscaled(Object value) {
        return value instanceof Binary binary
                ? new BigInteger(binary.getBytes())
                : BigInteger.valueOf(((Number) value).longValue());
    }

    @Nullable
    private static Function<Object, Object> wallClock(PrimitiveType field, ParquetColumns columns) {
        Function<Object, Object> instant = instant(field);
        boolean local =
                field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                        && !timestamp.isAdjustedToUTC();
        return instant == null || local
                ? instant
                : instant.andThen(
                        value ->
                                ParquetTimestamps.toWallClock(
                                        (TimestampData) value, columns.timestampZone()));
    }

    @Nullable
    private static Function<Object, Object> instant(PrimitiveType field) {
        if (field.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return ParquetValues::int96;
        }
        return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                ? value -> ParquetTimestamps.fromInt64((long) value, timestamp.getUnit())
                : null;
    }

    private static Object int96(Object value) {
        ByteBuffer buffer = ((Binary) value).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return ParquetTimestamps.fromInt96(
                buffer.getLong(buffer.position()), buffer.getInt(buffer.position() + Long.BYTES));
    }

    /** Hands values on as objects. */
    private static final class Value extends PrimitiveConverter {
        private final Consumer<Object> target;

        Value(Consumer<Object> target) {
            this.target = target;
        }

        @Override
        public void addBinary(Binary value) {
            target.accept(value);
        }

        @Override
        public void addBoolean(boolean value) {
            target.accept(value);
        }

        @Override
        public void addDouble(double value) {
            target.accept(value);
        }

        @Override
        public void addFloat(float value) {
            target.accept(value);
        }

        @Override
        public void addInt(int value) {
            target.accept(value);
        }

        @Override
        public void addLong(long value) {
            target.accept(value);
        }
    }
}
