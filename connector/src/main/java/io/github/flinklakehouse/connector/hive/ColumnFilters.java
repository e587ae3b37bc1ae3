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
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * What readers of files can make of the conditions of a query. A filter may be weaker than its
 * condition, which the plan keeps, but is met by every row that meets the condition. A NOT goes
 * inwards first, to where it turns an operator around: a filter says when a condition is true,
 * which with NULL is not the opposite of when it is false.
 */
final class ColumnFilters {
    private static final Map<FunctionDefinition, Operator> COMPARISONS =
            Map.of(
                    BuiltInFunctionDefinitions.EQUALS, Operator.EQUAL,
                    BuiltInFunctionDefinitions.NOT_EQUALS, Operator.NOT_EQUAL,
                    BuiltInFunctionDefinitions.LESS_THAN, Operator.LESS,
                    BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, Operator.LESS_OR_EQUAL,
                    BuiltInFunctionDefinitions.GREATER_THAN, Operator.GREATER,
                    BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, Operator.GREATER_OR_EQUAL);

    private static final int NO_COLUMN = -1;

    private final HiveTableSchema schema;

    ColumnFilters(HiveTableSchema schema) {
        this.schema = requireNonNull(schema, "schema");
    }

    /** The filter that follows from a condition; empty when none does. */
    Optional<ColumnFilter> of(ResolvedExpression condition) {
        return of(condition, Wanted.TRUE);
    }

    /** What a condition shall be. */
    private enum Wanted {
        TRUE,
        FALSE;

        Wanted other() {
            return this == TRUE ? FALSE : TRUE;
        }
    }

