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
package io.github.flinklakehouse.catalog.hive;

import java.util.List;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Which types a column of ORC files can be given so that all its values stay what they are. ORC
 * reads more as another type, but with NULL or a cut-off text for what does not fit.
 */
final class OrcTypeChanges {
    private static final List<LogicalTypeRoot> WIDTHS =
            List.of(
                    LogicalTypeRoot.TINYINT,
                    LogicalTypeRoot.SMALLINT,
                    LogicalTypeRoot.INTEGER,
                    LogicalTypeRoot.BIGINT);

    /** Digits of the largest integer of each width. */
    private static final List<Integer> DIGITS = List.of(3, 5, 10, 19);

    private OrcTypeChanges() {}

    /** Whether each value of the one type is read as an equal one of the other. */
    static boolean keepValues(LogicalType from, LogicalType to) {
        if (from.copy(true).equals(to.copy(true))) {
            return true;
        }
        if (from.is(LogicalTypeFamily.CHARACTER_STRING) && to.is(LogicalTypeRoot.VARCHAR)) {
            return length(from) <= length(to);
        }
        int width = WIDTHS.indexOf(from.getTypeRoot());
        if (width >= 0) {
            return keepIntegers(width, to);
        }
        if (from instanceof DecimalType before && to instanceof DecimalType after) {
            return after.getScale() >= before.getScale() && digits(after) >= digits(before);
        }
        boolean same = from.is(to.getTypeRoot()) && isNested(from);
        return (from.is(LogicalTypeRoot.FLOAT) && to.is(LogicalTypeRoot.DOUBLE))
                || (from.is(LogicalTypeRoot.DATE) && isText(to))
                || (same && keepParts(from.getChildren(), to.getChildren()));
    }

    private static boolean keepIntegers(int width, LogicalType to) {
        return WIDTHS.indexOf(to.getTypeRoot()) > width
                || (to instanceof DecimalType decimal && digits(decimal) >= DIGITS.get(width))
                || (to.is(LogicalTypeRoot.DOUBLE) && width < WIDTHS.size() - 1)
                || isText(to);
    }

    private static boolean isText(LogicalType type) {
        return type instanceof VarCharType text && text.getLength() == VarCharType.MAX_LENGTH;
    }

    /** In front of the decimal point. */
    private static int digits(DecimalType type) {
        return type.getPrecision() - type.getScale();
    }

    private static int length(LogicalType text) {
        return text instanceof CharType fixed
                ? fixed.getLength()
                : ((VarCharType) text).getLength();
    }

    private static boolean isNested(LogicalType type) {
        return type.isAnyOf(LogicalTypeRoot.ARRAY, LogicalTypeRoot.MAP);
    }

    private static boolean keepParts(List<LogicalType> from, List<LogicalType> to) {
        for (int i = 0; i < from.size(); i++) {
            if (!keepValues(from.get(i), to.get(i))) {
                return false;
            }
        }
        return true;
    }
}
