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

/** The aggregates of one file, from what it says of itself or from its rows. */
final class FileAggregates {
    private final HiveScan scan;
    private final List<ColumnAggregate> aggregates;
    private final RowData.FieldGetter[] getters;
    private final GenericRowData result;

    FileAggregates(HiveScan scan) {
        this.scan = requireNonNull(scan, "scan");
        this.aggregates = scan.aggregates();
        this.getters = new RowData.FieldGetter[aggregates.size()];
        this.result = new GenericRowData(aggregates.size());
        for (int i = 0; i < getters.length; i++) {
            int column = column(aggregates.get(i));
            if (column >= 0) {
                getters[i] = RowData.createFieldGetter(scan.rowType().getTypeAt(column), column);
            }
            if (aggregates.get(i).kind() == ColumnAggregate.Kind.COUNT_ROWS
                    || aggregates.get(i).kind() == ColumnAggregate.Kind.COUNT_VALUES) {
                result.setField(i, 0L);
            }
        }
    }

    private int column(ColumnAggregate aggregate) {
        return scan.fields().indexOf(aggregate.field());
    }

    /** All aggregates; empty when the file does not say one of them exactly. */
    Optional<RowData> of(FileStatistics statistics) {
        GenericRowData row = new GenericRowData(aggregates.size());
        for (int i = 0; i < aggregates.size(); i++) {
            ColumnAggregate aggregate = aggregates.get(i);
            int column = column(aggregate);
            if (column < 0) {
                row.setField(i, statistics.rows());
                continue;
            }
            ColumnRange range = statistics.columns().get(column);
            boolean empty = statistics.rows() == 0 || range.nulls().orElse(-1) == statistics.rows();
            Optional<Serializable> known =
                    switch (aggregate.kind()) {
                        case COUNT_ROWS -> Optional.of(statistics.rows());
                        case COUNT_VALUES ->
                                range.nulls().isPresent()
                                        ? Optional.of(statistics.rows() - range.nulls().getAsLong())
                                        : Optional.empty();
                        case MIN -> range.min();
                        case MAX -> range.max();
                    };
            if (known.isPresent()) {
                row.setField(i, internal(known.get(), scan.rowType().getTypeAt(column)));
            } else if (!empty || aggregate.kind() == ColumnAggregate.Kind.COUNT_VALUES) {
                return Optional.empty();
            }
        }
        return Optional.of(row);
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
            ColumnAggregate.Kind kind = aggregates.get(i).kind();
            if (kind == ColumnAggregate.Kind.COUNT_ROWS) {
                result.setField(i, result.getLong(i) + 1);
                continue;
            }
            Object value = getters[i].getFieldOrNull(row);
            if (value == null) {
                continue;
            }
            switch (kind) {
                case COUNT_ROWS, COUNT_VALUES -> result.setField(i, result.getLong(i) + 1);
                case MIN -> replaceIf(i, value, compare(value, result.getField(i)) < 0);
                case MAX -> replaceIf(i, value, compare(value, result.getField(i)) > 0);
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
