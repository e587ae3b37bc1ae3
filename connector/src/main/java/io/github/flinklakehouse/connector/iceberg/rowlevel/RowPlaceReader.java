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

import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.utils.JoinedRowData;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.encryption.InputFilesDecryptor;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.flink.source.FileScanTaskReader;
import org.apache.iceberg.flink.source.RowDataFileScanTaskReader;
import org.apache.iceberg.io.CloseableIterator;

/**
 * Reads the live rows of a data file, each with its place. What is the same for all rows of a file
 * is worked out once.
 */
final class RowPlaceReader implements FileScanTaskReader<RowData> {
    private static final long serialVersionUID = 1L;

    private final FileScanTaskReader<RowData> reader;
    private final List<RowPlace> ofFile;

    RowPlaceReader(
            Schema table,
            Schema columns,
            List<RowPlace> places,
            List<Expression> filters,
            String nameMapping) {
        List<RowPlace> ofRow = places.stream().filter(place -> !isOfFile(place)).toList();
        this.reader =
                new RowDataFileScanTaskReader(
                        requireNonNull(table, "table"),
                        RowPlaceReaderFunction.with(columns, ofRow),
                        nameMapping,
                        true,
                        filters);
        this.ofFile = places.stream().filter(RowPlaceReader::isOfFile).toList();
    }

    private static boolean isOfFile(RowPlace place) {
        return switch (place) {
            case FILE, PARTITION -> true;
            case POSITION, ROW_ID -> false;
        };
    }

    @Override
    public CloseableIterator<RowData> open(FileScanTask task, InputFilesDecryptor decryptor) {
        RowData constants =
                GenericRowData.of(
                        ofFile.stream()
                                .map(place -> StringData.fromString(constant(place, task)))
                                .toArray());
        JoinedRowData joined = new JoinedRowData();
        return CloseableIterator.transform(
                reader.open(task, decryptor),
                row -> {
                    joined.replace(row, constants);
                    return joined;
                });
    }

    private static String constant(RowPlace place, FileScanTask task) {
        return place == RowPlace.FILE
                ? task.file().location()
                : PartitionText.of(task.spec(), task.file().partition());
    }
}
