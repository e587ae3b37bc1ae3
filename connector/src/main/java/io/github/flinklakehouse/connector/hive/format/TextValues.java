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

import java.time.ZoneId;
import java.util.Locale;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.TimestampTZUtil;
import org.apache.hive.common.util.TimestampParser;

/** Values that are spelt as text, in the spelling of Hive. */
final class TextValues {
    private final TimestampParser timestamps;

    TextValues(TimestampParser timestamps) {
        this.timestamps = timestamps;
    }

    /** From text to Flink's value. */
    @FunctionalInterface
    interface Value {
        /**
         * The value; null when the type has none, as for a decimal that is too large.
         *
         * @throws IllegalArgumentException or another unchecked one, when the text is no value
         */
        Object parse(String text);
    }

    Value of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> TextValues::bool;
            case TINYINT -> Byte::valueOf;
            case SMALLINT -> Short::valueOf;
            case INTEGER -> Integer::valueOf;
            case BIGINT -> Long::valueOf;
            case FLOAT -> Float::valueOf;
            case DOUBLE -> Double::valueOf;
            case DECIMAL -> text -> decimal(text, (DecimalType) type);
            case CHAR ->
                    text ->
                            StringData.fromString(
                                    new HiveChar(text, ((CharType) type).getLength())
                                            .getPaddedValue());
            case VARCHAR -> varchar(((VarCharType) type).getLength());
            case DATE -> text -> Date.valueOf(text).toEpochDay();
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    text -> HiveObjects.timestampToFlink(timestamps.parseTimestamp(text));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    text ->
                            TimestampData.fromInstant(
                                    TimestampTZUtil.parse(text, ZoneId.systemDefault())
                                            .getZonedDateTime()
                                            .toInstant());
            default ->
                    throw new IllegalArgumentException(
                            "No text is a value of type " + type.asSummaryString());
        };
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text + " is neither true nor false");
        };
    }

    private static Object decimal(String text, DecimalType type) {
        HiveDecimal exact = HiveDecimal.create(text);
        if (exact == null) {
            throw new IllegalArgumentException(text + " is no number");
        }
        HiveDecimal value =
                HiveDecimal.enforcePrecisionScale(exact, type.getPrecision(), type.getScale());
        return value == null ? null : HiveObjects.decimalToFlink(value, type);
    }

    private static Value varchar(int length) {
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? StringData::fromString
                : text -> StringData.fromString(new HiveVarchar(text, length).getValue());
    }
}
