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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.expressions.Expressions;

/**
 * The option {@code partitioning}: hidden partitioning, which Flink's {@code PARTITIONED BY} cannot
 * spell. It is not stored; it is the partition spec of the table in words.
 */
final class IcebergPartitioning {
    static final String OPTION = "partitioning";

    private IcebergPartitioning() {}

    /**
     * The partition spec that a text describes.
     *
     * @throws IllegalArgumentException when it cannot be read or does not fit the schema, pointing
     *     at the term
     */
    static PartitionSpec spec(String text, Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (Term term : TransformParser.parse(text)) {
            if (!term.words().isEmpty()) {
                throw term.error("has '%s' where it should end".formatted(term.words().get(0)));
            }
            term.addTo(
                    schema,
                    each -> {
                        add(builder, each);
                        builder.build();
                    });
        }
        return builder.build();
    }

    private static void add(PartitionSpec.Builder builder, Term term) {
        String column = term.column();
        switch (term.transform()) {
            case "identity" -> builder.identity(column);
            case "year" -> builder.year(column);
            case "month" -> builder.month(column);
            case "day" -> builder.day(column);
            case "hour" -> builder.hour(column);
            case "bucket" -> builder.bucket(column, term.width());
            case "truncate" -> builder.truncate(column, term.width());
            default -> throw new IllegalStateException(term.transform());
        }
    }

    /** Evolves the spec of a table to this one; files that were written before stay as they are. */
    static void update(PartitionSpec from, PartitionSpec to, UpdatePartitionSpec update) {
        Map<String, PartitionField> kept = bySource(from);
        Map<String, PartitionField> wanted = bySource(to);
        kept.forEach(
                (source, field) -> {
                    if (!wanted.containsKey(source)) {
                        update.removeField(field.name());
                    }
                });
        wanted.forEach(
                (source, field) -> {
                    if (!kept.containsKey(source)) {
                        update.addField(
                                Expressions.transform(
                                        to.schema().findColumnName(field.sourceId()),
                                        field.transform()));
                    }
                });
    }

    private static Map<String, PartitionField> bySource(PartitionSpec spec) {
        return fields(spec).stream()
                .collect(
                        Collectors.toMap(
                                field -> field.sourceId() + " " + field.transform(),
                                Function.identity(),
                                (first, second) -> first,
                                LinkedHashMap::new));
    }

    /** The fields that do partition: format version 1 keeps removed ones as void. */
    static List<PartitionField> fields(PartitionSpec spec) {
        return spec.fields().stream().filter(field -> !field.transform().isVoid()).toList();
    }

    /** The text of a spec. */
    static String text(PartitionSpec spec) {
        return fields(spec).stream()
                .map(
                        field ->
                                TransformText.of(
                                        spec.schema().findColumnName(field.sourceId()),
                                        field.transform()))
                .collect(Collectors.joining(", "));
    }
}
