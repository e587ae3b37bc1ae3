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
package io.github.flinklakehouse.connector;

import java.util.Optional;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.functions.FunctionDefinition;

/** The aggregates that can follow from what files say of themselves. */
public enum AggregateKind {
    COUNT,
    MIN,
    MAX;

    /**
     * The kind of an aggregate over all rows, or over one column of theirs; empty for any other.
     * The planner's functions are classes of its own, in a class loader of its own. Some are nested
     * classes, one for each type, of the class that is looked for.
     */
    public static Optional<AggregateKind> of(AggregateExpression expression) {
        if (expression.isDistinct()
                || expression.getFilterExpression().isPresent()
                || expression.getArgs().size() > 1) {
            return Optional.empty();
        }
        FunctionDefinition function = expression.getFunctionDefinition();
        for (Class<?> type = function.getClass(); type != null; type = type.getSuperclass()) {
            Optional<AggregateKind> kind =
                    switch (type.getSimpleName()) {
                        case "Count1AggFunction" -> Optional.of(COUNT);
                        case "MinAggFunction" -> Optional.of(MIN);
                        case "MaxAggFunction" -> Optional.of(MAX);
                        default -> Optional.empty();
                    };
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }
}
