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

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Finds the stored values of a Parquet file that are read as a literal of a filter. */
final class ParquetBounds {
    /** Zones are not further from UTC. */
    private static final Duration FURTHEST_ZONE = Duration.ofHours(18);

    /** Comes after every byte of a text in UTF-8. */
    private static final byte AFTER_ANY_TEXT = (byte) 0xff;

    private final ZoneId zone;
    private final boolean hasOldClock;
    private final ParquetDates dates;
    private final ParquetDates timestampDates;

    ParquetBounds(ParquetLookup lookup) {
        this.zone = lookup.clock().zone();
        this.hasOldClock = lookup.clock().isOld();
        this.dates = lookup.dates();
        this.timestampDates = lookup.int64Dates();
    }

    /** Whether a stored value never becomes NULL when it is read as this type. */
    static boolean keepsValues(LogicalType type, PrimitiveType field) {
        return ParquetVectors.read(type, field)
                || type.is(LogicalTypeRoot.CHAR)
                || type.is(LogicalTypeRoot.VARCHAR);
    }

    /**
     * The stored values that are read as the literal; empty when that is not known.
     *
     * @param literal of the class that belongs to the type
     * @param type as which the field is read
     */
    Optional<? extends ParquetCondition<?>> of(
            Serializable literal, LogicalType type, PrimitiveType field) {
        try {
            return switch (type.getTypeRoot()) {
                case BOOLEAN -> bool(literal, field);
                case TINYINT, SMALLINT, INTEGER, BIGINT ->
                        isSigned(field)
                                ? whole(BigInteger.valueOf(((Number) literal).longValue()), field)
                                : Optional.empty();
                case FLOAT, DOUBLE -> floating((Number) literal, type, field);
                case DECIMAL -> decimal((BigDecimal) literal, (DecimalType) type, field);
                case CHAR, VARCHAR -> text((String) literal, type, field);
                case VARBINARY -> bytes((byte[]) literal, field);
                case DATE -> date((LocalDate) literal, field);
                case TIMESTAMP_WITHOUT_TIME_ZONE ->
                        wallClock(
                                (LocalDateTime) literal, ParquetTimestamps.precision(type), field);
                case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                        instant((Instant) literal, ParquetTimestamps.precision(type), field);
                default -> Optional.empty();
            };
        } catch (ArithmeticException e) {
            return Optional.empty(); // the file has no number that is as great
        }
    }

    private static Optional<ParquetCondition<Boolean>> bool(
            Serializable literal, PrimitiveType field) {
        return field.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN
                ? Optional.of(ParquetCondition.exact((Boolean) literal))
                : Optional.empty();
    }

    private static boolean isSigned(PrimitiveType field) {
        LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
        return annotation == null
                || (annotation instanceof IntLogicalTypeAnnotation integer && integer.isSigned());
    }

    private static Optional<? extends ParquetCondition<?>> whole(
            BigInteger value, PrimitiveType field) {
        return whole(value, value, ParquetCondition.Match.EXACT, field);
    }

    private static Optional<? extends ParquetCondition<?>> whole(
            BigInteger low, BigInteger high, ParquetCondition.Match match, PrimitiveType field) {
        return switch (field.getPrimitiveTypeName()) {
            case INT32 ->
                    Optional.of(
                            new ParquetCondition<>(
                                    low.intValueExact(), high.intValueExact(), match));
            case INT64 ->
                    Optional.of(
                            new ParquetCondition<>(
                                    low.longValueExact(), high.longValueExact(), match));
            default -> Optional.empty();
        };
    }

    /** NaN has no order, and the two zeros are equal to SQL, but not to Parquet. */
    private static Optional<? extends ParquetCondition<?>> floating(
            Number literal, LogicalType type, PrimitiveType field) {
        double value = literal.doubleValue();
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        if (field.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE
                && type.is(LogicalTypeRoot.DOUBLE)) {
            return Optional.of(
                    value == 0
                            ? ParquetCondition.range(-0.0, 0.0)
                            : new ParquetCondition<>(
                                    value, value, ParquetCondition.Match.EXACT_AMONG_ORDERED));
        }
        if (field.getPrimitiveTypeName() != PrimitiveTypeName.FLOAT) {
            return Optional.empty();
        }
        float near = (float) value;
        if (near == 0) {
            return Optional.of(ParquetCondition.range(-Float.MIN_VALUE, Float.MIN_VALUE));
        }
        return Optional.of(
                near == value
                        ? new ParquetCondition<>(
                                near, near, ParquetCondition.Match.EXACT_AMONG_ORDERED)
                        : ParquetCondition.range(
                                near > value ? near : Math.nextUp(near),
                                near > value ? Math.nextDown(near) : near));
    }

