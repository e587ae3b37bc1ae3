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
package io.github.flinklakehouse.catalog.iceberg;

import io.github.flinklakehouse.catalog.iceberg.TransformParser.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderBuilder;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundTerm;

/**
 * The option {@code sort-order}: {@code ts DESC NULLS LAST, bucket(16, id)}. It is not stored; it
 * is the sort order of the table in words.
 */
final class IcebergSortOrder {
    static final String OPTION = "sort-order";

    private IcebergSortOrder() {}

    /**
     * The sort order that a text describes.
     *
     * @throws IllegalArgumentException when it cannot be read or does not fit the schema, pointing
     *     at the term
     */
    static SortOrder of(String text, Schema schema) {
        SortOrder.Builder builder = SortOrder.builderFor(schema);
        for (Term term : TransformParser.parse(text)) {
            term.addTo(
                    schema,
                    each -> {
                        add(each, builder);
                        builder.build();
                    });
        }
        return builder.build();
    }

    /**
     * Adds the fields of a text to an order that is being built.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    static void add(String text, Schema schema, SortOrderBuilder<?> order) {
        of(text, schema);
        TransformParser.parse(text).forEach(term -> add(term, order));
    }

    private static void add(Term term, SortOrderBuilder<?> order) {
        List<String> words = new ArrayList<>(term.words());
        boolean descending = words.remove("DESC");
        if (!descending) {
            words.remove("ASC");
        }
        // As in Iceberg and Spark: NULL is the least value.
        NullOrder nulls = descending ? NullOrder.NULLS_LAST : NullOrder.NULLS_FIRST;
        if (words.equals(List.of("NULLS", "FIRST"))) {
            nulls = NullOrder.NULLS_FIRST;
        } else if (words.equals(List.of("NULLS", "LAST"))) {
            nulls = NullOrder.NULLS_LAST;
        } else if (!words.isEmpty()) {
            throw new IllegalArgumentException(
                    "behind the column, [ASC | DESC] [NULLS FIRST | NULLS LAST] can stand");
        }
        UnboundTerm<?> sorted = sorted(term);
        if (descending) {
            order.desc(sorted, nulls);
        } else {
            order.asc(sorted, nulls);
        }
    }

    private static UnboundTerm<?> sorted(Term term) {
        String column = term.column();
        return switch (term.transform()) {
            case "identity" -> Expressions.ref(column);
            case "year" -> Expressions.year(column);
            case "month" -> Expressions.month(column);
            case "day" -> Expressions.day(column);
            case "hour" -> Expressions.hour(column);
            case "bucket" -> Expressions.bucket(column, term.width());
            case "truncate" -> Expressions.truncate(column, term.width());
            default -> throw new IllegalStateException(term.transform());
        };
    }

    /**
     * The text of a sort order; directions and places of NULL are left out where they are usual.
     */
    static String text(SortOrder order) {
        return order.fields().stream()
                .map(field -> text(order.schema(), field))
                .collect(Collectors.joining(", "));
    }

    private static String text(Schema schema, SortField field) {
        String term = TransformText.of(schema.findColumnName(field.sourceId()), field.transform());
        boolean descending = field.direction() == SortDirection.DESC;
        NullOrder usual = descending ? NullOrder.NULLS_LAST : NullOrder.NULLS_FIRST;
        return term
                + (descending ? " DESC" : "")
                + (field.nullOrder() == usual ? "" : " " + field.nullOrder());
    }
}
