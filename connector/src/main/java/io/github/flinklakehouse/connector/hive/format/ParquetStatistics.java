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

import io.github.flinklakehouse.connector.hive.format.FileStatistics.ColumnRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * What the footer of a Parquet file says exactly. Not exact are: least and greatest text, which
 * writers may cut; floating-point numbers, as NaN is left out and zeros lose their sign; times that
 * clocks show twice; and whatever is converted when it is read.
 */
final class ParquetStatistics {
    private final ParquetLookup lookup;
    private final List<BlockMetaData> rowGroups;
    private final ParquetDates dates;

    ParquetStatistics(ParquetLookup lookup, ParquetMetadata footer) {
        this.lookup = requireNonNull(lookup, "lookup");
        this.rowGroups =
                footer.getBlocks().stream().filter(group -> group.getRowCount() > 0).toList();
        this.dates = lookup.dates();
    }

    FileStatistics statistics() {
        return new FileStatistics(
                rows(), lookup.layout().projection().stream().map(this::column).toList());
    }

    private long rows() {
        return rowGroups.stream().mapToLong(BlockMetaData::getRowCount).sum();
    }

    private ColumnRange column(int column) {
        Optional<Type> field = lookup.column(column);
        if (field.isEmpty()) {
            return new ColumnRange(Optional.empty(), Optional.empty(), OptionalLong.of(rows()));
        }
        return field.get().isPrimitive() && !field.get().isRepetition(Repetition.REPEATED)
                ? range(lookup.layout().types().get(column), field.get().asPrimitiveType())
                : ColumnRange.unknown();
    }

    private ColumnRange range(LogicalType type, PrimitiveType field) {
        if (!ParquetBounds.keepsValues(type, field) && value(type, field).isEmpty()) {
            return ColumnRange.unknown();
        }
        List<Statistics<?>> chunks = new ArrayList<>();
        rowGroups.forEach(group -> chunks.add(chunk(group, field).getStatistics()));
        OptionalLong nulls =
                chunks.stream().allMatch(Statistics::isNumNullsSet)
                        ? OptionalLong.of(chunks.stream().mapToLong(Statistics::getNumNulls).sum())
                        : OptionalLong.empty();
        Optional<Function<Object, Serializable>> value =
                value(type, field).filter(v -> areKnown(field));
        return new ColumnRange(
                value.flatMap(v -> best(chunks, Statistics::genericGetMin, v, -1)),
                value.flatMap(v -> best(chunks, Statistics::genericGetMax, v, 1)),
                nulls);
    }

    private static ColumnChunkMetaData chunk(BlockMetaData group, PrimitiveType field) {
        ColumnPath path = ColumnPath.get(field.getName());
        return group.getColumns().stream()
                .filter(chunk -> chunk.getPath().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Whether each row group has both ends, or nothing but NULL. */
    private boolean areKnown(PrimitiveType field) {
        return rowGroups.stream()
                .map(group -> chunk(group, field))
                .allMatch(
                        chunk ->
                                chunk.getStatistics().hasNonNullValue()
                                        || (chunk.getStatistics().isNumNullsSet()
                                                && chunk.getStatistics().getNumNulls()
                                                        == chunk.getValueCount()));
    }

    @SuppressWarnings("unchecked") // values of one column
    private static Optional<Serializable> best(
            List<Statistics<?>> chunks,
            Function<Statistics<?>, Object> end,
            Function<Object, Serializable> value,
            int sign) {
        BinaryOperator<Serializable> better =
                (a, b) -> ((Comparable<Object>) a).compareTo(b) * sign >= 0 ? a : b;
        return chunks.stream()
                .filter(Statistics::hasNonNullValue)
                .map(end)
                .map(value)
                .reduce(better);
    }

    /** From a stored value to the one that is read; empty where the ends are not exact. */
    private Optional<Function<Object, Serializable>> value(LogicalType type, PrimitiveType field) {
        return Optional.ofNullable(
                switch (type.getTypeRoot()) {
                    case BOOLEAN, INTEGER, BIGINT ->
                            ParquetVectors.read(type, field) ? v -> (Serializable) v : null;
                    case DATE ->
                            ParquetVectors.read(type, field)
                                    ? v -> LocalDate.ofEpochDay(dates.toFlink((int) v))
                                    : null;
                    case DECIMAL -> decimal((DecimalType) type, field);
                    case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                            timestamp(type, field);
                    default -> null;
                });
    }

    private static Function<Object, Serializable> decimal(DecimalType type, PrimitiveType field) {
        return field.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                        && decimal.getScale() == type.getScale()
                        && decimal.getPrecision() <= type.getPrecision()
                ? v ->
                        new BigDecimal(
                                v instanceof Binary bytes
                                        ? new BigInteger(bytes.getBytes())
                                        : BigInteger.valueOf(((Number) v).longValue()),
                                decimal.getScale())
                : null;
    }

    private Function<Object, Serializable> timestamp(LogicalType type, PrimitiveType field) {
        boolean local = type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
        if (field.getPrimitiveTypeName() != PrimitiveTypeName.INT64
                || !(field.getLogicalTypeAnnotation()
                        instanceof TimestampLogicalTypeAnnotation timestamp)
                || lookup.int64Dates() == ParquetDates.HYBRID
                || ParquetTimestamps.precision(type) < TimestampType.MAX_PRECISION
                || (local
                        && timestamp.isAdjustedToUTC()
                        && !lookup.clock().zone().equals(ZoneOffset.UTC))) {
            return null;
        }
        return v -> {
            TimestampData value = ParquetTimestamps.fromInt64((long) v, timestamp.getUnit());
            return local ? value.toLocalDateTime() : value.toInstant();
        };
    }
}
