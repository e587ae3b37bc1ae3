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

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/**
 * Another row, of which fields inside its fields are fields. A field of what is NULL is NULL, too.
 */
final class NestedFieldsRow implements RowData {

    /** For each field, the way to the row that has it; then its index there. */
    private final List<List<Step>> ways;

    private final int[] indexes;
    private RowData row;

    /** To a row inside another one. */
    private record Step(int index, int fields) {}

    /**
     * @param fields names from the outermost field inwards
     * @param rowType of the rows that have them
     */
    NestedFieldsRow(List<List<String>> fields, RowType rowType) {
        this.ways = new ArrayList<>();
        this.indexes = new int[fields.size()];
        for (int i = 0; i < indexes.length; i++) {
            List<Step> way = new ArrayList<>();
            RowType type = rowType;
            for (String name : fields.get(i).subList(0, fields.get(i).size() - 1)) {
                int index = type.getFieldNames().indexOf(name);
                type = (RowType) type.getTypeAt(index);
                way.add(new Step(index, type.getFieldCount()));
            }
            ways.add(List.copyOf(way));
            indexes[i] = type.getFieldNames().indexOf(fields.get(i).get(way.size()));
        }
    }

    /** Shows the fields of this row from now on. */
    NestedFieldsRow of(RowData newRow) {
        row = newRow;
        return this;
    }

    /** The row that has a field; null when it is NULL. */
    @Nullable
    private RowData rowOrNull(int position) {
        RowData found = row;
        for (Step step : ways.get(position)) {
            if (found.isNullAt(step.index())) {
                return null;
            }
            found = found.getRow(step.index(), step.fields());
        }
        return found;
    }

    private RowData row(int position) {
        RowData found = row;
        for (Step step : ways.get(position)) {
            found = found.getRow(step.index(), step.fields());
        }
        return found;
    }

    @Override
    public int getArity() {
        return indexes.length;
    }

    @Override
    public RowKind getRowKind() {
        return row.getRowKind();
    }

    @Override
    public void setRowKind(RowKind kind) {
        row.setRowKind(kind);
    }

    @Override
    public boolean isNullAt(int position) {
        RowData found = rowOrNull(position);
        return found == null || found.isNullAt(indexes[position]);
    }

    @Override
    public boolean getBoolean(int position) {
        return row(position).getBoolean(indexes[position]);
    }

    @Override
    public byte getByte(int position) {
        return row(position).getByte(indexes[position]);
    }

    @Override
    public short getShort(int position) {
        return row(position).getShort(indexes[position]);
    }

    @Override
    public int getInt(int position) {
        return row(position).getInt(indexes[position]);
    }

    @Override
    public long getLong(int position) {
        return row(position).getLong(indexes[position]);
    }

    @Override
    public float getFloat(int position) {
        return row(position).getFloat(indexes[position]);
    }

    @Override
    public double getDouble(int position) {
        return row(position).getDouble(indexes[position]);
    }

    @Override
    public StringData getString(int position) {
        return row(position).getString(indexes[position]);
    }

    @Override
    public DecimalData getDecimal(int position, int precision, int scale) {
        return row(position).getDecimal(indexes[position], precision, scale);
    }

    @Override
    public TimestampData getTimestamp(int position, int precision) {
        return row(position).getTimestamp(indexes[position], precision);
    }

    @Override
    public byte[] getBinary(int position) {
        return row(position).getBinary(indexes[position]);
    }

    @Override
    public ArrayData getArray(int position) {
        return row(position).getArray(indexes[position]);
    }

    @Override
    public MapData getMap(int position) {
        return row(position).getMap(indexes[position]);
    }

    @Override
    public RowData getRow(int position, int fields) {
        return row(position).getRow(indexes[position], fields);
    }

    @Override
    public Variant getVariant(int position) {
        return row(position).getVariant(indexes[position]);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int position) {
        return row(position).getRawValue(indexes[position]);
    }
}
