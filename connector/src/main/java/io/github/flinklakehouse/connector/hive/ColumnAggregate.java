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

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * What of the rows of a table is wanted instead of the rows.
 *
 * @param field index into the fields of the table; of no meaning when rows are counted
 */
record ColumnAggregate(Kind kind, int field) implements Serializable {

    /** The aggregates that can follow from what files say of themselves. */
    enum Kind {
        COUNT_ROWS,
        COUNT_VALUES,
        MIN,
        MAX
    }

    ColumnAggregate {
        requireNonNull(kind, "kind");
    }

    /** Empty when it is another aggregate, or not of a column of the files. */
    static Optional<ColumnAggregate> of(AggregateExpression expression, HiveTableSchema schema) {
        if (expression.isDistinct() || expression.getFilterExpression().isPresent()) {
            return Optional.empty();
        }
        Optional<Kind> kind = kind(expression.getFunctionDefinition());
        List<FieldReferenceExpression> arguments = expression.getArgs();
        if (kind.isPresent() && arguments.isEmpty()) {
            return kind.filter(k -> k == Kind.COUNT_ROWS).map(k -> new ColumnAggregate(k, -1));
        }
        if (arguments.size() != 1) {
            return Optional.empty();
        }
        int field = schema.rowType().getFieldNames().indexOf(arguments.get(0).getName());
        return kind.filter(k -> field >= 0 && field < schema.columnCount())
                .filter(k -> supports(k, schema.rowType().getTypeAt(field)))
                .map(k -> new ColumnAggregate(k, field));
    }

    /**
     * The planner's functions are classes of its own, in a class loader of its own. Some are nested
     * classes, one for each type, of the class that is looked for.
     */
    private static Optional<Kind> kind(FunctionDefinition function) {
        for (Class<?> type = function.getClass(); type != null; type = type.getSuperclass()) {
            Optional<Kind> kind =
                    switch (type.getSimpleName()) {
                        case "Count1AggFunction" -> Optional.of(Kind.COUNT_ROWS);
                        case "CountAggFunction" -> Optional.of(Kind.COUNT_VALUES);
                        case "MinAggFunction" -> Optional.of(Kind.MIN);
                        case "MaxAggFunction" -> Optional.of(Kind.MAX);
                        default -> Optional.empty();
                    };
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    private static boolean supports(Kind kind, LogicalType type) {
        return switch (kind) {
            case COUNT_ROWS -> true;
            case COUNT_VALUES -> isOrdered(type) || isUnordered(type);
            case MIN, MAX -> isOrdered(type);
        };
    }

    /** Of these types, files and Flink agree which value is the least; NaN and padding differ. */
    private static boolean isOrdered(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, DATE -> true;
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
            case VARCHAR -> ((VarCharType) type).getLength() == VarCharType.MAX_LENGTH;
            default -> false;
        };
    }

    private static boolean isUnordered(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN, FLOAT, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY -> true;
            default -> false;
        };
    }
}
