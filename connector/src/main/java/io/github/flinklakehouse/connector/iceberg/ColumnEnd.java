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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.AggregateKind;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The least or greatest value of a column, of files whose manifest has it. */
final class ColumnEnd {
    private final NestedField field;
    private final int sign;
    @Nullable private Object value;

    private ColumnEnd(NestedField field, int sign) {
        this.field = requireNonNull(field, "field");
        this.sign = sign;
    }

    /**
     * Of a column whose bounds are values, and which Flink orders alike; empty for others. Bounds
     * of text are cut, and those of floating-point numbers leave NaN out.
     *
     * @param declared type of the column in Flink, which can be narrower
     */
    static Optional<ColumnEnd> of(AggregateKind kind, NestedField field, LogicalType declared) {
        boolean isExact =
                switch (field.type().typeId()) {
                    case BOOLEAN, INTEGER, LONG, DATE, TIMESTAMP, DECIMAL -> true;
                    default -> false;
                };
        return isExact
                        && FlinkSchemaUtil.convert(field.type())
                                .copy(true)
                                .equals(declared.copy(true))
                ? Optional.of(new ColumnEnd(field, kind == AggregateKind.MIN ? -1 : 1))
                : Optional.empty();
    }

    /** Adds the rows of a file; false when its manifest does not have the value. */
    boolean add(DataFile file) {
        ByteBuffer bound = get(sign < 0 ? file.lowerBounds() : file.upperBounds());
        if (bound == null) {
            Long nulls = get(file.nullValueCounts());
            return nulls != null && nulls == file.recordCount();
        }
        if (file.format() == FileFormat.ORC && field.type().typeId() == Type.TypeID.TIMESTAMP) {
            return false; // ORC keeps them in milliseconds, and Iceberg adds the rest
        }
        Type.PrimitiveType type = field.type().asPrimitiveType();
        Object end = Conversions.fromByteBuffer(type, bound);
        if (value == null || Comparators.forType(type).compare(end, value) * sign > 0) {
            value = end;
        }
        return true;
    }

    @Nullable
    private <T> T get(@Nullable Map<Integer, T> metrics) {
        return metrics == null ? null : metrics.get(field.fieldId());
    }

    /** In Iceberg's class; null when all are NULL. */
    @Nullable
    Serializable value() {
        return (Serializable) value;
    }
}
