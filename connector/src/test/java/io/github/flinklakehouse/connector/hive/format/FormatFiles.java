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

import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.conversion.RowRowConverter;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Single files, without tables. */
final class FormatFiles {
    private final HiveFileFormat format;
    private final Configuration configuration = new Configuration();

    FormatFiles(HiveFileFormat format) {
        this.format = format;
    }

    /** Lines of text that LazySimpleSerDe takes apart. */
    static HiveFileFormat text() {
        return serde(
                "org.apache.hadoop.mapred.TextInputFormat",
                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
    }

    /** The format of these classes. */
    static HiveFileFormat serde(String inputFormat, String serde) {
        return SerDeFormat.of(inputFormat, serde).orElseThrow();
    }

    /** A layout of columns such as {@code "id:int; tags:array<string>"}, all of them wanted. */
    static FileLayout layout(String columns, Map<String, String> properties) {
        List<MetastoreColumn> parsed =
                Arrays.stream(columns.split(";"))
                        .map(each -> each.trim().split(":", 2))
                        .map(pair -> new MetastoreColumn(pair[0], pair[1], ""))
                        .toList();
        List<LogicalType> types =
                parsed.stream()
                        .map(
                                column ->
                                        HiveTypes.toFlink(column.type(), column.name())
                                                .getLogicalType())
                        .toList();
        List<Integer> all = IntStream.range(0, parsed.size()).boxed().toList();
        return new FileLayout(parsed, types, parsed.size(), all, List.of(), properties);
    }

    /** A layout with filters. */
    static FileLayout filtered(FileLayout layout, ColumnFilter... filters) {
        return new FileLayout(
                layout.columns(),
                layout.types(),
                layout.storedColumns(),
                layout.projection(),
                List.of(filters),
                layout.properties());
    }

    /** A layout of which these columns are wanted. */
    static FileLayout projected(FileLayout layout, Integer... projection) {
        return new FileLayout(
                layout.columns(),
                layout.types(),
                layout.storedColumns(),
                List.of(projection),
                layout.filters(),
                layout.properties());
    }

    void write(FileLayout layout, java.nio.file.Path file, Row... rows) throws IOException {
        RowRowConverter converter = converter(layout.rowType());
        try (RowWriter writer = format.create(layout, new Path(file.toString()), configuration)) {
            for (Row row : rows) {
                writer.write(converter.toInternal(row));
            }
        }
    }

    private static RowRowConverter converter(LogicalType type) {
        DataType dataType = TypeConversions.fromLogicalToDataType(type);
        RowRowConverter converter = RowRowConverter.create(dataType);
        converter.open(FormatFiles.class.getClassLoader());
        return converter;
    }

    /** All rows of a file. */
    List<Row> read(FileLayout layout, java.nio.file.Path file) throws IOException {
        return read(layout, file, 0, Long.MAX_VALUE / 2);
    }

    /** The rows of a section. */
    List<Row> read(FileLayout layout, java.nio.file.Path file, long offset, long length)
            throws IOException {
        RowRowConverter converter = converter(layout.projectedType());
        List<Row> rows = new ArrayList<>();
        try (BulkFormat.Reader<RowData> reader =
                format.open(
                        layout,
                        new FileSection(new Path(file.toString()), offset, length),
                        configuration)) {
            BulkFormat.RecordIterator<RowData> batch;
            while ((batch = reader.readBatch()) != null) {
                RecordAndPosition<RowData> next;
                while ((next = batch.next()) != null) {
                    rows.add(converter.toExternal(next.getRecord()));
                }
                batch.releaseBatch();
            }
        }
        return rows;
    }
}
