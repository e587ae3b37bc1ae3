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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.io.RCFile;
import org.apache.hadoop.hive.ql.io.RCFileRecordReader;
import org.apache.hadoop.hive.serde2.columnar.BytesRefArrayWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.FileSplit;

/**
 * Hive's record columnar files: of a group of rows, column by column; only wanted ones are read.
 */
final class RcFiles implements RecordContainer {
    private static final int BUFFER_SIZE = 64 << 10;

    @Override
    public boolean holds(RowSerDe serde) {
        return serde.records() == HiveSerDe.Records.COLUMNS;
    }

    @Override
    public Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return OutputCompression.of(layout, configuration).unknownToHadoop();
    }

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return true;
    }

    @Override
    public Input open(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        return Input.valuesOf(
                new RCFileRecordReader<LongWritable, BytesRefArrayWritable>(
                        configuration,
                        new FileSplit(
                                section.file(),
                                section.offset(),
                                section.length(),
                                new String[0])));
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return "";
    }

    @Override
    public Output create(
            FileLayout layout, Path file, HiveSerDe.Records records, Configuration configuration)
            throws IOException {
        Configuration writing = new Configuration(configuration);
        writing.setInt(RCFile.COLUMN_NUMBER_CONF_STR, layout.columns().size());
        FileSystem fileSystem = HiveFiles.fileSystem(file, configuration);
        RCFile.Writer writer =
                new RCFile.Writer(
                        fileSystem,
                        writing,
                        file,
                        BUFFER_SIZE,
                        fileSystem.getDefaultReplication(file),
                        fileSystem.getDefaultBlockSize(file),
                        null,
                        new SequenceFile.Metadata(),
                        OutputCompression.of(layout, configuration)
                                .hadoopCodec(configuration)
                                .orElse(null));
        return new Output() {
            private long bytes;

            @Override
            public void write(Writable record) throws IOException {
                BytesRefArrayWritable columns = (BytesRefArrayWritable) record;
                for (int i = 0; i < columns.size(); i++) {
                    bytes += columns.get(i).getLength();
                }
                writer.append(record);
            }

            /** What is in memory counts too, before it is compressed. */
            @Override
            public long bytesWritten() {
                return bytes;
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }
}
