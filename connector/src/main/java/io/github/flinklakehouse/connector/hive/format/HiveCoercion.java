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

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;

/**
 * What Hive makes of a value when the type in the file is not the type in the table: numbers become
 * wider, or NULL where they do not fit; numbers, dates and timestamps become text; texts are cut to
 * their number of code points, and padded.
 *
 * <p>A reader asks once for each column of a file, nested fields included, and applies the result
 * to each value that is not NULL: {@code HiveCoercion.of(fileType, tableType)}. Values are Flink's
 * internal ones ({@code Integer}, {@code StringData}, {@code DecimalData}, …) of the two types; the
 * result of a value may be null. Where there is no coercion, the reader refuses the file, naming it
 * and the column. Calendars and time zones are none of its business.
 */
final class HiveCoercion {

    private HiveCoercion() {}

    /**
     * How values of the one type are read as the other; empty when Hive does not do that.
     *
     * @param file the type of the values in the file; of a text, one that is long enough
     * @param table the wanted type
     */
    static Optional<UnaryOperator<Object>> of(LogicalType file, LogicalType table) {
        return Optional.ofNullable(
                switch (table.getTypeRoot()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> toWhole(file, table.getTypeRoot());
                    case FLOAT -> toFloat(file);
                    case DOUBLE -> isNumeric(file) ? value -> decimalOr(value).doubleValue() : null;
                    case DECIMAL -> toDecimal(file, (DecimalType) table);
                    case CHAR, VARCHAR -> toText(file, table);
                    default -> file.is(table.getTypeRoot()) ? value -> value : null;
                });
    }

    private static boolean isNumeric(LogicalType type) {
        return type.is(LogicalTypeFamily.NUMERIC);
    }

    private static Number decimalOr(Object value) {
        return value instanceof DecimalData decimal ? decimal.toBigDecimal() : (Number) value;
    }

    private static UnaryOperator<Object> toWhole(LogicalType file, LogicalTypeRoot table) {
        if (!file.is(LogicalTypeFamily.INTEGER_NUMERIC)) {
            return null;
        }
        return value -> {
            long number = ((Number) value).longValue();
            return switch (table) {
                case TINYINT -> (byte) number == number ? (byte) number : null;
                case SMALLINT -> (short) number == number ? (short) number : null;
                case INTEGER -> (int) number == number ? (int) number : null;
                default -> number;
            };
        };
    }

    private static UnaryOperator<Object> toFloat(LogicalType file) {
        if (file.is(LogicalTypeRoot.DOUBLE)) {
            return value -> {
                float number = ((Double) value).floatValue();
                return Float.isInfinite(number) && !((Double) value).isInfinite() ? null : number;
            };
        }
        return isNumeric(file) ? value -> decimalOr(value).floatValue() : null;
    }

    /** Rounded half up; NULL when it has more digits before the point than the table's type. */
    private static UnaryOperator<Object> toDecimal(LogicalType file, DecimalType table) {
        int precision = table.getPrecision();
        int scale = table.getScale();
        if (file.is(LogicalTypeRoot.DECIMAL)) {
            return value ->
                    DecimalData.fromBigDecimal(
                            ((DecimalData) value).toBigDecimal(), precision, scale);
        }
        // By their text, as in Hive: 0.1 is 0.1, not the binary fraction next to it.
        return isNumeric(file) ? value -> decimal(value.toString(), table) : null;
    }

    /** NULL for NaN and the infinities too. */
    @Nullable
    private static Object decimal(String number, DecimalType table) {
        HiveDecimal value = HiveDecimal.create(number);
        return value == null ? null : HiveObjects.decimalToFlink(value, table);
    }

    private static UnaryOperator<Object> toText(LogicalType file, LogicalType table) {
        UnaryOperator<Object> limit =
                table instanceof CharType type
                        ? padded(type.getLength())
                        : cut(((VarCharType) table).getLength());
        if (file.is(LogicalTypeFamily.CHARACTER_STRING)) {
            return limit;
        }
        Function<Object, Object> words =
                switch (file.getTypeRoot()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, FLOAT, DOUBLE -> Object::toString;
                    case DECIMAL ->
                            value -> HiveDecimal.create(((DecimalData) value).toBigDecimal());
                    case DATE -> value -> LocalDate.ofEpochDay((int) value);
                    case TIMESTAMP_WITHOUT_TIME_ZONE ->
                            value -> HiveObjects.timestampToHive((TimestampData) value);
                    default -> null;
                };
        return words == null
                ? null
                : value -> limit.apply(StringData.fromString(String.valueOf(words.apply(value))));
    }

    private static UnaryOperator<Object> padded(int length) {
        return value ->
                StringData.fromString(new HiveChar(value.toString(), length).getPaddedValue());
    }

    private static UnaryOperator<Object> cut(int length) {
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? value -> value
                : value ->
                        StringData.fromString(new HiveVarchar(value.toString(), length).getValue());
    }
}
