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
import java.io.OutputStream;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;
import org.apache.hadoop.hive.serde2.objectinspector.CrossMapEqualComparer;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorUtils;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.Text;

/** Writes rows as lines of text, as LazySimpleSerDe spells them. */
final class TextWriter implements RowWriter {
    private final Path file;
    private final OutputStream out;
    private final LazySimpleSerDe serde;
    private final ObjectInspector inspector;
    private final HiveObjects.Converter converter;
    private long bytes;

    TextWriter(FileLayout layout, Path file, Configuration configuration) throws IOException {
        this.file = file;
        this.serde = TextSerDe.create(layout, layout.columns().size(), configuration);
        this.inspector =
                TypeInfoUtils.getStandardJavaObjectInspectorFromTypeInfo(
                        TypeInfoFactory.getStructTypeInfo(
                                layout.rowType().getFieldNames(),
                                layout.columns().stream()
                                        .map(
                                                column ->
                                                        TypeInfoUtils.getTypeInfoFromTypeString(
                                                                column.type()))
                                        .toList()));
        this.converter = HiveObjects.rowToHive(layout.rowType());
        this.out = HiveFiles.create(file, configuration);
    }

    @Override
    public void write(RowData row) throws IOException {
        try {
            Object values = converter.convert(row);
            Text line = (Text) serde.serialize(values, inspector);
            requireOneLine(line);
            requireReadable(line, values);
            out.write(line.getBytes(), 0, line.getLength());
            out.write('\n');
            bytes += line.getLength() + 1;
        } catch (SerDeException e) {
            throw new IOException("Cannot write file: " + file + " " + e.getMessage(), e);
        }
    }

    /** A line break in a value would be read back as the end of the row. */
    private void requireOneLine(Text line) throws IOException {
        byte[] bytes = line.getBytes();
        for (int i = 0; i < line.getLength(); i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                throw new IOException(
                        "Cannot write row: a value for %s has a line break, which ends a row of a text table — escape it, or use a table in Parquet"
                                .formatted(file));
            }
        }
    }

    /** A delimiter in a value would be read back as the end of the value; Hive does not care. */
    private void requireReadable(Text line, Object values) throws IOException, SerDeException {
        int difference =
                ObjectInspectorUtils.compare(
                        values,
                        inspector,
                        serde.deserialize(line),
                        serde.getObjectInspector(),
                        new CrossMapEqualComparer());
        if (difference != 0) {
            throw new IOException(
                    "Cannot write row: values for %s would be read back as others, as text cannot hold them or they look like a delimiter or NULL — set escape.delim, or use a table in Parquet"
                            .formatted(file));
        }
    }

    @Override
    public long bytesWritten() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
