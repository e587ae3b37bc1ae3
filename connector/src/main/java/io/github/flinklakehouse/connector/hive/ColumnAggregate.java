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

import io.github.flinklakehouse.connector.AggregateKind;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * What of the rows of a table is wanted instead of the rows.
 *
 * <p>Values of a column that are not NULL are not counted: Flink asks for the same when it counts
 * values of an expression of that column.
 *
 * @param field index into the fields of the table; {@link #ROW} when rows are counted
 */
record ColumnAggregate(AggregateKind kind, int field) implements Serializable {

    /** Instead of a field, as whole rows are meant. */
    static final int ROW = -1;

    ColumnAggregate {
        requireNonNull(kind, "kind");
    }

    /**
     * The aggregate that the planner asks for; empty when files say nothing about such.
     *
     * @param fields of which the planner knows, in its order; metadata come after them
     * @param format of the table, without exceptions that partitions may make
     */
    static Optional<ColumnAggregate> of(
            AggregateExpression expression,
            HiveTableSchema schema,
            List<FieldPath> fields,
            HiveStorageFormat format) {
        List<FieldReferenceExpression> arguments = expression.getArgs();
        Optional<AggregateKind> kind = AggregateKind.of(expression);
        if (kind.isEmpty() || arguments.isEmpty()) {
            return kind.filter(AggregateKind.COUNT::equals).map(k -> new ColumnAggregate(k, ROW));
        }
        int index = arguments.get(0).getFieldIndex();
        if (index >= fields.size() || fields.get(index).isNested()) {
            return Optional.empty();
        }
        int field = fields.get(index).field();
        boolean isKey = field >= schema.columnCount();
        LogicalType type = schema.rowType().getTypeAt(field);
        return kind.filter(k -> k != AggregateKind.COUNT && (isKey || hasKnownOrder(type, format)))
                .map(k -> new ColumnAggregate(k, field));
    }

    /**
     * Whether files and Flink agree which value is the least, and footers usually have it whole,
     * since rows are read faster by the planner's own code. Not so are floating-point numbers, as
     * NaN is left out; padded and cut text; text in Parquet, which writers may cut; and times in
     * ORC, which are kept in milliseconds.
     */
    private static boolean hasKnownOrder(LogicalType type, HiveStorageFormat format) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE -> true;
            case VARCHAR ->
                    format == HiveStorageFormat.ORC
                            && ((VarCharType) type).getLength() == VarCharType.MAX_LENGTH;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    format == HiveStorageFormat.PARQUET
                            && LogicalTypeChecks.getPrecision(type) == TimestampType.MAX_PRECISION;
            default -> false;
        };
    }
}
