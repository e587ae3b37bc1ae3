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
package io.github.flinklakehouse.catalog;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * A condition on partition keys of type STRING: comparisons with literals, IS NULL, AND and OR. Of
 * these the metastore is only told of what is equal: how it orders strings depends on the collation
 * of its database, and keys of other types it compares as strings when it has to. So it finds all
 * that match, and perhaps more, which {@link #test} leaves out.
 */
public final class PartitionFilter {
    /** A metastore parses a filter recursively. */
    private static final int MOST_LITERALS = 100;

    private static final Set<String> KEYWORDS =
            Set.of("not", "and", "or", "like", "date", "const", "struct", "between", "in");

    private static final Map<FunctionDefinition, IntPredicate> COMPARISONS =
            Map.of(
                    BuiltInFunctionDefinitions.EQUALS, order -> order == 0,
                    BuiltInFunctionDefinitions.NOT_EQUALS, order -> order != 0,
                    BuiltInFunctionDefinitions.LESS_THAN, order -> order < 0,
                    BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL, order -> order <= 0,
                    BuiltInFunctionDefinitions.GREATER_THAN, order -> order > 0,
                    BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL, order -> order >= 0);

    private final String metastoreFilter;
    private final Predicate<Map<String, String>> predicate;

    private PartitionFilter(String metastoreFilter, Predicate<Map<String, String>> predicate) {
        this.metastoreFilter = requireNonNull(metastoreFilter, "metastoreFilter");
        this.predicate = requireNonNull(predicate, "predicate");
    }

    /** A part of the condition; its text is empty when the metastore cannot be told. */
    private record Part(Optional<String> text, Predicate<Map<String, String>> predicate) {}

    /** All of these conditions; empty when there is nothing to tell the metastore. */
    static Optional<PartitionFilter> of(List<? extends Expression> conditions) {
        List<Part> parts = new ArrayList<>();
        for (Expression condition : conditions) {
            Optional<Part> part = part(condition);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        Part all = all(parts);
        return all.text()
                .filter(text -> text.split(" = ", -1).length <= MOST_LITERALS)
                .map(text -> new PartitionFilter(text, all.predicate()));
    }

    /** In the metastore's language; also true for everything that this filter is true for. */
    public String metastoreFilter() {
        return metastoreFilter;
    }

    /** Whether the condition is true, and neither false nor unknown, for a partition. */
    public boolean test(Map<String, String> partition) {
        return predicate.test(partition);
    }

    private static Optional<Part> part(Expression condition) {
        if (!(condition instanceof CallExpression call)) {
            return Optional.empty();
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> arguments = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.AND
                || function == BuiltInFunctionDefinitions.OR) {
            List<Part> parts =
                    arguments.stream().flatMap(argument -> part(argument).stream()).toList();
            return parts.size() < arguments.size()
                    ? Optional.empty()
                    : Optional.of(
                            function == BuiltInFunctionDefinitions.AND ? all(parts) : any(parts));
        }
        if (function == BuiltInFunctionDefinitions.IS_NULL
                || function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
            boolean isNull = function == BuiltInFunctionDefinitions.IS_NULL;
            return key(arguments.get(0))
                    .map(
                            key ->
                                    new Part(
                                            Optional.empty(),
                                            values -> (values.get(key) == null) == isNull));
        }
        return COMPARISONS.containsKey(function)
                ? comparison(function, arguments.get(0), arguments.get(1))
                : Optional.empty();
    }

    private static Part all(List<Part> parts) {
        return new Part(
                parts.stream()
                        .flatMap(part -> part.text().stream())
                        .reduce((left, right) -> "(" + left + " and " + right + ")"),
                values -> parts.stream().allMatch(part -> part.predicate().test(values)));
    }

    private static Part any(List<Part> parts) {
        return new Part(
                parts.stream()
                        .map(Part::text)
                        .reduce(
                                (left, right) ->
                                        left.flatMap(
                                                l -> right.map(r -> "(" + l + " or " + r + ")")))
                        .orElseThrow(),
                values -> parts.stream().anyMatch(part -> part.predicate().test(values)));
    }

    private static Optional<Part> comparison(
            FunctionDefinition function, ResolvedExpression left, ResolvedExpression right) {
        boolean mirrored = left instanceof ValueLiteralExpression;
        Optional<String> literal = literal(mirrored ? left : right);
        IntPredicate orders = COMPARISONS.get(function);
        return key(mirrored ? right : left)
                .flatMap(
                        key ->
                                literal.map(
                                        text ->
                                                new Part(
                                                        function
                                                                        == BuiltInFunctionDefinitions
                                                                                .EQUALS
                                                                ? equal(key, text)
                                                                : Optional.empty(),
                                                        values ->
                                                                compares(
                                                                        values.get(key),
                                                                        text,
                                                                        order ->
                                                                                orders.test(
                                                                                        mirrored
                                                                                                ? -order
                                                                                                : order)))));
    }

    private static boolean compares(String value, String literal, IntPredicate orders) {
        return value != null
                && orders.test(
                        Integer.signum(
                                StringData.fromString(value)
                                        .compareTo(StringData.fromString(literal))));
    }

    /** Such as {@code dt = "2024-01-01"}; a quoted text has no way to hold its own quote. */
    private static Optional<String> equal(String key, String literal) {
        boolean nameable =
                key.matches("[a-z][a-z0-9_]*") && !KEYWORDS.contains(key.toLowerCase(Locale.ROOT));
        boolean quotable =
                literal.chars().allMatch(c -> c >= ' ' && c < 0x7F && "'\"\\".indexOf(c) < 0);
        return nameable && quotable
                ? Optional.of(key + " = \"" + literal + "\"")
                : Optional.empty();
    }

    private static Optional<String> key(ResolvedExpression expression) {
        return expression instanceof FieldReferenceExpression field
                        && field.getOutputDataType()
                                .getLogicalType()
                                .copy(true)
                                .equals(VarCharType.STRING_TYPE)
                ? Optional.of(field.getName())
                : Optional.empty();
    }

    private static Optional<String> literal(ResolvedExpression expression) {
        return expression instanceof ValueLiteralExpression literal
                        && (literal.getOutputDataType().getLogicalType().is(LogicalTypeRoot.VARCHAR)
                                || literal.getOutputDataType()
                                        .getLogicalType()
                                        .is(LogicalTypeRoot.CHAR))
                ? literal.getValueAs(String.class)
                : Optional.empty();
    }
}
