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

import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** The rows of a section of a Parquet file, put together one by one: all types, all conversions. */
final class ParquetRows implements RowReader.Rows {
    private final ParquetColumns columns;
    private final MessageColumnIO columnIo;
    private RecordReader<RowData> group;
    private long rowsLeftInGroup;

    ParquetRows(ParquetColumns columns) {
        this.columns = columns;
        MessageType schema = columns.schema();
        this.columnIo =
                new ColumnIOFactory(columns.file().getFileMetaData().getCreatedBy())
                        .getColumnIO(schema);
    }

    @Override
    @Nullable
    public RowData next() throws IOException {
        while (rowsLeftInGroup == 0) {
            PageReadStore pages = pages();
            if (pages == null) {
                return null;
            }
            rowsLeftInGroup = pages.getRowCount();
            group = columnIo.getRecordReader(pages, new ParquetRowConverter(columns));
        }
        rowsLeftInGroup--;
        return group.read();
    }

    private PageReadStore pages() throws IOException {
        return columns.hasPageFilter()
                ? columns.file().readNextFilteredRowGroup()
                : columns.file().readNextRowGroup();
    }

    @Override
    public void close() throws IOException {
        columns.file().close();
    }
}