    private Optional<ColumnFilter> of(ResolvedExpression condition, Wanted wanted) {
        if (condition instanceof FieldReferenceExpression field) {
            return is(field, wanted == Wanted.TRUE);
        }
        if (!(condition instanceof CallExpression call)) {
            return Optional.empty();
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> arguments = call.getResolvedChildren();
        if (COMPARISONS.containsKey(function)) {
            return comparison(COMPARISONS.get(function), arguments, wanted);
        }
        if (function == BuiltInFunctionDefinitions.NOT) {
            return of(arguments.get(0), wanted.other());
        }
        if (function == BuiltInFunctionDefinitions.AND) {
            return wanted == Wanted.TRUE ? all(arguments, wanted) : any(arguments, wanted);
        }
        if (function == BuiltInFunctionDefinitions.OR) {
            return wanted == Wanted.TRUE ? any(arguments, wanted) : all(arguments, wanted);
        }
        if (function == BuiltInFunctionDefinitions.IN) {
            return in(arguments, wanted);
        }
        if (function == BuiltInFunctionDefinitions.BETWEEN) {
            return between(arguments, wanted);
        }
        if (function == BuiltInFunctionDefinitions.NOT_BETWEEN) {
            return between(arguments, wanted.other());
        }
        return test(function, arguments.isEmpty() ? condition : arguments.get(0), wanted);
    }

    /** All of those that are filters: a row that meets all conditions meets some of them. */
    private Optional<ColumnFilter> all(List<ResolvedExpression> conditions, Wanted wanted) {
        return and(conditions.stream().flatMap(each -> of(each, wanted).stream()).toList());
    }

    private static Optional<ColumnFilter> and(List<ColumnFilter> filters) {
        List<ColumnFilter> flat =
                filters.stream()
                        .flatMap(
                                filter ->
                                        filter instanceof ColumnFilter.And and
                                                ? and.filters().stream()
                                                : Stream.of(filter))
                        .toList();
        return flat.size() < 2
                ? flat.stream().findFirst()
                : Optional.of(new ColumnFilter.And(flat));
    }

    /** Nothing when one of them is no filter: it could be the one that is met. */
    private Optional<ColumnFilter> any(List<ResolvedExpression> conditions, Wanted wanted) {
        List<ColumnFilter> filters = new ArrayList<>();
        for (ResolvedExpression condition : conditions) {
            Optional<ColumnFilter> filter = of(condition, wanted);
            if (filter.isEmpty()) {
                return filter;
            }
            filters.add(filter.get());
        }
        return or(filters);
    }

    /** Flink hands {@code i IN (1, 2, 3)} over as {@code (i = 1 OR i = 2) OR i = 3}. */
    private static Optional<ColumnFilter> or(List<ColumnFilter> filters) {
        Set<Integer> columns = new HashSet<>();
        List<Serializable> literals = new ArrayList<>();
        List<ColumnFilter> flat = new ArrayList<>();
        for (ColumnFilter filter : filters) {
            if (filter instanceof ColumnFilter.Comparison one && one.operator() == Operator.EQUAL) {
                columns.add(one.column());
                literals.add(one.literal());
                flat.add(filter);
            } else if (filter instanceof ColumnFilter.OneOf oneOf) {
                columns.add(oneOf.column());
                literals.addAll(oneOf.literals());
                flat.add(filter);
            } else {
                columns.add(NO_COLUMN);
                flat.addAll(filter instanceof ColumnFilter.Or or ? or.filters() : List.of(filter));
            }
        }
        if (flat.size() < 2) {
            return flat.stream().findFirst();
        }
        return Optional.of(
                columns.size() == 1 && !columns.contains(NO_COLUMN)
                        ? new ColumnFilter.OneOf(columns.iterator().next(), literals)
                        : new ColumnFilter.Or(flat));
    }

    private Optional<ColumnFilter> comparison(
            Operator operator, List<ResolvedExpression> operands, Wanted wanted) {
        ResolvedExpression left = operands.get(0);
        ResolvedExpression right = operands.get(1);
        return left instanceof ValueLiteralExpression literal
                ? comparison(right, mirrored(operator), literal, wanted)
                : right instanceof ValueLiteralExpression literal
                        ? comparison(left, operator, literal, wanted)
                        : Optional.empty();
    }

    private Optional<ColumnFilter> comparison(
            ResolvedExpression operand,
            Operator operator,
            ValueLiteralExpression literal,
            Wanted wanted) {
        Operator effective = wanted == Wanted.TRUE ? operator : opposite(operator);
        return column(operand)
                .filter(column -> wanted == Wanted.TRUE || !isApproximate(typeOf(column)))
                .flatMap(
                        column ->
                                ColumnLiteral.of(literal, typeOf(column))
                                        .flatMap(value -> value.compare(column, effective)));
    }

    /** Of such a type, NaN is neither less than a value nor not less. */
    private static boolean isApproximate(LogicalType type) {
        return type.is(LogicalTypeFamily.APPROXIMATE_NUMERIC);
    }

    private Optional<ColumnFilter> between(List<ResolvedExpression> arguments, Wanted wanted) {
        ResolvedExpression operand = arguments.get(0);
        List<ResolvedExpression> low = List.of(operand, arguments.get(1));
        List<ResolvedExpression> high = List.of(operand, arguments.get(2));
        List<ColumnFilter> ends =
                Stream.of(
                                comparison(Operator.GREATER_OR_EQUAL, low, wanted),
                                comparison(Operator.LESS_OR_EQUAL, high, wanted))
                        .flatMap(Optional::stream)
                        .toList();
        return wanted == Wanted.TRUE ? and(ends) : ends.size() < 2 ? Optional.empty() : or(ends);
    }

    /** {@code x IN (1, NULL)} is true for 1; {@code x NOT IN (1, NULL)} is true for nothing. */
    private Optional<ColumnFilter> in(List<ResolvedExpression> arguments, Wanted wanted) {
        ResolvedExpression operand = arguments.get(0);
        List<ColumnFilter> filters = new ArrayList<>();
        for (ResolvedExpression element : arguments.subList(1, arguments.size())) {
            if (!(element instanceof ValueLiteralExpression literal)) {
                return Optional.empty();
            }
            if (literal.isNull()) {
                continue;
            }
            Optional<ColumnFilter> filter = comparison(operand, Operator.EQUAL, literal, wanted);
            if (filter.isEmpty() && wanted == Wanted.TRUE) {
                return filter;
            }
            filter.ifPresent(filters::add);
        }
        return wanted == Wanted.TRUE ? or(filters) : and(filters);
    }

    /** {@code IS NULL}, {@code IS TRUE} and the like, which are never unknown themselves. */
    private Optional<ColumnFilter> test(
            FunctionDefinition function, ResolvedExpression operand, Wanted wanted) {
        boolean positive = wanted == Wanted.TRUE;
        if (function == BuiltInFunctionDefinitions.IS_NULL) {
            return nullTest(operand, positive);
        }
        if (function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
            return nullTest(operand, !positive);
        }
        if (function == BuiltInFunctionDefinitions.IS_TRUE) {
            return positive ? of(operand, Wanted.TRUE) : isNot(operand, true);
        }
        if (function == BuiltInFunctionDefinitions.IS_FALSE) {
            return positive ? of(operand, Wanted.FALSE) : isNot(operand, false);
        }
        if (function == BuiltInFunctionDefinitions.IS_NOT_TRUE) {
            return positive ? isNot(operand, true) : of(operand, Wanted.TRUE);
        }
        if (function == BuiltInFunctionDefinitions.IS_NOT_FALSE) {
            return positive ? isNot(operand, false) : of(operand, Wanted.FALSE);
        }
        return Optional.empty();
    }

    private Optional<ColumnFilter> nullTest(ResolvedExpression operand, boolean isNull) {
        return column(operand)
                .filter(column -> !typeOf(column).is(LogicalTypeFamily.CONSTRUCTED))
                .map(
                        column ->
                                isNull
                                        ? new ColumnFilter.IsNull(column)
                                        : new ColumnFilter.IsNotNull(column));
    }

    private Optional<ColumnFilter> is(ResolvedExpression operand, boolean value) {
        return column(operand)
                .filter(column -> typeOf(column).is(LogicalTypeRoot.BOOLEAN))
                .map(column -> new ColumnFilter.Comparison(column, Operator.EQUAL, value));
    }

    private Optional<ColumnFilter> isNot(ResolvedExpression operand, boolean value) {
        return is(operand, !value)
                .flatMap(
                        other ->
                                nullTest(operand, true)
                                        .map(
                                                unknown ->
                                                        new ColumnFilter.Or(
                                                                List.of(other, unknown))));
    }

    /** The column of the files that an operand is, or is cast from without changing its value. */
    private Optional<Integer> column(ResolvedExpression operand) {
        if (operand instanceof FieldReferenceExpression field) {
            int index = schema.rowType().getFieldNames().indexOf(field.getName());
            return index >= 0 && index < schema.columnCount()
                    ? Optional.of(index)
                    : Optional.empty();
        }
        if (operand instanceof CallExpression call
                && call.getFunctionDefinition() == BuiltInFunctionDefinitions.CAST
                && ColumnLiteral.isWidening(
                        call.getResolvedChildren().get(0).getOutputDataType().getLogicalType(),
                        call.getOutputDataType().getLogicalType())) {
            return column(call.getResolvedChildren().get(0));
        }
        return Optional.empty();
    }

    private LogicalType typeOf(int column) {
        return schema.rowType().getTypeAt(column);
    }

    private static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }

    private static Operator opposite(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Operator.GREATER;
            case GREATER -> Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Operator.LESS;
        };
    }
}
