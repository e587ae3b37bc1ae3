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

import java.io.Serializable;
import java.util.List;

/**
 * A condition on the columns of a file. A reader uses it to leave out parts of a file in which no
 * row can meet it; it may return rows that do not, since the planner checks them again. It is about
 * values as they are read: a reader that converts a column cannot compare what is in the file, and
 * ignores the filter. Only text that is cut to a VARCHAR, and times that are cut to a precision,
 * are taken care of by the filters themselves.
 *
 * <p>Literals are of the Java class that Flink converts the column's type to by default, such as
 * {@code Long}, {@code BigDecimal}, {@code String}, {@code LocalDate}, {@code LocalDateTime} or
 * {@code byte[]}. As in SQL, a comparison with NULL is not met.
 */
public sealed interface ColumnFilter extends Serializable {

    /** How a column is compared with a literal. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * {@code column operator literal}.
     *
     * @param column index into {@link FileLayout#columns}
     */
    record Comparison(int column, Operator operator, Serializable literal) implements ColumnFilter {
        public Comparison {
            requireNonNull(operator, "operator");
            requireNonNull(literal, "literal");
        }
    }

    /**
     * {@code column IN (literals)}.
     *
     * @param column index into {@link FileLayout#columns}
     */
    record OneOf(int column, List<Serializable> literals) implements ColumnFilter {
        public OneOf {
            literals = List.copyOf(literals);
        }
    }

    /**
     * {@code column IS NULL}.
     *
     * @param column index into {@link FileLayout#columns}
     */
    record IsNull(int column) implements ColumnFilter {}

    /**
     * {@code column IS NOT NULL}.
     *
     * @param column index into {@link FileLayout#columns}
     */
    record IsNotNull(int column) implements ColumnFilter {}

    /** All of them are met. */
    record And(List<ColumnFilter> filters) implements ColumnFilter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /** At least one of them is met. */
    record Or(List<ColumnFilter> filters) implements ColumnFilter {
        public Or {
            filters = List.copyOf(filters);
        }
    }
}
