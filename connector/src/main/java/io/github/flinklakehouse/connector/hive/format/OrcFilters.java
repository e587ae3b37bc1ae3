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

import java.util.List;
import java.util.Optional;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.io.sarg.PredicateLeaf;
import org.apache.orc.storage.ql.io.sarg.SearchArgument;
import org.apache.orc.storage.ql.io.sarg.SearchArgument.TruthValue;
import org.apache.orc.storage.ql.io.sarg.SearchArgumentFactory;

/**
 * The filters of a table as ORC checks them on the statistics and bloom filters of stripes and row
 * groups. What it would not compare as Flink does is left out: all of it holds then, as for the
 * columns that are converted.
 */
final class OrcFilters {
    private final FileLayout layout;
    private final OrcColumns columns;
    private final SearchArgument.Builder builder = SearchArgumentFactory.newBuilder();

    OrcFilters(FileLayout layout, OrcColumns columns) {
        this.layout = requireNonNull(layout, "layout");
        this.columns = requireNonNull(columns, "columns");
    }

    /** Lets ORC leave out what no row that is wanted can be in. */
    void addTo(Reader.Options options) {
        if (layout.filters().isEmpty()) {
            return;
        }
        add(new ColumnFilter.And(layout.filters()));
        options.searchArgument(builder.build(), new String[0]);
    }

    private void add(ColumnFilter filter) {
        if (filter instanceof ColumnFilter.And and) {
            builder.startAnd();
            addAll(and.filters());
        } else if (filter instanceof ColumnFilter.Or or) {
            builder.startOr();
            addAll(or.filters());
        } else if (filter instanceof ColumnFilter.Comparison comparison) {
            addComparison(comparison);
        } else if (filter instanceof ColumnFilter.OneOf oneOf) {
            addOneOf(oneOf);
        } else if (filter instanceof ColumnFilter.IsNull isNull) {
            addNull(isNull.column());
        } else if (filter instanceof ColumnFilter.IsNotNull isNotNull) {
            builder.startNot();
            addNull(isNotNull.column());
            builder.end();
        } else {
            addUnknown();
        }
    }

    private void addAll(List<ColumnFilter> filters) {
        if (filters.isEmpty()) {
            addUnknown();
        }
        filters.forEach(this::add);
        builder.end();
    }

    private void addUnknown() {
        builder.literal(TruthValue.YES_NO_NULL);
    }

    private void addNull(int column) {
        Optional<OrcField> field = comparable(column);
        field.ifPresentOrElse(
                found -> builder.isNull(name(found), OrcLiterals.type(found)), this::addUnknown);
    }

    private void addComparison(ColumnFilter.Comparison comparison) {
        Optional<OrcField> field = comparable(comparison.column());
        Optional<Object> literal =
                field.flatMap(found -> OrcLiterals.literal(found, comparison.literal()));
        if (literal.isEmpty()
                || (comparison.operator() == ColumnFilter.Operator.NOT_EQUAL
                        && !OrcLiterals.isEqualityExact(field.orElseThrow()))) {
            addUnknown();
            return;
        }
        String name = name(field.orElseThrow());
        PredicateLeaf.Type type = OrcLiterals.type(field.orElseThrow());
        Object value = literal.orElseThrow();
        switch (comparison.operator()) {
            case EQUAL -> builder.equals(name, type, value);
            case LESS -> builder.lessThan(name, type, value);
            case LESS_OR_EQUAL -> builder.lessThanEquals(name, type, value);
            case NOT_EQUAL -> builder.startNot().equals(name, type, value).end();
            case GREATER -> builder.startNot().lessThanEquals(name, type, value).end();
            case GREATER_OR_EQUAL -> builder.startNot().lessThan(name, type, value).end();
        }
    }

    private void addOneOf(ColumnFilter.OneOf oneOf) {
        Optional<OrcField> field = comparable(oneOf.column());
        List<Object> literals =
                field.stream()
                        .flatMap(
                                found ->
                                        oneOf.literals().stream()
                                                .map(each -> OrcLiterals.literal(found, each)))
                        .flatMap(Optional::stream)
                        .toList();
        if (literals.isEmpty() || literals.size() < oneOf.literals().size()) {
            addUnknown();
            return;
        }
        builder.in(
                name(field.orElseThrow()),
                OrcLiterals.type(field.orElseThrow()),
                literals.toArray());
    }

    /** The column in the file, if its statistics are about the values that are read. */
    private Optional<OrcField> comparable(int column) {
        return columns.column(column)
                .filter(OrcField::isExact)
                .filter(OrcLiterals::isComparable)
                .filter(field -> name(field).matches("[A-Za-z_]\\w*"));
    }

    private String name(OrcField field) {
        TypeDescription schema = columns.file().getSchema();
        return schema.getFieldNames().get(field.index());
    }
}
