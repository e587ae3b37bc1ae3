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
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.SequenceFileRecordReader;

/** Hadoop's sequence files, of which Hive uses the values only. */
final class SequenceFiles implements RecordContainer {

    /** What is compressed together, by today's name and by its older one. */
    private static final List<String> TYPE =
            List.of(
                    "mapreduce.output.fileoutputformat.compress.type",
                    "mapred.output.compression.type");

    private static final BytesWritable NO_KEY = new BytesWritable();

    @Override
    public boolean holds(RowSerDe serde) {
        return serde.records() != HiveSerDe.Records.COLUMNS;
    }

    @Override
    public Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return OutputCompression.of(layout, configuration)
                .unknownToHadoop()
                .or(
                        () ->
                                typeName(layout, configuration)
                                        .filter(name -> type(name).isEmpty())
                                        .map(
                                                name ->
                                                        "would be compressed by %s (%s), which is unknown — use NONE, RECORD or BLOCK"
                                                                .formatted(name, TYPE.get(0))));
    }

    private static Optional<String> typeName(FileLayout layout, Configuration configuration) {
        return OutputCompression.value(TYPE, layout, configuration);
    }

    private static Optional<CompressionType> type(String name) {
        return List.of(CompressionType.values()).stream()
                .filter(type -> type.name().equalsIgnoreCase(name))
                .findFirst();
    }

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return true;
    }

    @Override
    public Input open(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        return Input.valuesOf(
                new SequenceFileRecordReader<Writable, Writable>(
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
        OutputCompression compression = OutputCompression.of(layout, configuration);
        CompressionType type =
                compression.codecName().isEmpty()
                        ? CompressionType.NONE
                        : typeName(layout, configuration)
                                .flatMap(SequenceFiles::type)
                                .orElse(CompressionType.RECORD);
        FSDataOutputStream out = HiveFiles.create(file, configuration);
        SequenceFile.Writer writer =
                SequenceFile.createWriter(
                        configuration,
                        SequenceFile.Writer.stream(out),
                        SequenceFile.Writer.keyClass(BytesWritable.class),
                        SequenceFile.Writer.valueClass(records.type()),
                        SequenceFile.Writer.compression(
                                type, compression.hadoopCodec(configuration).orElse(null)));
        return new Output() {
            @Override
            public void write(Writable record) throws IOException {
                writer.append(NO_KEY, record);
            }

            @Override
            public long bytesWritten() {
                return out.getPos();
            }

            @Override
            public void close() throws IOException {
                writer.close();
                out.close();
            }
        };
    }
}
