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

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.Timestamp;

/** Values of partition keys: strings in the metastore, typed in rows. */
public final class PartitionValues {

    private PartitionValues() {}

    /**
     * The typed value, in Flink's internal form; null for the default partition, whatever the type.
     *
     * @param column full name of the partition key, for messages
     */
    public static Object parse(String value, LogicalType type, String column) {
        if (value == null || value.equals(PartitionPath.DEFAULT_PARTITION)) {
            return null;
        }
        try {
            return parse(value, type);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ValidationException(
                    "Cannot read partition: %s=%s is no %s — correct the partition in the metastore"
                            .formatted(column, value, type.asSummaryString()),
                    e);
        }
    }

    private static Object parse(String value, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR ->
                    StringData.fromString(
                            new HiveChar(value, ((CharType) type).getLength()).getPaddedValue());
            case VARCHAR -> StringData.fromString(value);
            case BOOLEAN -> bool(value);
            case TINYINT -> Byte.valueOf(value);
            case SMALLINT -> Short.valueOf(value);
            case INTEGER -> Integer.valueOf(value);
            case BIGINT -> Long.valueOf(value);
            case FLOAT -> Float.valueOf(value);
            case DOUBLE -> Double.valueOf(value);
            case DECIMAL ->
                    DecimalData.fromBigDecimal(
                            new BigDecimal(value),
                            ((DecimalType) type).getPrecision(),
                            ((DecimalType) type).getScale());
            case DATE -> Date.valueOf(value).toEpochDay();
            case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(Timestamp.valueOf(value));
            default -> throw new IllegalArgumentException("No type of partition keys: " + type);
        };
    }

    /** Anything else would be read as FALSE. */
    private static Boolean bool(String value) {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("Neither true nor false: " + value);
        }
        return Boolean.valueOf(value);
    }

    private static TimestampData timestamp(Timestamp value) {
        return TimestampData.fromLocalDateTime(
                LocalDateTime.ofEpochSecond(
                        value.toEpochSecond(), value.getNanos(), ZoneOffset.UTC));
    }

    /** Whether keys of this type can be parsed and written. */
    static boolean supports(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR,
                    VARCHAR,
                    BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    FLOAT,
                    DOUBLE,
                    DECIMAL,
                    DATE,
                    TIMESTAMP_WITHOUT_TIME_ZONE ->
                    true;
            default -> false;
        };
    }

    /**
     * The string for a typed value, spelt as Hive does, so that equal values share a partition.
     *
     * @param value in Flink's internal form; null for NULL
     */
    public static String format(Object value, LogicalType type) {
        if (value == null) {
            return PartitionPath.DEFAULT_PARTITION;
        }
        String text =
                switch (type.getTypeRoot()) {
                    case CHAR -> value.toString().stripTrailing();
                    case DECIMAL ->
                            HiveDecimal.create(((DecimalData) value).toBigDecimal()).toString();
                    case DATE -> Date.ofEpochDay((int) value).toString();
                    case TIMESTAMP_WITHOUT_TIME_ZONE -> format((TimestampData) value);
                    default -> value.toString();
                };
        return text.isEmpty() ? PartitionPath.DEFAULT_PARTITION : text;
    }

    private static String format(TimestampData value) {
        return Timestamp.ofEpochSecond(
                        Math.floorDiv(value.getMillisecond(), 1000L),
                        (int) Math.floorMod(value.getMillisecond(), 1000L) * 1_000_000
                                + value.getNanoOfMillisecond())
                .toString();
    }
}
