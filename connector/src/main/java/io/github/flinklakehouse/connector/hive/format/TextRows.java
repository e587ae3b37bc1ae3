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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.LineRecordReader;

/** The rows of a section of a text file; columns that are not wanted are not parsed. */
final class TextRows implements RowReader.Rows {
    private final FileSection section;
    private final LineRecordReader lines;
    private final LongWritable position = new LongWritable();
    private final int footerLines;

    /** The last lines read, held back as they may be the footer. */
    private final Deque<Text> heldBack = new ArrayDeque<>();

    private final LazySimpleSerDe serde;
    private final StructObjectInspector inspector;
    private final List<? extends StructField> fields;

    /** From a whole struct to each wanted column. */
    private final List<HiveObjects.Converter> converters;

    TextRows(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        this.section = section;
        this.serde = TextSerDe.create(layout, layout.storedColumns(), configuration);
        this.inspector = inspector(serde);
        this.fields = inspector.getAllStructFieldRefs();
        this.converters =
                layout.projection().stream()
                        .map(column -> converter(column, layout.types().get(column)))
                        .toList();
        this.footerLines = layout.count(TextFormat.FOOTER_LINES);
        this.lines =
                new LineRecordReader(
                        configuration,
                        new FileSplit(
                                section.file(), section.offset(), section.length(), new String[0]));
        skipHeader(layout.count(TextFormat.HEADER_LINES));
    }

    private static StructObjectInspector inspector(LazySimpleSerDe serde) throws IOException {
        try {
            return (StructObjectInspector) serde.getObjectInspector();
        } catch (SerDeException e) {
            throw new IOException("Cannot use LazySimpleSerDe: " + e.getMessage(), e);
        }
    }

    /** Files with a header are one section each, so every section starts with it. */
    private void skipHeader(int count) throws IOException {
        Text line = new Text();
        for (int i = 0; i < count && lines.next(position, line); i++) {
            line.clear();
        }
    }

    @Override
    @Nullable
    public RowData next() throws IOException {
        Text line = new Text();
        while (lines.next(position, line)) {
            heldBack.add(line);
            if (heldBack.size() > footerLines) {
                return row(heldBack.remove());
            }
            line = new Text();
        }
        return null;
    }

    private RowData row(Text line) throws IOException {
        try {
            Object struct = serde.deserialize(line);
            return GenericRowData.of(
                    converters.stream().map(converter -> converter.convert(struct)).toArray());
        } catch (SerDeException e) {
            throw new IOException("Cannot read file: " + section.file() + " " + e.getMessage(), e);
        }
    }

    /** Columns that were added after the files of this partition were written are NULL. */
    private HiveObjects.Converter converter(int column, LogicalType type) {
        if (column >= fields.size()) {
            return struct -> null;
        }
        StructField field = fields.get(column);
        HiveObjects.Converter converter =
                HiveObjects.toFlink(type, field.getFieldObjectInspector());
        return struct -> converter.convert(inspector.getStructFieldData(struct, field));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
