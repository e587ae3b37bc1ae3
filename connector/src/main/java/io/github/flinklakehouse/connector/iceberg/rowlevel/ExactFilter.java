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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ExpressionVisitors;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundPredicate;
import org.apache.iceberg.flink.FlinkFilters;

/**
 * A filter of SQL in Iceberg's words that is true for the same rows. A filter that only prunes may
 * let more rows pass; one by which files are deleted may not.
 */
final class ExactFilter {
    private static final int MICROSECONDS = 6;

    private ExactFilter() {}

    /** All of the filters as one, or empty if Iceberg's words do not mean quite the same. */
    static Optional<Expression> of(List<ResolvedExpression> filters, List<Column> columns) {
        Map<String, LogicalType> types = new HashMap<>();
        columns.forEach(
                column -> types.put(column.getName(), column.getDataType().getLogicalType()));
        Expression all = Expressions.alwaysTrue();
        for (ResolvedExpression filter : filters) {
            Optional<Expression> converted = convert(filter, types);
            if (converted.isEmpty()) {
                return Optional.empty();
            }
            all = Expressions.and(all, converted.get());
        }
        return Optional.of(
                ExpressionVisitors.visit(Expressions.rewriteNot(all), new WithoutNulls()));
    }

    private static Optional<Expression> convert(
            ResolvedExpression filter, Map<String, LogicalType> types) {
        if (filter instanceof ValueLiteralExpression literal) {
            return Optional.of(
                    literal.getValueAs(Boolean.class).orElse(false)
                            ? Expressions.alwaysTrue()
                            : Expressions.alwaysFalse());
        }
        return isExact(filter, types) ? FlinkFilters.convert(filter) : Optional.empty();
    }

    private static boolean isExact(ResolvedExpression expression, Map<String, LogicalType> types) {
        if (expression instanceof FieldReferenceExpression field) {
            LogicalType type = types.get(field.getName());
            return type != null && comparesAlike(type);
        }
        if (expression instanceof ValueLiteralExpression literal) {
            LogicalType type = literal.getOutputDataType().getLogicalType();
            return type.is(LogicalTypeRoot.CHAR) || comparesAlike(type);
        }
        return expression.getResolvedChildren().stream().allMatch(child -> isExact(child, types));
    }

    /** Not so, for instance, floating point numbers: Iceberg has NaN above all others. */
    private static boolean comparesAlike(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN, INTEGER, BIGINT, DECIMAL, DATE, VARCHAR -> true;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    LogicalTypeChecks.getPrecision(type) <= MICROSECONDS;
            default -> false;
        };
    }

    /** In SQL a comparison with NULL is not true; in Iceberg "not equal" is. */
    private static final class WithoutNulls
            extends ExpressionVisitors.ExpressionVisitor<Expression> {
        @Override
        public Expression alwaysTrue() {
            return Expressions.alwaysTrue();
        }

        @Override
        public Expression alwaysFalse() {
            return Expressions.alwaysFalse();
        }

        @Override
        public Expression and(Expression left, Expression right) {
            return Expressions.and(left, right);
        }

        @Override
        public Expression or(Expression left, Expression right) {
            return Expressions.or(left, right);
        }

        @Override
        public <T> Expression predicate(UnboundPredicate<T> predicate) {
            return switch (predicate.op()) {
                case NOT_EQ, NOT_IN, NOT_STARTS_WITH ->
                        Expressions.and(Expressions.notNull(predicate.ref().name()), predicate);
                default -> predicate;
            };
        }
    }
}
