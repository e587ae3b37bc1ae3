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

import io.github.flinklakehouse.connector.hive.format.FileStatistics.ColumnRange;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.orc.BooleanColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.DateColumnStatistics;
import org.apache.orc.DecimalColumnStatistics;
import org.apache.orc.DoubleColumnStatistics;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.OrcFile.WriterVersion;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.storage.common.type.HiveDecimal;

/** What the footer of an ORC file says of its columns, as far as it is exact. */
final class OrcStatistics {
    private final OrcFile file;
    private final ColumnStatistics[] columns;

    private OrcStatistics(OrcFile file) {
        this.file = file;
        this.columns = file.getStatistics();
    }

    /** The statistics of the wanted columns. */
    static FileStatistics of(OrcColumns columns) {
        OrcStatistics statistics = new OrcStatistics(columns.file());
        return new FileStatistics(
                columns.file().getNumberOfRows(),
                columns.wanted().stream().map(statistics::range).toList());
    }

    private ColumnRange range(Optional<OrcField> field) {
        long rows = file.getNumberOfRows();
        if (field.isEmpty()) {
            return new ColumnRange(Optional.empty(), Optional.empty(), OptionalLong.of(rows));
        }
        int id = field.get().stored().getId();
        if (!field.get().isExact() || id >= columns.length) {
            return ColumnRange.unknown();
        }
        ColumnStatistics statistics = columns[id];
        long nulls = rows - statistics.getNumberOfValues();
        if (nulls < 0 || (nulls > 0) != statistics.hasNull()) {
            return ColumnRange.unknown(); // of a writer that keeps none, or no such counts
        }
        Serializable[] range = bounds(field.get().type(), statistics);
        return new ColumnRange(
                Optional.ofNullable(range[0]),
                Optional.ofNullable(range[1]),
                OptionalLong.of(nulls));
    }

    /** The least and the greatest value; null where they are not known. */
    private Serializable[] bounds(LogicalType type, ColumnStatistics statistics) {
        if (statistics.getNumberOfValues() == 0) {
            return new Serializable[2];
        }
        if (statistics instanceof IntegerColumnStatistics integers) {
            return areKnown(integers.getMinimum(), integers.getMaximum())
                    ? new Serializable[] {
                        whole(type, integers.getMinimum()), whole(type, integers.getMaximum())
                    }
                    : new Serializable[2];
        }
        if (statistics instanceof DoubleColumnStatistics doubles) {
            return fractions(type, doubles);
        }
        if (statistics instanceof DecimalColumnStatistics decimals) {
            int scale = ((DecimalType) type).getScale();
            return new Serializable[] {
                decimal(decimals.getMinimum(), scale), decimal(decimals.getMaximum(), scale)
            };
        }
        if (statistics instanceof DateColumnStatistics days) {
            return areKnown(days.getMinimumDayOfEpoch(), days.getMaximumDayOfEpoch())
                    ? new Serializable[] {
                        LocalDate.ofEpochDay(days.getMinimumDayOfEpoch()),
                        LocalDate.ofEpochDay(days.getMaximumDayOfEpoch())
                    }
                    : new Serializable[2];
        }
        if (statistics instanceof BooleanColumnStatistics booleans) {
            return new Serializable[] {booleans.getFalseCount() == 0, booleans.getTrueCount() > 0};
        }
        // Null when they are too long to be kept whole; before HIVE-8732 they can be wrong.
        boolean exact =
                type.is(LogicalTypeRoot.VARCHAR)
                        && file.getWriterVersion().includes(WriterVersion.HIVE_8732);
        return exact && statistics instanceof StringColumnStatistics strings
                ? new Serializable[] {strings.getMinimum(), strings.getMaximum()}
                : new Serializable[2];
    }

    /** ORC shows ends that a writer left out as those of nothing, the least above the greatest. */
    private static boolean areKnown(long min, long max) {
        return min <= max;
    }

    private static Serializable whole(LogicalType type, long value) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            case INTEGER -> (int) value;
            default -> value;
        };
    }

    /**
     * Unknown with a NaN, which makes the sum one and no bound, and with either of the zeros; also
     * when the writer left them out.
     */
    private static Serializable[] fractions(LogicalType type, DoubleColumnStatistics statistics) {
        double min = statistics.getMinimum();
        double max = statistics.getMaximum();
        boolean areKnown = min <= max; // false also of NaN
        if (!areKnown || Double.isNaN(statistics.getSum()) || min == 0 || max == 0) {
            return new Serializable[2];
        }
        return type.is(LogicalTypeRoot.FLOAT)
                ? new Serializable[] {(float) min, (float) max}
                : new Serializable[] {min, max};
    }

    @Nullable
    private static Serializable decimal(@Nullable HiveDecimal value, int scale) {
        return value == null ? null : value.bigDecimalValue().setScale(scale);
    }
}
