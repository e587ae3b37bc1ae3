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

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.Decimal64ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;

/** Puts values of one type into vectors of ORC. */
@FunctionalInterface
interface OrcValueWriter {

    /** Puts a value, which is not null, into a row of a vector. */
    void write(ColumnVector vector, int row, Object value);

    /** Puts a value or NULL into a row of a vector. */
    static void writeNullable(
            OrcValueWriter writer, ColumnVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.noNulls = false;
            vector.isNull[row] = true;
        } else {
            writer.write(vector, row, value);
        }
    }

    /** Tells a vector, and those inside it, in which calendar Flink counts. */
    static void useGregorianCalendar(ColumnVector vector) {
        if (vector instanceof DateColumnVector days) {
            days.setUsingProlepticCalendar(true);
        } else if (vector instanceof TimestampColumnVector timestamps) {
            timestamps.setUsingProlepticCalendar(true);
            timestamps.setIsUTC(true);
        } else if (vector instanceof StructColumnVector struct) {
            List.of(struct.fields).forEach(OrcValueWriter::useGregorianCalendar);
        } else if (vector instanceof UnionColumnVector union) {
            List.of(union.fields).forEach(OrcValueWriter::useGregorianCalendar);
        } else if (vector instanceof ListColumnVector list) {
            useGregorianCalendar(list.child);
        } else if (vector instanceof MapColumnVector map) {
            useGregorianCalendar(map.keys);
            useGregorianCalendar(map.values);
        }
    }

    /**
     * A writer for values of Flink's type.
     *
     * @param stored the type of the file
     */
    static OrcValueWriter of(LogicalType type, TypeDescription stored) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> (vector, row, value) -> longs(vector)[row] = (boolean) value ? 1 : 0;
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE ->
                    (vector, row, value) -> longs(vector)[row] = ((Number) value).longValue();
            case FLOAT, DOUBLE ->
                    (vector, row, value) ->
                            ((DoubleColumnVector) vector).vector[row] =
                                    ((Number) value).doubleValue();
            case CHAR, VARCHAR ->
                    (vector, row, value) -> bytes(vector, row, ((StringData) value).toBytes());
            case VARBINARY -> (vector, row, value) -> bytes(vector, row, (byte[]) value);
            case DECIMAL -> (vector, row, value) -> decimal(vector, row, (DecimalData) value);
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    (vector, row, value) -> timestamp(vector, row, (TimestampData) value);
            case ARRAY -> array((ArrayType) type, stored);
            case MAP -> map((MapType) type, stored);
            case ROW ->
                    stored.getCategory() == Category.UNION
                            ? union((RowType) type, stored)
                            : struct((RowType) type, stored);
            default -> throw new IllegalArgumentException("No Hive type: " + type);
        };
    }

    private static long[] longs(ColumnVector vector) {
        return ((LongColumnVector) vector).vector;
    }

    private static void bytes(ColumnVector vector, int row, byte[] value) {
        ((BytesColumnVector) vector).setVal(row, value);
    }

    private static void decimal(ColumnVector vector, int row, DecimalData value) {
        if (vector instanceof Decimal64ColumnVector compact) {
            compact.vector[row] = value.toUnscaledLong();
        } else {
            ((DecimalColumnVector) vector)
                    .vector[row].setFromBigIntegerBytesAndScale(
                            value.toUnscaledBytes(), value.scale());
        }
    }

    private static void timestamp(ColumnVector vector, int row, TimestampData value) {
        long millis = value.getMillisecond();
        if (millis < 0 && millis > -1_000) {
            throw new IllegalArgumentException(
                    "Cannot write row: an ORC file holds the timestamp %s as one that is a second later — round it to seconds, or use a Parquet table"
                            .formatted(value));
        }
        TimestampColumnVector timestamps = (TimestampColumnVector) vector;
        timestamps.time[row] = millis;
        timestamps.nanos[row] =
                (int) Math.floorMod(millis, 1_000L) * 1_000_000 + value.getNanoOfMillisecond();
    }

    private static OrcValueWriter struct(RowType type, TypeDescription stored) {
        List<RowData.FieldGetter> getters = new ArrayList<>();
        List<OrcValueWriter> writers = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            getters.add(RowData.createFieldGetter(type.getTypeAt(i), i));
            writers.add(of(type.getTypeAt(i), stored.getChildren().get(i)));
        }
        return (vector, row, value) -> {
            ColumnVector[] fields = ((StructColumnVector) vector).fields;
            for (int i = 0; i < fields.length; i++) {
                writeNullable(
                        writers.get(i),
                        fields[i],
                        row,
                        getters.get(i).getFieldOrNull((RowData) value));
            }
        };
    }

    private static OrcValueWriter union(RowType type, TypeDescription stored) {
        List<RowData.FieldGetter> getters = new ArrayList<>();
        List<OrcValueWriter> writers = new ArrayList<>();
        for (int i = 0; i < stored.getChildren().size(); i++) {
            getters.add(RowData.createFieldGetter(type.getTypeAt(i + 1), i + 1));
            writers.add(of(type.getTypeAt(i + 1), stored.getChildren().get(i)));
        }
        return (vector, row, value) -> {
            RowData alternatives = (RowData) value;
            int tag = alternatives.isNullAt(0) ? -1 : alternatives.getInt(0);
            if (tag < 0 || tag >= writers.size()) {
                throw new IllegalArgumentException(
                        "Cannot write row: the tag of a union is %d — let it be the index of one of its %d alternatives"
                                .formatted(tag, writers.size()));
            }
            UnionColumnVector union = (UnionColumnVector) vector;
            union.tags[row] = tag;
            writeNullable(
                    writers.get(tag),
                    union.fields[tag],
                    row,
                    getters.get(tag).getFieldOrNull(alternatives));
        };
    }

    private static OrcValueWriter array(ArrayType type, TypeDescription stored) {
        ArrayData.ElementGetter getter = ArrayData.createElementGetter(type.getElementType());
        OrcValueWriter writer = of(type.getElementType(), stored.getChildren().get(0));
        return (vector, row, value) -> {
            ListColumnVector list = (ListColumnVector) vector;
            int size = ((ArrayData) value).size();
            int start = list.childCount;
            list.offsets[row] = start;
            list.lengths[row] = size;
            list.childCount += size;
            list.child.ensureSize(list.childCount, /* preserveData= */ true);
            elements(list.child, start, (ArrayData) value, getter, writer);
        };
    }

    private static OrcValueWriter map(MapType type, TypeDescription stored) {
        ArrayData.ElementGetter keys = ArrayData.createElementGetter(type.getKeyType());
        ArrayData.ElementGetter entries = ArrayData.createElementGetter(type.getValueType());
        OrcValueWriter keyWriter = of(type.getKeyType(), stored.getChildren().get(0));
        OrcValueWriter entryWriter = of(type.getValueType(), stored.getChildren().get(1));
        return (vector, row, value) -> {
            MapColumnVector map = (MapColumnVector) vector;
            int size = ((MapData) value).size();
            int start = map.childCount;
            map.offsets[row] = start;
            map.lengths[row] = size;
            map.childCount += size;
            map.keys.ensureSize(map.childCount, /* preserveData= */ true);
            map.values.ensureSize(map.childCount, /* preserveData= */ true);
            elements(map.keys, start, ((MapData) value).keyArray(), keys, keyWriter);
            elements(map.values, start, ((MapData) value).valueArray(), entries, entryWriter);
        };
    }

    private static void elements(
            ColumnVector vector,
            int start,
            ArrayData array,
            ArrayData.ElementGetter getter,
            OrcValueWriter writer) {
        for (int i = 0; i < array.size(); i++) {
            writeNullable(writer, vector, start + i, getter.getElementOrNull(array, i));
        }
    }
}
