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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;

/**
 * A partition as ANALYZE TABLE needs it. Flink counts with {@code SELECT … WHERE key=value}, in
 * which key and value stand as the catalog spells them: so they are spelt in SQL here, and hold the
 * partition itself for the call that stores the numbers.
 */
// Remove when Flink quotes the keys and values of partitions in AnalyzeTableUtil.
public final class AnalyzedPartition extends CatalogPartitionSpec {
    private static final String PLANNER_CLASS = "SqlAnalyzeTableConverter";

    private final CatalogPartitionSpec partition;

    /**
     * @param partition the partition itself
     * @param literals its keys, with the value of each in SQL; null for NULL
     */
    public AnalyzedPartition(CatalogPartitionSpec partition, Map<String, String> literals) {
        super(conditions(literals));
        this.partition = requireNonNull(partition, "partition");
    }

    private static Map<String, String> conditions(Map<String, String> literals) {
        Map<String, String> conditions = new LinkedHashMap<>();
        literals.forEach(
                (key, literal) -> {
                    String column = "`" + key.replace("`", "``") + "`";
                    if (literal == null) {
                        conditions.put(column + " IS NULL AND TRUE", "TRUE");
                    } else {
                        conditions.put(column, literal);
                    }
                });
        return conditions;
    }

    /** The partition itself, of one that Flink may have been given for ANALYZE TABLE. */
    static CatalogPartitionSpec unwrap(CatalogPartitionSpec partition) {
        return partition instanceof AnalyzedPartition analyzed ? analyzed.partition : partition;
    }

    /** Whether it is ANALYZE TABLE that asks; the question itself is that of SHOW PARTITIONS. */
    static boolean isAskedFor() {
        return PlannerStack.isAskedBy(PLANNER_CLASS);
    }

    /** The keys and values that ANALYZE TABLE names, from the filters that it makes of them. */
    static Map<String, String> named(List<Expression> filters) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Expression filter : filters) {
            List<Expression> sides = ((CallExpression) filter).getChildren();
            named.put(
                    ((FieldReferenceExpression) sides.get(0)).getName(),
                    ((ValueLiteralExpression) sides.get(1))
                            .getValueAs(Object.class)
                            .map(String::valueOf)
                            .orElse(null));
        }
        return named;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && partition.equals(((AnalyzedPartition) other).partition);
    }

    @Override
    public int hashCode() {
        return partition.hashCode();
    }
}
