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
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;

/** Text files, compressed or not, of which each line is a record. */
final class TextLines implements RecordContainer {

    /** The spellings of a line feed that Hive and Spark write. */
    private static final Set<String> LINE_FEEDS = Set.of("\n", "10", "\\n");

    @Override
    public boolean holds(RowSerDe serde) {
        return serde.records() == HiveSerDe.Records.TEXT;
    }

    @Override
    public Optional<String> unreadable(FileLayout layout) {
        String delimiter = layout.properties().get(serdeConstants.LINE_DELIM);
        return delimiter == null || LINE_FEEDS.contains(delimiter)
                ? Optional.empty()
                : Optional.of(
                        "has lines that end in '%s' (%s), but only line feeds end a row in Hive — write it anew with line feeds"
                                .formatted(delimiter, serdeConstants.LINE_DELIM));
    }

    @Override
    public Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        if (layout.counts(HiveFileFormat.HEADER_LINES, HiveFileFormat.FOOTER_LINES)) {
            return Optional.of(
                    "has files with header or footer lines (%s, %s), which would be taken for rows or hide some — remove these properties"
                            .formatted(HiveFileFormat.HEADER_LINES, HiveFileFormat.FOOTER_LINES));
        }
        return OutputCompression.of(layout, configuration).unknown();
    }

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        CompressionCodec codec = Codecs.ofFile(file, configuration).orElse(null);
        boolean codecSplits = codec == null || codec instanceof SplittableCompressionCodec;
        return codecSplits
                && !layout.counts(HiveFileFormat.HEADER_LINES, HiveFileFormat.FOOTER_LINES);
    }

    @Override
    public Input open(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        return new TextLineInput(layout, section, configuration);
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return OutputCompression.of(layout, configuration)
                .codec(configuration)
                .map(CompressionCodec::getDefaultExtension)
                .orElse("");
    }

    @Override
    public Output create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        FSDataOutputStream out = HiveFiles.create(file, configuration);
        return new TextLineOutput(
                out, OutputCompression.of(layout, configuration).compress(out, configuration));
    }
}
