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

import org.apache.flink.formats.parquet.vector.ParquetDecimalVector;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** What Flink's vectorized Parquet readers can do, and what they leave to be done. */
final class ParquetVectors {

    private ParquetVectors() {}

    /**
     * Whether they read this column of a file as this type without loss. They do not: nested types,
     * of which a field may be missing or spelt in another case; any conversion; decimals of another
     * scale; INT64 timestamps before 1970; CHAR's padding and VARCHAR's length.
     */
    static boolean read(LogicalType type, Type column) {
        if (!column.isPrimitive() || column.isRepetition(Repetition.REPEATED)) {
            return false;
        }
        PrimitiveType primitive = column.asPrimitiveType();
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> is(primitive, PrimitiveTypeName.BOOLEAN);
            case TINYINT -> isInt32(primitive, 8);
            case SMALLINT -> isInt32(primitive, 16);
            case INTEGER -> isInt32(primitive, 32);
            case DATE -> isDate(primitive);
            case BIGINT ->
                    is(primitive, PrimitiveTypeName.INT64)
                            && (primitive.getLogicalTypeAnnotation() == null
                                    || (primitive.getLogicalTypeAnnotation()
                                                    instanceof IntLogicalTypeAnnotation integer
                                            && integer.isSigned()));
            case FLOAT -> is(primitive, PrimitiveTypeName.FLOAT);
            case DOUBLE -> is(primitive, PrimitiveTypeName.DOUBLE);
            case VARCHAR ->
                    is(primitive, PrimitiveTypeName.BINARY)
                            && !(primitive.getLogicalTypeAnnotation()
                                    instanceof DecimalLogicalTypeAnnotation)
                            && ((VarCharType) type).getLength() == VarCharType.MAX_LENGTH;
            case VARBINARY ->
                    is(primitive, PrimitiveTypeName.BINARY)
                            && !(primitive.getLogicalTypeAnnotation()
                                    instanceof DecimalLogicalTypeAnnotation);
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    is(primitive, PrimitiveTypeName.INT96);
            case DECIMAL -> isDecimal(primitive, (DecimalType) type);
            default -> false;
        };
    }

    private static boolean is(PrimitiveType column, PrimitiveTypeName name) {
        return column.getPrimitiveTypeName() == name;
    }

    /** An INT32 that is not wider than the type that it is read as. */
    private static boolean isInt32(PrimitiveType column, int bits) {
        return is(column, PrimitiveTypeName.INT32)
                && (column.getLogicalTypeAnnotation() == null
                        ? bits == 32
                        : column.getLogicalTypeAnnotation()
                                        instanceof IntLogicalTypeAnnotation integer
                                && integer.isSigned()
                                && integer.getBitWidth() <= bits);
    }

    /** A DATE; some writers leave out that it is one. */
    private static boolean isDate(PrimitiveType column) {
        return is(column, PrimitiveTypeName.INT32)
                && hasOnly(column, DateLogicalTypeAnnotation.class);
    }

    private static boolean hasOnly(PrimitiveType column, Class<?> annotation) {
        return column.getLogicalTypeAnnotation() == null
                || annotation.isInstance(column.getLogicalTypeAnnotation());
    }

    private static boolean isDecimal(PrimitiveType column, DecimalType type) {
        return is(column, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                && column.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
                && decimal.getPrecision() == type.getPrecision()
                && decimal.getScale() == type.getScale();
    }

    /** A vector that shows what was read as the values that are meant. */
    static ColumnVector readable(ColumnVector vector, LogicalType type, ParquetColumns columns) {
        return switch (type.getTypeRoot()) {
            case DECIMAL -> new ParquetDecimalVector(vector);
            case DATE ->
                    columns.dates() == ParquetDates.PROLEPTIC
                            ? vector
                            : new ParquetDates.Vector((IntColumnVector) vector, columns.dates());
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    new WallClockVector((TimestampColumnVector) vector, columns.lookup().clock());
            default -> vector;
        };
    }

    /** Instants, shown on a wall clock. */
    private record WallClockVector(TimestampColumnVector instants, ParquetClock clock)
            implements TimestampColumnVector {
        @Override
        public TimestampData getTimestamp(int row, int precision) {
            return clock.show(instants.getTimestamp(row, precision));
        }

        @Override
        public boolean isNullAt(int row) {
            return instants.isNullAt(row);
        }
    }
}
