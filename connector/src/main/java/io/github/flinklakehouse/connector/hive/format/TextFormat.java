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
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;

/** Lines of text, each a row that Hive's LazySimpleSerDe takes apart. */
public final class TextFormat implements HiveFileFormat {

    /** Lines at the top of each file that are no rows. */
    public static final String HEADER_LINES = serdeConstants.HEADER_COUNT;

    /** Lines at the end of each file that are no rows. */
    public static final String FOOTER_LINES = serdeConstants.FOOTER_COUNT;

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file);
        boolean codecSplits = codec == null || codec instanceof SplittableCompressionCodec;
        return codecSplits && !layout.counts(HEADER_LINES, FOOTER_LINES);
    }

    @Override
    public BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        return new RowReader(new TextRows(layout, section, configuration));
    }

    @Override
    public String fileSuffix() {
        return "";
    }

    @Override
    public RowWriter create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        return new TextWriter(layout, file, configuration);
    }
}
