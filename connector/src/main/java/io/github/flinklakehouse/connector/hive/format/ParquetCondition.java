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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import java.util.Optional;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.Column;
import org.apache.parquet.filter2.predicate.Operators.SupportsLtGt;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Which stored values are read as the value of a literal: those from {@code low} to {@code high}.
 * All below are read as less, all above as more. There is none when {@code low} is above {@code
 * high}.
 *
 * @param match how much it says
 */
record ParquetCondition<T extends Comparable<T>>(T low, T high, Match match) {
    ParquetCondition {
        requireNonNull(low, "low");
        requireNonNull(high, "high");
        requireNonNull(match, "match");
    }

    /** How a range of stored values and a literal belong together. */
    enum Match {
        /** The one stored value is read as the literal, and no other. */
        EXACT,
        /** Likewise, but there are values that have no order, and are in no statistics. */
        EXACT_AMONG_ORDERED,
        /** Others in the range may be read as other values. */
        RANGE,
        /** Likewise, and those outside it may be less or more. */
        RANGE_WITHOUT_ORDER
    }

    static <T extends Comparable<T>> ParquetCondition<T> exact(T value) {
        return new ParquetCondition<>(value, value, Match.EXACT);
    }

    static <T extends Comparable<T>> ParquetCondition<T> range(T low, T high) {
        return new ParquetCondition<>(low, high, Match.RANGE);
    }

    static FilterPredicate isNull(PrimitiveType field) {
        return switch (field.getPrimitiveTypeName()) {
            case BOOLEAN -> FilterApi.eq(FilterApi.booleanColumn(field.getName()), null);
            case INT32 -> FilterApi.eq(FilterApi.intColumn(field.getName()), null);
            case INT64 -> FilterApi.eq(FilterApi.longColumn(field.getName()), null);
            case FLOAT -> FilterApi.eq(FilterApi.floatColumn(field.getName()), null);
            case DOUBLE -> FilterApi.eq(FilterApi.doubleColumn(field.getName()), null);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                    FilterApi.eq(FilterApi.binaryColumn(field.getName()), null);
        };
    }

    static FilterPredicate isNotNull(PrimitiveType field) {
        return switch (field.getPrimitiveTypeName()) {
            case BOOLEAN -> FilterApi.notEq(FilterApi.booleanColumn(field.getName()), null);
            case INT32 -> FilterApi.notEq(FilterApi.intColumn(field.getName()), null);
            case INT64 -> FilterApi.notEq(FilterApi.longColumn(field.getName()), null);
            case FLOAT -> FilterApi.notEq(FilterApi.floatColumn(field.getName()), null);
            case DOUBLE -> FilterApi.notEq(FilterApi.doubleColumn(field.getName()), null);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                    FilterApi.notEq(FilterApi.binaryColumn(field.getName()), null);
        };
    }

    /**
     * What is true of all stored values whose read ones compare so with the literal; empty when
     * nothing is known.
     */
    Optional<FilterPredicate> condition(Operator operator, PrimitiveType field) {
        if (low instanceof Boolean value) {
            return Optional.of(value)
                    .filter(v -> operator == Operator.EQUAL)
                    .map(v -> FilterApi.eq(FilterApi.booleanColumn(field.getName()), v));
        }
        if (match == Match.RANGE_WITHOUT_ORDER && operator != Operator.EQUAL) {
            return Optional.empty();
        }
        if (low instanceof Integer) {
            return compare(operator, FilterApi.intColumn(field.getName()));
        }
        if (low instanceof Long) {
            return compare(operator, FilterApi.longColumn(field.getName()));
        }
        if (low instanceof Float) {
            return compare(operator, FilterApi.floatColumn(field.getName()));
        }
        if (low instanceof Double) {
            return compare(operator, FilterApi.doubleColumn(field.getName()));
        }
        return low instanceof Binary
                ? compare(operator, FilterApi.binaryColumn(field.getName()))
                : Optional.empty();
    }

    @SuppressWarnings("unchecked") // the column was chosen by the class of the values
    private <C extends Column<?> & SupportsLtGt> Optional<FilterPredicate> compare(
            Operator operator, C unchecked) {
        return compareColumn(operator, (Column<T> & SupportsLtGt) unchecked);
    }

    private <C extends Column<T> & SupportsLtGt> Optional<FilterPredicate> compareColumn(
            Operator operator, C column) {
        boolean exact = match == Match.EXACT || match == Match.EXACT_AMONG_ORDERED;
        return switch (operator) {
            case EQUAL ->
                    Optional.of(
                            exact
                                    ? FilterApi.eq(column, low)
                                    : FilterApi.and(
                                            FilterApi.gtEq(column, low),
                                            FilterApi.ltEq(column, high)));
            case NOT_EQUAL ->
                    match == Match.EXACT
                            ? Optional.of(
                                    FilterApi.and(
                                            FilterApi.notEq(column, low),
                                            FilterApi.notEq(column, null)))
                            : Optional.empty();
            case LESS ->
                    Optional.of(exact ? FilterApi.lt(column, high) : FilterApi.ltEq(column, high));
            case LESS_OR_EQUAL -> Optional.of(FilterApi.ltEq(column, high));
            case GREATER ->
                    Optional.of(exact ? FilterApi.gt(column, low) : FilterApi.gtEq(column, low));
            case GREATER_OR_EQUAL -> Optional.of(FilterApi.gtEq(column, low));
        };
    }
}
