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

import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * What parquet can check of the filters of a table in one of its files. The predicate is met by all
 * rows that meet the filters, and perhaps by others: whatever is not sure is left out.
 */
final class ParquetFilters {
    private final ParquetLookup lookup;
    private final ParquetBounds bounds;

    ParquetFilters(ParquetLookup lookup) {
        this.lookup = lookup;
        this.bounds = new ParquetBounds(lookup.footer());
    }

    /** Of all filters of the layout; empty when none can be checked. */
    Optional<FilterPredicate> predicate() {
        return and(lookup.layout().filters().stream().map(this::predicate));
    }

    /** Indexes of the columns that have filters. */
    static IntStream columns(List<ColumnFilter> filters) {
        return filters.stream().flatMapToInt(ParquetFilters::columns);
    }

    private static IntStream columns(ColumnFilter filter) {
        if (filter instanceof ColumnFilter.And and) {
            return columns(and.filters());
        }
        if (filter instanceof ColumnFilter.Or or) {
            return columns(or.filters());
        }
        return column(filter).stream();
    }

    private static OptionalInt column(ColumnFilter filter) {
        if (filter instanceof ColumnFilter.Comparison comparison) {
            return OptionalInt.of(comparison.column());
        }
        if (filter instanceof ColumnFilter.OneOf oneOf) {
            return OptionalInt.of(oneOf.column());
        }
        if (filter instanceof ColumnFilter.IsNull isNull) {
            return OptionalInt.of(isNull.column());
        }
        return filter instanceof ColumnFilter.IsNotNull isNotNull
                ? OptionalInt.of(isNotNull.column())
                : OptionalInt.empty();
    }

    private Optional<FilterPredicate> predicate(ColumnFilter filter) {
        if (filter instanceof ColumnFilter.And and) {
            return and(and.filters().stream().map(this::predicate));
        }
        if (filter instanceof ColumnFilter.Or or) {
            return or(or.filters().stream().map(this::predicate).toList());
        }
        return onColumn(filter, column(filter).orElseThrow());
    }

    private Optional<FilterPredicate> onColumn(ColumnFilter filter, int column) {
        Optional<Type> field = lookup.column(column);
        if (field.isEmpty()) {
            return Optional.of(onMissing(filter, column));
        }
        Type type = field.get();
        // A point would be taken for a path.
        return type.isPrimitive()
                        && !type.isRepetition(Repetition.REPEATED)
                        && type.getName().indexOf('.') < 0
                ? onPrimitive(filter, lookup.layout().types().get(column), type.asPrimitiveType())
                : Optional.empty();
    }

    /** Parquet, too, takes a column that the file lacks for NULL. */
    private FilterPredicate onMissing(ColumnFilter filter, int column) {
        var missing =
                FilterApi.intColumn(
                        lookup.layout().columns().get(column).name().replace('.', '_') + " ");
        return filter instanceof ColumnFilter.IsNull
                ? FilterApi.eq(missing, null)
                : FilterApi.notEq(missing, null);
    }

    private Optional<FilterPredicate> onPrimitive(
            ColumnFilter filter, LogicalType type, PrimitiveType field) {
        if (filter instanceof ColumnFilter.IsNull) {
            return ParquetBounds.keepsValues(type, field)
                    ? Optional.of(ParquetCondition.isNull(field))
                    : Optional.empty();
        }
        if (filter instanceof ColumnFilter.Comparison comparison) {
            return Optional.of(compare(comparison.operator(), comparison.literal(), type, field));
        }
        return filter instanceof ColumnFilter.OneOf oneOf
                ? or(
                        oneOf.literals().stream()
                                .map(literal -> compare(Operator.EQUAL, literal, type, field))
                                .map(Optional::of)
                                .toList())
                : Optional.of(ParquetCondition.isNotNull(field));
    }

    private FilterPredicate compare(
            Operator operator, Serializable literal, LogicalType type, PrimitiveType field) {
        return bounds.of(literal, type, field)
                .flatMap(range -> range.condition(operator, field))
                .orElseGet(() -> ParquetCondition.isNotNull(field));
    }

    /** All that can be checked. */
    private static Optional<FilterPredicate> and(Stream<Optional<FilterPredicate>> predicates) {
        return reduce(predicates.flatMap(Optional::stream).toList(), FilterApi::and);
    }

    /** Only when all can be checked. */
    private static Optional<FilterPredicate> or(List<Optional<FilterPredicate>> predicates) {
        return predicates.stream().allMatch(Optional::isPresent)
                ? reduce(predicates.stream().map(Optional::orElseThrow).toList(), FilterApi::or)
                : Optional.empty();
    }

    /** As a balanced tree: parquet walks it recursively. */
    private static Optional<FilterPredicate> reduce(
            List<FilterPredicate> predicates, BinaryOperator<FilterPredicate> operator) {
        if (predicates.size() <= 1) {
            return predicates.stream().findFirst();
        }
        int middle = predicates.size() / 2;
        return Optional.of(
                operator.apply(
                        reduce(predicates.subList(0, middle), operator).orElseThrow(),
                        reduce(predicates.subList(middle, predicates.size()), operator)
                                .orElseThrow()));
    }
}
