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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.hive.format.ColumnFilter;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Comparison;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * A literal that a column is compared with, as a value of the column's type.
 *
 * @param type of the column
 * @param value of the class that {@link ColumnFilter} names
 */
record ColumnLiteral(LogicalType type, Serializable value) {

    /** What Hive keeps of a timestamp. */
    private static final int NANOSECONDS = 9;

    ColumnLiteral {
        requireNonNull(type, "type");
        requireNonNull(value, "value");
    }

    /** The value that this literal has as one of a type; empty when the type has no such value. */
    static Optional<ColumnLiteral> of(ValueLiteralExpression literal, LogicalType type) {
        return literal.getValueAs(literal.getOutputDataType().getConversionClass())
                .flatMap(value -> convert(value, type))
                .map(value -> new ColumnLiteral(type, value));
    }

    private static Optional<Serializable> convert(Object value, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> only(Boolean.class, value);
            case TINYINT -> integer(value, Byte.SIZE).map(BigInteger::byteValueExact);
            case SMALLINT -> integer(value, Short.SIZE).map(BigInteger::shortValueExact);
            case INTEGER -> integer(value, Integer.SIZE).map(BigInteger::intValueExact);
            case BIGINT -> integer(value, Long.SIZE).map(BigInteger::longValueExact);
            case FLOAT ->
                    approximate(value).filter(v -> v == (float) (double) v).map(Double::floatValue);
            case DOUBLE -> approximate(value).map(v -> v);
            case DECIMAL -> decimal(value, (DecimalType) type);
            case VARCHAR -> only(String.class, value).filter(text -> isShorter(text, type));
            case DATE -> only(LocalDate.class, value);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> only(LocalDateTime.class, value);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> only(Instant.class, value);
            case VARBINARY -> only(byte[].class, value);
            // A CHAR is padded in rows, and not always in files.
            default -> Optional.empty();
        };
    }

    private static <T extends Serializable> Optional<Serializable> only(
            Class<T> wanted, Object value) {
        return wanted.isInstance(value) ? Optional.of(wanted.cast(value)) : Optional.empty();
    }

    private static Optional<BigInteger> integer(Object value, int bits) {
        return exact(value)
                .map(BigDecimal::stripTrailingZeros)
                .filter(number -> number.scale() <= 0)
                .map(BigDecimal::toBigIntegerExact)
                .filter(number -> number.bitLength() < bits);
    }

    private static Optional<Serializable> decimal(Object value, DecimalType type) {
        return exact(value)
                .map(BigDecimal::stripTrailingZeros)
                .filter(number -> number.scale() <= type.getScale())
                .map(number -> number.setScale(type.getScale()))
                .filter(number -> number.precision() <= type.getPrecision())
                .map(number -> number);
    }

    private static Optional<BigDecimal> exact(Object value) {
        return value instanceof BigDecimal number
                ? Optional.of(number)
                : value instanceof Byte
                                || value instanceof Short
                                || value instanceof Integer
                                || value instanceof Long
                        ? Optional.of(BigDecimal.valueOf(((Number) value).longValue()))
                        : Optional.empty();
    }

    /** Without 0, which is equal to -0 for Flink, but not for all files. */
    private static Optional<Double> approximate(Object value) {
        return Optional.of(value)
                .filter(number -> number instanceof Double || number instanceof Float)
                .map(number -> ((Number) number).doubleValue())
                .filter(number -> number != 0 && !number.isNaN());
    }

    /** Else it could be what is left of a longer value in a file. */
    private static boolean isShorter(Serializable text, LogicalType type) {
        int length = ((VarCharType) type).getLength();
        String string = (String) text;
        return length == VarCharType.MAX_LENGTH
                || string.codePointCount(0, string.length()) < length;
    }

    /** The filter {@code column operator this}; empty when files cannot tell. */
    Optional<ColumnFilter> compare(int column, Operator operator) {
        if (value instanceof LocalDateTime || value instanceof Instant) {
            return time(column, operator);
        }
        // NaN is not equal to anything, but statistics do not tell whether there is one.
        return operator == Operator.NOT_EQUAL && type.is(LogicalTypeFamily.APPROXIMATE_NUMERIC)
                ? Optional.empty()
                : Optional.of(new Comparison(column, operator, value));
    }

    /** A file can have a finer time than the column, in which it is cut off. */
    private Optional<ColumnFilter> time(int column, Operator operator) {
        int precision = LogicalTypeChecks.getPrecision(type);
        if (precision >= NANOSECONDS) {
            return Optional.of(new Comparison(column, operator, value));
        }
        long unit = BigInteger.TEN.pow(NANOSECONDS - precision).longValueExact();
        Comparison after = new Comparison(column, Operator.GREATER, moved(-unit));
        Comparison before = new Comparison(column, Operator.LESS, moved(unit));
        return switch (operator) {
            case EQUAL -> Optional.of(new ColumnFilter.And(List.of(after, before)));
            case NOT_EQUAL -> Optional.empty();
            case LESS, LESS_OR_EQUAL -> Optional.of(before);
            case GREATER, GREATER_OR_EQUAL -> Optional.of(after);
        };
    }

    private Serializable moved(long nanoseconds) {
        return value instanceof Instant instant
                ? instant.plusNanos(nanoseconds)
                : ((LocalDateTime) value).plusNanos(nanoseconds);
    }

    /** Whether each value keeps its order and can be told from the others after a cast. */
    static boolean isWidening(LogicalType from, LogicalType to) {
        if (from.getTypeRoot() == to.getTypeRoot()) {
            return switch (from.getTypeRoot()) {
                case VARCHAR -> ((VarCharType) from).getLength() <= ((VarCharType) to).getLength();
                case DECIMAL -> isWidening((DecimalType) from, (DecimalType) to);
                case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                        LogicalTypeChecks.getPrecision(from) <= LogicalTypeChecks.getPrecision(to);
                default -> from.copy(true).equals(to.copy(true));
            };
        }
        if (from.is(LogicalTypeFamily.INTEGER_NUMERIC)) {
            return digits(from) < digits(to);
        }
        return from.is(LogicalTypeRoot.FLOAT) && to.is(LogicalTypeRoot.DOUBLE);
    }

    private static boolean isWidening(DecimalType from, DecimalType to) {
        return from.getScale() <= to.getScale()
                && from.getPrecision() - from.getScale() <= to.getPrecision() - to.getScale();
    }

    /** How many decimal digits an exact type has before the point, for sure or at most. */
    private static int digits(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            // One more, as a decimal holds all numbers of that many digits, 999 but not 1000.
            case DECIMAL ->
                    ((DecimalType) type).getPrecision() - ((DecimalType) type).getScale() + 1;
            default -> 0;
        };
    }
}
