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

import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.expressions.UnboundTerm;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;

/**
 * The rows of a partition as a filter on columns, so that files that were written under another
 * partition spec count, too.
 */
final class IcebergPartitionFilter {
    private final Schema schema;
    private final Map<String, PartitionField> fields = new HashMap<>();

    IcebergPartitionFilter(Table table) {
        this.schema = table.schema();
        for (PartitionSpec spec : table.specs().values()) {
            IcebergPartitioning.fields(spec)
                    .forEach(field -> fields.putIfAbsent(field.name(), field));
        }
    }

    /**
     * The filter that exactly the rows of this partition meet.
     *
     * @param values by the names of partition fields, spelt as SHOW PARTITIONS does
     * @throws IllegalArgumentException when a name or a value is none
     */
    Expression of(Map<String, String> values) {
        Expression filter = Expressions.alwaysTrue();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            filter = Expressions.and(filter, of(entry.getKey(), entry.getValue()));
        }
        return filter;
    }

    private Expression of(String name, @Nullable String value) {
        PartitionField field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("it has no partition field " + name);
        }
        Type source = schema.findType(field.sourceId());
        UnboundTerm<Object> term =
                Expressions.transform(
                        schema.findColumnName(field.sourceId()),
                        IcebergPartitionFilter.<Object>cast(field.transform()));
        if (value == null) {
            return Expressions.isNull(Expressions.ref(schema.findColumnName(field.sourceId())));
        }
        try {
            Object parsed = parse(field.transform(), source, value);
            return (parsed instanceof Double number && number.isNaN())
                            || (parsed instanceof Float single && single.isNaN())
                    ? Expressions.isNaN(term)
                    : Expressions.equal(term, parsed);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is no value of its partition field %s".formatted(value, name), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Transform<?, T> cast(Transform<?, ?> transform) {
        return (Transform<?, T>) transform;
    }

    /** The opposite of {@link Transform#toHumanString}. */
    private static Object parse(Transform<?, ?> transform, Type source, String value) {
        return switch (transform.toString()) {
            case "year" -> Integer.parseInt(value) - 1970;
            case "month" ->
                    Math.toIntExact(
                            ChronoUnit.MONTHS.between(
                                    YearMonth.of(1970, 1), YearMonth.parse(value)));
            case "hour" -> Integer.parseInt(value.substring(11)) + 24 * day(value.substring(0, 10));
            case "day" -> day(value);
            default -> typed(transform.getResultType(source), value);
        };
    }

    private static int day(String date) {
        return Math.toIntExact(java.time.LocalDate.parse(date).toEpochDay());
    }

    private static Object typed(Type type, String value) {
        return switch (type.typeId()) {
            case TIMESTAMP, TIMESTAMP_NANO, TIME -> Literal.of(value).to(type).value();
            default -> Conversions.fromPartitionString(type, value);
        };
    }
}
