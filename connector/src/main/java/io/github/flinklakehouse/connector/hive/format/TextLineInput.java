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
import javax.annotation.Nullable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.LineRecordReader;

/** The lines of a section of a text file, without the header and footer. */
final class TextLineInput implements RecordContainer.Input {
    private final LineRecordReader lines;
    private final LongWritable position = new LongWritable();
    private final int footerLines;

    /** The last lines read, held back as they may be the footer. */
    private final Deque<Text> heldBack = new ArrayDeque<>();

    /** A line that is no longer needed. */
    private Text free = new Text();

    TextLineInput(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        this.footerLines = layout.count(HiveFileFormat.FOOTER_LINES);
        this.lines =
                new LineRecordReader(
                        Codecs.in(configuration),
                        new FileSplit(
                                section.file(), section.offset(), section.length(), new String[0]));
        skipHeader(layout.count(HiveFileFormat.HEADER_LINES));
    }

    /** Files with a header are one section each, so every section starts with it. */
    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count && lines.next(position, free); i++) {
            free.clear();
        }
    }

    @Override
    @Nullable
    public Writable next() throws IOException {
        while (lines.next(position, free)) {
            heldBack.add(free);
            if (heldBack.size() > footerLines) {
                free = heldBack.remove();
                return free;
            }
            free = new Text();
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
