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

import io.github.flinklakehouse.connector.AggregateKind;
import io.github.flinklakehouse.connector.hive.format.FileStatistics;
import io.github.flinklakehouse.connector.hive.format.FileStatistics.ColumnRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** The aggregates of one section of a file, from what the file says of itself or from its rows. */
final class FileAggregates {
    private final List<ColumnAggregate> aggregates;
    private final RowType rowType;

    /** Where each aggregated field comes from, as {@link HiveScan#sources} says it. */
    private final int[] sources;

    private final int[] positions;
    private final RowData.FieldGetter[] getters;
    private final GenericRowData result;

    FileAggregates(HiveScan scan) {
        this.aggregates = scan.aggregates();
        this.rowType = scan.rowType();
        this.sources = scan.sources();
        this.positions =
                aggregates.stream()
                        .mapToInt(
                                aggregate -> scan.fields().indexOf(FieldPath.of(aggregate.field())))
                        .toArray();
        this.getters = new RowData.FieldGetter[aggregates.size()];
        this.result = new GenericRowData(aggregates.size());
        for (int i = 0; i < getters.length; i++) {
            if (positions[i] >= 0) {
                getters[i] =
                        RowData.createFieldGetter(rowType.getTypeAt(positions[i]), positions[i]);
            }
            if (aggregates.get(i).kind() == AggregateKind.COUNT) {
                result.setField(i, 0L);
            }
        }
    }

    /**
     * All aggregates of a whole file; empty when it does not say one of them exactly.
     *
     * @param keyValues of the wanted partition keys
     */
    Optional<RowData> of(FileStatistics statistics, RowData keyValues) {
        GenericRowData row = new GenericRowData(aggregates.size());
        for (int i = 0; i < aggregates.size(); i++) {
            if (!set(row, i, statistics, keyValues)) {
                return Optional.empty();
            }
        }
        return Optional.of(row);
    }

    /** Whether it is known. */
    private boolean set(
            GenericRowData row, int index, FileStatistics statistics, RowData keyValues) {
        ColumnAggregate aggregate = aggregates.get(index);
        if (positions[index] < 0) {
            row.setField(index, statistics.rows());
            return true;
        }
        LogicalType type = rowType.getTypeAt(positions[index]);
        int source = sources[positions[index]];
        if (source < 0) {
            Object key = RowData.createFieldGetter(type, -1 - source).getFieldOrNull(keyValues);
            row.setField(index, statistics.rows() == 0 ? null : key);
            return key != null || type.isNullable();
        }
        ColumnRange range = statistics.columns().get(source);
        long nulls = range.nulls().orElse(-1);
        if (!type.isNullable() && nulls != 0) {
            return false; // reading will say so
        }
        Optional<Serializable> end =
                aggregate.kind() == AggregateKind.MIN ? range.min() : range.max();
        end.ifPresent(value -> row.setField(index, internal(value, type)));
        return end.isPresent() || nulls == statistics.rows();
    }

    private static Object internal(Serializable value, LogicalType type) {
        if (value instanceof BigDecimal decimal) {
            DecimalType decimalType = (DecimalType) type;
            return DecimalData.fromBigDecimal(
                    decimal, decimalType.getPrecision(), decimalType.getScale());
        }
        if (value instanceof String text) {
            return StringData.fromString(text);
        }
        if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        }
        if (value instanceof LocalDateTime time) {
            return TimestampData.fromLocalDateTime(time);
        }
        return value instanceof Instant instant ? TimestampData.fromInstant(instant) : value;
    }

    /** Adds a row of the scan. */
    void add(RowData row) {
        for (int i = 0; i < getters.length; i++) {
            if (positions[i] < 0) {
                result.setField(i, result.getLong(i) + 1);
                continue;
            }
            Object value = getters[i].getFieldOrNull(row);
            if (value != null) {
                int order = compare(value, result.getField(i));
                boolean isMin = aggregates.get(i).kind() == AggregateKind.MIN;
                replaceIf(i, value, isMin ? order < 0 : order > 0);
            }
        }
    }

    /** Readers use the memory of strings again. */
    private void replaceIf(int index, Object value, boolean better) {
        if (better || result.isNullAt(index)) {
            result.setField(
                    index,
                    value instanceof StringData text
                            ? StringData.fromString(text.toString())
                            : value);
        }
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object value, @Nullable Object other) {
        return other == null ? 0 : ((Comparable<Object>) value).compareTo(other);
    }

    /** The aggregates of all added rows. */
    RowData result() {
        return result;
    }
}
