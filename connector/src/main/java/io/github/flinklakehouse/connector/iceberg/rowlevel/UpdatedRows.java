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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.table.data.utils.ProjectedRowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;

/**
 * How the rows of an update come, and how they are written: their columns, and if the table keeps
 * the ids of rows, the id that the row has and no sequence number, which means that of the commit.
 *
 * @param columns those of the table
 * @param places those that stand behind them
 * @param format of the files
 * @param fileSize in bytes, at which another file is begun
 * @param properties for the writers of the format
 */
record UpdatedRows(
        RowType columns,
        List<RowPlace> places,
        FileFormat format,
        long fileSize,
        Map<String, String> properties)
        implements Serializable {
    UpdatedRows {
        requireNonNull(columns, "columns");
        places = List.copyOf(places);
        requireNonNull(format, "format");
        properties = Map.copyOf(properties);
    }

    private boolean keepsIds() {
        return places.contains(RowPlace.ROW_ID);
    }

    /** The position in a row of a place. */
    int position(RowPlace place) {
        return columns.getFieldCount() + places.indexOf(place);
    }

    RowType writtenType() {
        if (!keepsIds()) {
            return columns;
        }
        List<RowType.RowField> fields = new ArrayList<>(columns.getFields());
        fields.add(new RowType.RowField(MetadataColumns.ROW_ID.name(), new BigIntType()));
        fields.add(
                new RowType.RowField(
                        MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER.name(), new BigIntType()));
        return new RowType(fields);
    }

    Schema writtenSchema(Table table) {
        return keepsIds() ? MetadataColumns.schemaWithRowLineage(table.schema()) : table.schema();
    }

    /** Makes of a row as it comes the row that is written; it shows one row at a time. */
    UnaryOperator<RowData> view() {
        int[] own = IntStream.range(0, columns.getFieldCount()).toArray();
        if (!keepsIds()) {
            return ProjectedRowData.from(own)::replaceRow;
        }
        int[] withId = Arrays.copyOf(own, own.length + 1);
        withId[own.length] = position(RowPlace.ROW_ID);
        ProjectedRowData projected = ProjectedRowData.from(withId);
        JoinedRowData written = new JoinedRowData(projected, new GenericRowData(1));
        return row -> {
            projected.replaceRow(row);
            return written;
        };
    }

    /** Where the row is now, as a delete wants it. */
    RowData place(RowData row) {
        return GenericRowData.of(
                row.getLong(position(RowPlace.POSITION)),
                row.getString(position(RowPlace.FILE)),
                row.getString(position(RowPlace.PARTITION)));
    }
}
