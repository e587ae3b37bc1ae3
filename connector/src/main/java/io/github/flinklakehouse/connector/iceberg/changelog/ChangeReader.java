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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.encryption.InputFilesDecryptor;
import org.apache.iceberg.flink.source.FileScanTaskReader;
import org.apache.iceberg.flink.source.RowDataFileScanTaskReader;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.io.FilterIterator;
import org.apache.iceberg.types.Types;

/** Reads the rows of a file as inserts or deletes. */
final class ChangeReader implements FileScanTaskReader<RowData> {
    private static final long serialVersionUID = 1L;

    private final FileScanTaskReader<RowData> rows;
    private final FileScanTaskReader<RowData> rowsAndPositions;
    private final FileScanTaskReader<RowData> keys;
    private final int position;

    /**
     * @param columns that are read, those of the key among them
     * @param nameMapping of files without the ids of columns, or null
     */
    ChangeReader(Schema table, Schema columns, Set<Integer> key, @Nullable String nameMapping) {
        requireNonNull(table, "table");
        this.rows = reader(table, columns, nameMapping);
        this.rowsAndPositions = reader(table, withPositions(columns), nameMapping);
        this.keys = reader(table, keysOnly(columns, key), nameMapping);
        this.position = columns.columns().size();
    }

    private static FileScanTaskReader<RowData> reader(
            Schema table, Schema columns, @Nullable String nameMapping) {
        return new RowDataFileScanTaskReader(table, columns, nameMapping, true, List.of());
    }

    private static Schema withPositions(Schema columns) {
        List<Types.NestedField> fields = new ArrayList<>(columns.columns());
        fields.add(MetadataColumns.ROW_POSITION);
        return new Schema(fields);
    }

    /** Equality deletes have no other columns, which are then read as NULL. */
    private static Schema keysOnly(Schema columns, Set<Integer> key) {
        return new Schema(
                columns.columns().stream()
                        .map(field -> key.contains(field.fieldId()) ? field : field.asOptional())
                        .toList());
    }

    /** Files of the snapshot where a stream starts are no changes: all their rows are inserts. */
    @Override
    public CloseableIterator<RowData> open(FileScanTask task, InputFilesDecryptor decryptor) {
        if (!(task instanceof ChangeTask change)) {
            return rows.open(task, decryptor);
        }
        return switch (change.kind()) {
            case INSERT -> rows.open(change.rows(), decryptor);
            case DELETE -> deletes(rows.open(change.rows(), decryptor));
            case DELETE_AT_POSITIONS -> deletes(atPositions(change, decryptor));
            case DELETE_BY_KEY -> deletes(keys.open(change.rows(), decryptor));
        };
    }

    /** The position behind the columns is not copied by who gets these rows. */
    private CloseableIterator<RowData> atPositions(
            ChangeTask change, InputFilesDecryptor decryptor) {
        PositionDeleteIndex deleted =
                new BaseDeleteLoader(file -> decryptor.getInputFile(file.location()))
                        .loadPositionDeletes(change.positions(), change.file().location());
        return new FilterIterator<>(rowsAndPositions.open(change.rows(), decryptor)) {
            @Override
            protected boolean shouldKeep(RowData row) {
                return deleted.isDeleted(row.getLong(position));
            }
        };
    }

    private static CloseableIterator<RowData> deletes(CloseableIterator<RowData> rows) {
        RowData nothing = new GenericRowData(0);
        JoinedRowData deleted = new JoinedRowData(RowKind.DELETE, nothing, nothing);
        return CloseableIterator.transform(rows, row -> deleted.replace(row, nothing));
    }
}
