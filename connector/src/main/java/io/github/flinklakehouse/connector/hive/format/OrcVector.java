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

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.vector.BooleanColumnVector;
import org.apache.flink.table.data.columnar.vector.ByteColumnVector;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;
import org.apache.flink.table.data.columnar.vector.DoubleColumnVector;
import org.apache.flink.table.data.columnar.vector.FloatColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.ShortColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.Decimal64ColumnVector;
import org.apache.orc.storage.serde2.io.HiveDecimalWritable;

/**
 * Shows a vector that ORC fills as one of Flink, without copying it. The subclasses are for single
 * values.
 *
 * @param <V> class of ORC's vector
 */
abstract class OrcVector<V extends ColumnVector>
        implements org.apache.flink.table.data.columnar.vector.ColumnVector {
    protected final V values;

    OrcVector(V values) {
        this.values = requireNonNull(values, "values");
    }

    /** Where ORC has the value of a row. */
    protected final int at(int row) {
        return values.isRepeating ? 0 : row;
    }

    @Override
    public final boolean isNullAt(int row) {
        return !values.noNulls && values.isNull[at(row)];
    }

    /** A vector of single values of this type. */
    static OrcVector<?> single(LogicalType type, ColumnVector values) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, DATE, BIGINT -> new Longs(values);
            case FLOAT, DOUBLE -> new Doubles(values);
            case CHAR, VARCHAR ->
                    values instanceof org.apache.orc.storage.ql.exec.vector.DoubleColumnVector
                            ? new FloatTexts(values, type)
                            : text(type, values);
            case VARBINARY -> new Texts(values);
            case DECIMAL ->
                    values instanceof Decimal64ColumnVector compact
                            ? new CompactDecimals(compact)
                            : new Decimals(values);
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    new Timestamps(values, LogicalTypeChecks.getPrecision(type));
            default -> throw new IllegalArgumentException("No type of single values: " + type);
        };
    }

    private static OrcVector<?> text(LogicalType type, ColumnVector values) {
        return type instanceof CharType fixed
                ? new PaddedTexts(values, fixed.getLength())
                : new Texts(values);
    }

    private static final class Longs
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.LongColumnVector>
            implements BooleanColumnVector,
                    ByteColumnVector,
                    ShortColumnVector,
                    IntColumnVector,
                    LongColumnVector {
        Longs(ColumnVector values) {
            super((org.apache.orc.storage.ql.exec.vector.LongColumnVector) values);
        }

        @Override
        public boolean getBoolean(int row) {
            return values.vector[at(row)] != 0;
        }

        @Override
        public byte getByte(int row) {
            return (byte) values.vector[at(row)];
        }

        @Override
        public short getShort(int row) {
            return (short) values.vector[at(row)];
        }

        @Override
        public int getInt(int row) {
            return (int) values.vector[at(row)];
        }

        @Override
        public long getLong(int row) {
            return values.vector[at(row)];
        }
    }

    private static final class Doubles
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.DoubleColumnVector>
            implements FloatColumnVector, DoubleColumnVector {
        Doubles(ColumnVector values) {
            super((org.apache.orc.storage.ql.exec.vector.DoubleColumnVector) values);
        }

        @Override
        public float getFloat(int row) {
            return (float) values.vector[at(row)];
        }

        @Override
        public double getDouble(int row) {
            return values.vector[at(row)];
        }
    }

    private static final class Texts
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.BytesColumnVector>
            implements BytesColumnVector {
        Texts(ColumnVector values) {
            super((org.apache.orc.storage.ql.exec.vector.BytesColumnVector) values);
        }

        @Override
        public Bytes getBytes(int row) {
            int index = at(row);
            return new Bytes(values.vector[index], values.start[index], values.length[index]);
        }
    }

    /** CHAR, which ORC hands out without its padding. */
    private static final class PaddedTexts
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.BytesColumnVector>
            implements BytesColumnVector {
        private final int length;

        PaddedTexts(ColumnVector values, int length) {
            super((org.apache.orc.storage.ql.exec.vector.BytesColumnVector) values);
            this.length = length;
        }

        @Override
        public Bytes getBytes(int row) {
            int index = at(row);
            byte[] bytes = values.vector[index];
            int start = values.start[index];
            int size = values.length[index];
            int missing = length - characters(bytes, start, size);
            if (missing <= 0) {
                return new Bytes(bytes, start, size);
            }
            byte[] padded = new byte[size + missing];
            System.arraycopy(bytes, start, padded, 0, size);
            Arrays.fill(padded, size, padded.length, (byte) ' ');
            return new Bytes(padded, 0, padded.length);
        }

        /** Code points in UTF-8: all bytes but those that continue one. */
        private static int characters(byte[] bytes, int start, int size) {
            int count = 0;
            for (int i = start; i < start + size; i++) {
                if ((bytes[i] & 0xC0) != 0x80) {
                    count++;
                }
            }
            return count;
        }
    }

    /** Floats that are wanted as text. */
    private static final class FloatTexts
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.DoubleColumnVector>
            implements BytesColumnVector {
        private final LogicalType type;

        FloatTexts(ColumnVector values, LogicalType type) {
            super((org.apache.orc.storage.ql.exec.vector.DoubleColumnVector) values);
            this.type = type;
        }

        @Override
        public Bytes getBytes(int row) {
            byte[] text = cut(Float.toString((float) values.vector[at(row)])).getBytes(UTF_8);
            return new Bytes(text, 0, text.length);
        }

        private String cut(String text) {
            int length = LogicalTypeChecks.getLength(type);
            if (type.is(LogicalTypeRoot.CHAR)) {
                return new HiveChar(text, length).getPaddedValue();
            }
            return text.length() <= length ? text : text.substring(0, length);
        }
    }

    private static final class CompactDecimals extends OrcVector<Decimal64ColumnVector>
            implements DecimalColumnVector {
        CompactDecimals(Decimal64ColumnVector values) {
            super(values);
        }

        @Override
        public DecimalData getDecimal(int row, int precision, int scale) {
            return DecimalData.fromUnscaledLong(values.vector[at(row)], precision, scale);
        }
    }

    private static final class Decimals
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.DecimalColumnVector>
            implements DecimalColumnVector {
        Decimals(ColumnVector values) {
            super((org.apache.orc.storage.ql.exec.vector.DecimalColumnVector) values);
        }

        @Override
        public DecimalData getDecimal(int row, int precision, int scale) {
            HiveDecimalWritable decimal = values.vector[at(row)];
            return DecimalData.fromBigDecimal(
                    decimal.getHiveDecimal().bigDecimalValue(), precision, scale);
        }
    }

    private static final class Timestamps
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.TimestampColumnVector>
            implements TimestampColumnVector {
        private static final int MILLIS_PER_SECOND = 1_000;
        private static final int NANOS_PER_MILLI = 1_000_000;

        /** How many nanoseconds make one of the last digit that the column has. */
        private final int unit;

        Timestamps(ColumnVector values, int digits) {
            super((org.apache.orc.storage.ql.exec.vector.TimestampColumnVector) values);
            this.unit = (int) Math.pow(10, 9 - digits);
        }

        @Override
        public TimestampData getTimestamp(int row, int precision) {
            int index = at(row);
            int nanos = values.nanos[index];
            nanos -= nanos % unit;
            long seconds = Math.floorDiv(values.time[index], MILLIS_PER_SECOND);
            return TimestampData.fromEpochMillis(
                    seconds * MILLIS_PER_SECOND + nanos / NANOS_PER_MILLI, nanos % NANOS_PER_MILLI);
        }
    }
}
