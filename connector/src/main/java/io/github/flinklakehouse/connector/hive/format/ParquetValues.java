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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
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
        return switch (wanted.getTypeRoot()) {
            case VARBINARY ->
                    isBytes(field) && !isDecimal(field)
                            ? value -> ((Binary) value).getBytes()
                            : null;
            case DATE ->
                    field.getLogicalTypeAnnotation() == null || isDate(field)
                            ? dateOf(field, columns)
                            : null;
            case TIMESTAMP_WITHOUT_TIME_ZONE -> wallClock(field, columns);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> instant(field, columns);
            default -> coerced(wanted, field, columns);
        };
    }

    @Nullable
    private static Function<Object, Object> coerced(
            LogicalType wanted, PrimitiveType field, ParquetColumns columns) {
        Optional<Stored> stored = stored(field, columns);
        return stored.flatMap(value -> HiveCoercion.of(value.type(), wanted))
                .map(coercion -> stored.orElseThrow().value().andThen(coercion))
                .orElse(null);
    }

    /** The type that a field has in the file, and how to get a value of it. */
    private record Stored(LogicalType type, Function<Object, Object> value) {}

    private static Optional<Stored> stored(PrimitiveType field, ParquetColumns columns) {
        if (field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            int precision = Math.min(decimal.getPrecision(), DecimalType.MAX_PRECISION);
            int scale = decimal.getScale();
            return Optional.of(
                    new Stored(
                            new DecimalType(precision, scale),
                            value ->
                                    DecimalData.fromBigDecimal(
                                            new BigDecimal(unscaled(value), scale),
                                            DecimalType.MAX_PRECISION,
                                            scale)));
        }
        return Optional.ofNullable(
                switch (field.getPrimitiveTypeName()) {
                    case BOOLEAN -> new Stored(new BooleanType(), value -> value);
                    case FLOAT -> new Stored(new FloatType(), value -> value);
                    case DOUBLE -> new Stored(new DoubleType(), value -> value);
                    case INT32 ->
                            isDate(field)
                                    ? new Stored(new DateType(), dateOf(field, columns))
                                    : isWhole(field) ? new Stored(new IntType(), v -> v) : null;
                    case INT64 ->
                            isWhole(field)
                                    ? new Stored(new BigIntType(), v -> v)
                                    : timestamp(field, columns);
                    case BINARY, FIXED_LEN_BYTE_ARRAY ->
                            new Stored(
                                    VarCharType.STRING_TYPE,
                                    value -> StringData.fromBytes(((Binary) value).getBytes()));
                    case INT96 -> timestamp(field, columns);
                });
    }

    @Nullable
    private static Stored timestamp(PrimitiveType field, ParquetColumns columns) {
        Function<Object, Object> value = wallClock(field, columns);
        return value == null ? null : new Stored(new TimestampType(), value);
    }

    private static boolean isBytes(PrimitiveType field) {
        return field.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                || field.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }

    private static boolean isDecimal(PrimitiveType field) {
        return field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
    }

    private static boolean isDate(PrimitiveType field) {
        return field.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation;
    }

    private static boolean isWhole(PrimitiveType field) {
        LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
        return annotation == null
                || (annotation instanceof IntLogicalTypeAnnotation integer && integer.isSigned());
    }

    @Nullable
    private static Function<Object, Object> dateOf(PrimitiveType field, ParquetColumns columns) {
        return field.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                ? value -> columns.dates().toFlink((int) value)
                : null;
    }

    private static BigInteger unscaled(Object value) {
        return value instanceof Binary binary
                ? new BigInteger(binary.getBytes())
                : BigInteger.valueOf(((Number) value).longValue());
    }

    @Nullable
    private static Function<Object, Object> wallClock(PrimitiveType field, ParquetColumns columns) {
        Function<Object, Object> instant = instant(field, columns);
        boolean local =
                field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                        && !timestamp.isAdjustedToUTC();
        ParquetClock clock = columns.lookup().clock();
        return instant == null || local
                ? instant
                : instant.andThen(value -> clock.show((TimestampData) value));
    }

    @Nullable
    private static Function<Object, Object> instant(PrimitiveType field, ParquetColumns columns) {
        if (field.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            return inFlinksCalendar(
                    ParquetValues::int96,
                    columns.lookup().clock().zone(),
                    columns.lookup().int96Dates());
        }
        if (field.getPrimitiveTypeName() != PrimitiveTypeName.INT64
                || !(field.getLogicalTypeAnnotation()
                        instanceof TimestampLogicalTypeAnnotation timestamp)) {
            return null;
        }
        return inFlinksCalendar(
                value -> ParquetTimestamps.fromInt64((long) value, timestamp.getUnit()),
                timestamp.isAdjustedToUTC() ? columns.lookup().clock().zone() : ZoneOffset.UTC,
                columns.lookup().int64Dates());
    }

    private static Function<Object, Object> inFlinksCalendar(
            Function<Object, Object> stored, ZoneId zone, ParquetDates calendar) {
        return calendar == ParquetDates.PROLEPTIC
                ? stored
                : stored.andThen(
                        value -> ParquetTimestamps.toFlink((TimestampData) value, zone, calendar));
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
