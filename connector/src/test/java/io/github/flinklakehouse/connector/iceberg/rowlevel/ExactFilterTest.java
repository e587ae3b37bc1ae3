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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinition;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.types.DataType;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

/** Which filters of SQL mean the same in Iceberg. */
class ExactFilterTest {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.physical("id", DataTypes.INT()),
                    Column.physical("name", DataTypes.STRING()),
                    Column.physical("d", DataTypes.DOUBLE()),
                    Column.physical("ts", DataTypes.TIMESTAMP(6)),
                    Column.physical("ns", DataTypes.TIMESTAMP(9)));

    private static ResolvedExpression column(String name) {
        for (int i = 0; i < COLUMNS.size(); i++) {
            if (COLUMNS.get(i).getName().equals(name)) {
                return new FieldReferenceExpression(name, COLUMNS.get(i).getDataType(), 0, i);
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static ResolvedExpression literal(Object value, DataType type) {
        return new ValueLiteralExpression(value, type.notNull());
    }

    private static ResolvedExpression call(
            BuiltInFunctionDefinition function, ResolvedExpression... operands) {
        return CallExpression.permanent(function, List.of(operands), DataTypes.BOOLEAN());
    }

    private static String of(ResolvedExpression... filters) {
        return ExactFilter.of(List.of(filters), COLUMNS).map(Expression::toString).orElse("");
    }

    @Test
    void isTrueForAllRowsWithoutAFilter() {
        assertThat(ExactFilter.of(List.of(), COLUMNS)).contains(Expressions.alwaysTrue());
    }

    @Test
    void leavesOutNullsWhereSqlDoes() {
        ResolvedExpression one = literal(1, DataTypes.INT());
        assertThat(of(call(BuiltInFunctionDefinitions.NOT_EQUALS, column("id"), one)))
                .isEqualTo("(not_null(ref(name=\"id\")) and ref(name=\"id\") != 1)");
        assertThat(
                        of(
                                call(
                                        BuiltInFunctionDefinitions.NOT,
                                        call(
                                                BuiltInFunctionDefinitions.LIKE,
                                                column("name"),
                                                literal("a%", DataTypes.CHAR(2))))))
                .startsWith("(not_null(ref(name=\"name\")) and ");
        assertThat(of(call(BuiltInFunctionDefinitions.GREATER_THAN, column("id"), one)))
                .isEqualTo("ref(name=\"id\") > 1");
    }

    @Test
    void takesConstants() {
        assertThat(of(literal(true, DataTypes.BOOLEAN()))).isEqualTo("true");
        assertThat(of(literal(false, DataTypes.BOOLEAN()))).isEqualTo("false");
        assertThat(of(new ValueLiteralExpression(null, DataTypes.BOOLEAN()))).isEqualTo("false");
    }

    @Test
    void refusesWhatIcebergComparesInAnotherWay() {
        assertThat(
                        of(
                                call(
                                        BuiltInFunctionDefinitions.GREATER_THAN,
                                        column("d"),
                                        literal(1.5, DataTypes.DOUBLE()))))
                .isEmpty();
        ResolvedExpression nanos =
                literal(
                        LocalDateTime.parse("2024-01-01T00:00:00.123456789"),
                        DataTypes.TIMESTAMP(9));
        assertThat(of(call(BuiltInFunctionDefinitions.LESS_THAN, column("ts"), nanos))).isEmpty();
        assertThat(of(call(BuiltInFunctionDefinitions.LESS_THAN, column("ns"), nanos))).isEmpty();
        assertThat(of(call(BuiltInFunctionDefinitions.IS_NULL, column("id")), column("name")))
                .isEmpty();
    }
}
