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
package io.github.flinklakehouse.catalog.iceberg;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.apache.flink.table.catalog.stats.Date;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** What the manifests say of one column, file by file. */
final class ColumnBounds {
    /** Days of the dates that Flink's planner can take. */
    private static final long FIRST_DATE = LocalDate.of(1, 1, 1).toEpochDay();

    private static final long LAST_DATE = LocalDate.of(9999, 12, 31).toEpochDay();

    private final NestedField field;
    private long nulls;
    private boolean nullsKnown = true;
    private boolean endsKnown = true;
    @Nullable private Object min;
    @Nullable private Object max;

    ColumnBounds(NestedField field) {
        this.field = requireNonNull(field, "field");
    }

    void add(DataFile file) {
        Long fileNulls = get(file.nullValueCounts());
        if (fileNulls == null) {
            nullsKnown = false;
        } else {
            nulls += fileNulls;
        }
        ByteBuffer lower = get(file.lowerBounds());
        ByteBuffer upper = get(file.upperBounds());
        if (lower != null && upper != null) {
            min = end(min, lower, -1);
            max = end(max, upper, 1);
        } else if (fileNulls == null || fileNulls != file.recordCount()) {
            endsKnown = false;
        }
    }

    /** Rows that have a NULL may be deleted. */
    void forgetNulls() {
        nullsKnown = false;
    }

    @Nullable
    private <T> T get(@Nullable Map<Integer, T> metrics) {
        return metrics == null ? null : metrics.get(field.fieldId());
    }

    private Object end(@Nullable Object end, ByteBuffer bound, int sign) {
        Type.PrimitiveType type = field.type().asPrimitiveType();
        Object value = Conversions.fromByteBuffer(type, bound);
        return end == null || Comparators.forType(type).compare(value, end) * sign > 0
                ? value
                : end;
    }

    /**
     * In Flink's words; empty when there is nothing to say.
     *
     * @param distinct values, or null when unknown
     */
    Optional<CatalogColumnStatisticsDataBase> statistics(@Nullable Long distinct) {
        Long nullCount = nullsKnown ? nulls : null;
        return Optional.ofNullable(
                switch (field.type().typeId()) {
                    case INTEGER, LONG ->
                            new CatalogColumnStatisticsDataLong(
                                    longEnd(min), longEnd(max), distinct, nullCount);
                    case FLOAT, DOUBLE, DECIMAL ->
                            new CatalogColumnStatisticsDataDouble(
                                    doubleEnd(min), doubleEnd(max), distinct, nullCount);
                    case DATE ->
                            new CatalogColumnStatisticsDataDate(
                                    dateEnd(min), dateEnd(max), distinct, nullCount);
                    case STRING, UUID ->
                            new CatalogColumnStatisticsDataString(null, null, distinct, nullCount);
                    case TIME, TIMESTAMP, TIMESTAMP_NANO ->
                            new CatalogColumnStatisticsDataLong(null, null, distinct, nullCount);
                    default -> null;
                });
    }

    @Nullable
    private Long longEnd(@Nullable Object end) {
        return endsKnown && end != null ? ((Number) end).longValue() : null;
    }

    @Nullable
    private Double doubleEnd(@Nullable Object end) {
        if (!endsKnown || end == null) {
            return null;
        }
        double value = ((Number) end).doubleValue();
        return Double.isInfinite(value) ? null : value;
    }

    @Nullable
    private Date dateEnd(@Nullable Object end) {
        return endsKnown && end instanceof Integer days && days >= FIRST_DATE && days <= LAST_DATE
                ? new Date(days)
                : null;
    }
}
