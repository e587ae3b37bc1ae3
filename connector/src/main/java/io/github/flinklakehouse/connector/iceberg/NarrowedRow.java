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

import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** A row of Iceberg's reader, with the integers of TINYINT and SMALLINT columns as such. */
final class NarrowedRow implements RowData {
    private final RowData row;
    private final Columns columns;

    /** Names, for the message of a value that does not fit. */
    record Columns(String table, List<String> names) implements Serializable {}

    NarrowedRow(RowData row, Columns columns) {
        this.row = requireNonNull(row, "row");
        this.columns = requireNonNull(columns, "columns");
    }

    @Override
    public byte getByte(int position) {
        int value = row.getInt(position);
        if (value != (byte) value) {
            throw refuse(position, value, "TINYINT");
        }
        return (byte) value;
    }

    @Override
    public short getShort(int position) {
        int value = row.getInt(position);
        if (value != (short) value) {
            throw refuse(position, value, "SMALLINT");
        }
        return (short) value;
    }

    /** Another engine, to which the column is an integer, may have written it. */
    private TableException refuse(int position, int value, String type) {
        return new TableException(
                "Cannot read column %s: %s has the value %d there, which is no %s — modify the column to INT"
                        .formatted(columns.names().get(position), columns.table(), value, type));
    }

    @Override
    public int getArity() {
        return row.getArity();
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
        return row.isNullAt(position);
    }

    @Override
    public boolean getBoolean(int position) {
        return row.getBoolean(position);
    }

    @Override
    public int getInt(int position) {
        return row.getInt(position);
    }

    @Override
    public long getLong(int position) {
        return row.getLong(position);
    }

    @Override
    public float getFloat(int position) {
        return row.getFloat(position);
    }

    @Override
    public double getDouble(int position) {
        return row.getDouble(position);
    }

    @Override
    public StringData getString(int position) {
        return row.getString(position);
    }

    @Override
    public DecimalData getDecimal(int position, int precision, int scale) {
        return row.getDecimal(position, precision, scale);
    }

    @Override
    public TimestampData getTimestamp(int position, int precision) {
        return row.getTimestamp(position, precision);
    }

    @Override
    public <T> RawValueData<T> getRawValue(int position) {
        return row.getRawValue(position);
    }

    @Override
    public byte[] getBinary(int position) {
        return row.getBinary(position);
    }

    @Override
    public ArrayData getArray(int position) {
        return row.getArray(position);
    }

    @Override
    public MapData getMap(int position) {
        return row.getMap(position);
    }

    @Override
    public RowData getRow(int position, int arity) {
        return row.getRow(position, arity);
    }

    @Override
    public Variant getVariant(int position) {
        return row.getVariant(position);
    }
}