    private static Optional<? extends ParquetCondition<?>> decimal(
            BigDecimal literal, DecimalType type, PrimitiveType field) {
        int scale = 0;
        if (field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            scale = decimal.getScale();
        } else if (!isSigned(field)) {
            return Optional.empty();
        }
        // What is rounded when it is read may be off by half of the last digit.
        BigDecimal rounding =
                type.getScale() >= scale
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(5, type.getScale() + 1);
        BigInteger low =
                literal.subtract(rounding).setScale(scale, RoundingMode.CEILING).unscaledValue();
        BigInteger high = literal.add(rounding).setScale(scale, RoundingMode.FLOOR).unscaledValue();
        boolean exact = rounding.signum() == 0 && low.equals(high);
        ParquetCondition.Match match =
                exact ? ParquetCondition.Match.EXACT : ParquetCondition.Match.RANGE;
        return switch (field.getPrimitiveTypeName()) {
            case FIXED_LEN_BYTE_ARRAY ->
                    Optional.of(
                            new ParquetCondition<>(
                                    padded(low, field.getTypeLength()),
                                    padded(high, field.getTypeLength()),
                                    match));
            // The same number may be stored with more or fewer bytes.
            case BINARY ->
                    Optional.of(
                            ParquetCondition.range(
                                    Binary.fromConstantByteArray(low.toByteArray()),
                                    Binary.fromConstantByteArray(high.toByteArray())));
            default -> whole(low, high, match, field);
        };
    }

    private static Binary padded(BigInteger value, int length) {
        byte[] digits = value.toByteArray();
        if (digits.length > length) {
            throw new ArithmeticException("no decimal of %d bytes".formatted(length));
        }
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, 0, length - digits.length, (byte) (value.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, length - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }

    private static Optional<ParquetCondition<Binary>> text(
            String literal, LogicalType type, PrimitiveType field) {
        if (field.getPrimitiveTypeName() != PrimitiveTypeName.BINARY
                || field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation) {
            return Optional.empty();
        }
        if (type.is(LogicalTypeRoot.CHAR)) {
            // Stored with or without the spaces at the end, which some control characters precede.
            String stripped = StringUtils.stripEnd(literal, " ");
            return Optional.of(
                    new ParquetCondition<>(
                            Binary.fromString(stripped),
                            afterAllWith(stripped),
                            ParquetCondition.Match.RANGE_WITHOUT_ORDER));
        }
        int length = ((VarCharType) type).getLength();
        if (literal.codePointCount(0, literal.length()) < length) {
            return Optional.of(ParquetCondition.exact(Binary.fromString(literal)));
        }
        // Longer values are cut when they are read.
        String cut = literal.substring(0, literal.offsetByCodePoints(0, length));
        return Optional.of(ParquetCondition.range(Binary.fromString(literal), afterAllWith(cut)));
    }

    private static Binary afterAllWith(String prefix) {
        byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
        byte[] after = Arrays.copyOf(bytes, bytes.length + 1);
        after[bytes.length] = AFTER_ANY_TEXT;
        return Binary.fromConstantByteArray(after);
    }

    /** Flink and Parquet do not agree on the order of bytes. */
    private static Optional<ParquetCondition<Binary>> bytes(byte[] literal, PrimitiveType field) {
        Binary value = Binary.fromConstantByteArray(literal);
        return field.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                        && !(field.getLogicalTypeAnnotation()
                                instanceof DecimalLogicalTypeAnnotation)
                ? Optional.of(
                        new ParquetCondition<>(
                                value, value, ParquetCondition.Match.RANGE_WITHOUT_ORDER))
                : Optional.empty();
    }

    /** The calendars agree on days that are in both. */
    private Optional<ParquetCondition<Integer>> date(LocalDate literal, PrimitiveType field) {
        int day = Math.toIntExact(literal.toEpochDay());
        boolean isDate =
                field.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                        && (field.getLogicalTypeAnnotation() == null
                                || field.getLogicalTypeAnnotation()
                                        instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation);
        return isDate && dates.agreesWithFlink(day)
                ? Optional.of(ParquetCondition.exact(day))
                : Optional.empty();
    }

    private Optional<? extends ParquetCondition<?>> wallClock(
            LocalDateTime literal, int precision, PrimitiveType field) {
        Instant utc = literal.toInstant(ZoneOffset.UTC);
        boolean shifts =
                field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                        && timestamp.isAdjustedToUTC()
                        && !zone.equals(ZoneOffset.UTC);
        Duration distance = shifts ? FURTHEST_ZONE : Duration.ZERO;
        return instants(utc.minus(distance), utc.plus(distance), precision, field);
    }

    private Optional<? extends ParquetCondition<?>> instant(
            Instant literal, int precision, PrimitiveType field) {
        return instants(literal, literal, precision, field);
    }

    private Optional<? extends ParquetCondition<?>> instants(
            Instant low, Instant high, int precision, PrimitiveType field) {
        boolean isExact =
                (timestampDates == ParquetDates.PROLEPTIC && !hasOldClock)
                        || low.minus(FURTHEST_ZONE).isAfter(ParquetTimestamps.FIRST_COMMON_CLOCK);
        if (!(field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp)
                || !isExact) {
            return Optional.empty();
        }
        // Digits behind the precision may be cut when they are read.
        BigDecimal last =
                precision < 9 ? BigDecimal.ONE.scaleByPowerOfTen(-precision) : BigDecimal.ZERO;
        int scale =
                switch (timestamp.getUnit()) {
                    case MILLIS -> 3;
                    case MICROS -> 6;
                    case NANOS -> 9;
                };
        BigInteger from = seconds(low).setScale(scale, RoundingMode.CEILING).unscaledValue();
        BigInteger to = seconds(high).add(last).setScale(scale, RoundingMode.FLOOR).unscaledValue();
        return whole(
                from,
                to,
                from.equals(to) ? ParquetCondition.Match.EXACT : ParquetCondition.Match.RANGE,
                field);
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), 9));
    }
}
