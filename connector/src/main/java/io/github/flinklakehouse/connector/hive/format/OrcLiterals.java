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
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.io.sarg.PredicateLeaf;
import org.apache.orc.storage.serde2.io.HiveDecimalWritable;

/** Which columns and literals ORC compares as Flink does, and how ORC wants the literals. */
final class OrcLiterals {
    private static final int NANOS = 9;

    /** From here on all calendars agree. */
    private static final LocalDate GREGORIAN = LocalDate.of(1583, 1, 1);

    private OrcLiterals() {}

    /**
     * Whether ORC's statistics order values of this column as Flink does. Not CHAR, of which they
     * hold the padding, binary, of which they hold no values, and timestamps of which digits are
     * cut off.
     */
    static boolean isComparable(OrcField field) {
        return switch (field.type().getTypeRoot()) {
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    FLOAT,
                    DOUBLE,
                    DECIMAL,
                    VARCHAR,
                    DATE ->
                    true;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    LogicalTypeChecks.getPrecision(field.type()) == NANOS;
            default -> false;
        };
    }

    /** Whether a range of one value means that all are equal: not where there can be a NaN. */
    static boolean isEqualityExact(OrcField field) {
        return !field.type().isAnyOf(LogicalTypeRoot.FLOAT, LogicalTypeRoot.DOUBLE);
    }

    /** The type of literals for this column. */
    static PredicateLeaf.Type type(OrcField field) {
        return switch (field.type().getTypeRoot()) {
            case BOOLEAN -> PredicateLeaf.Type.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> PredicateLeaf.Type.LONG;
            case FLOAT, DOUBLE -> PredicateLeaf.Type.FLOAT;
            case DECIMAL -> PredicateLeaf.Type.DECIMAL;
            case VARCHAR -> PredicateLeaf.Type.STRING;
            case DATE -> PredicateLeaf.Type.DATE;
            default -> PredicateLeaf.Type.TIMESTAMP;
        };
    }

    /** What ORC compares with values of this column; empty when it cannot do so exactly. */
    static Optional<Object> literal(OrcField field, Serializable literal) {
        return switch (type(field)) {
            case BOOLEAN -> literal instanceof Boolean ? Optional.of(literal) : Optional.empty();
            case LONG -> whole(literal);
            case FLOAT -> fraction(literal);
            case DECIMAL ->
                    literal instanceof BigDecimal decimal ? decimal(decimal) : Optional.empty();
            case STRING -> literal instanceof String text ? string(text) : Optional.empty();
            case DATE ->
                    literal instanceof LocalDate date && !date.isBefore(GREGORIAN)
                            ? Optional.of(Date.valueOf(date))
                            : Optional.empty();
            case TIMESTAMP -> instant(literal);
        };
    }

    private static Optional<Object> whole(Serializable literal) {
        boolean whole =
                literal instanceof Byte
                        || literal instanceof Short
                        || literal instanceof Integer
                        || literal instanceof Long;
        return whole ? Optional.of(((Number) literal).longValue()) : Optional.empty();
    }

    /** Not zero, of which there are two that ORC tells apart, and not NaN. */
    private static Optional<Object> fraction(Serializable literal) {
        if (!(literal instanceof Float || literal instanceof Double)) {
            return Optional.empty();
        }
        double value = ((Number) literal).doubleValue();
        return value == 0 || Double.isNaN(value) ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Object> decimal(BigDecimal literal) {
        HiveDecimal decimal = HiveDecimal.create(literal, /* allowRounding= */ false);
        return Optional.ofNullable(decimal).map(HiveDecimalWritable::new);
    }

    /** ORC compares UTF-16 where Flink compares UTF-8: the same order below the surrogates. */
    private static Optional<Object> string(String literal) {
        return literal.chars().allMatch(c -> c < Character.MIN_SURROGATE)
                ? Optional.of(literal)
                : Optional.empty();
    }

    private static Optional<Object> instant(Serializable literal) {
        Instant instant;
        if (literal instanceof LocalDateTime wallClock) {
            instant = wallClock.toInstant(ZoneOffset.UTC);
        } else if (literal instanceof Instant given) {
            instant = given;
        } else {
            return Optional.empty();
        }
        return instant.isBefore(GREGORIAN.atStartOfDay().toInstant(ZoneOffset.UTC))
                ? Optional.empty()
                : Optional.of(Timestamp.from(instant));
    }
}
