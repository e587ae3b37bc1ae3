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
import java.time.ZoneId;
import javax.annotation.Nullable;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/** The rows of a section of an Avro file. */
final class AvroRows implements RowReader.Rows {

    /** Where Hive notes the zone in which its timestamps were local. */
    static final String WRITER_ZONE = "writer.time.zone";

    private final FileSection section;
    private final DataFileReader<GenericRecord> records;
    private final AvroValues.Value row;

    @Nullable private GenericRecord record;

    AvroRows(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        this.section = section;
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>();
        this.records = new DataFileReader<>(new Input(section, configuration), reader);
        try {
            Schema file = records.getSchema();
            if (file.getType() != Schema.Type.RECORD) {
                throw new IOException("its schema is no record");
            }
            Schema wanted =
                    AvroSchemas.wanted(
                            layout, AvroSchemas.ofTable(layout, configuration).orElse(file), file);
            reader.setExpected(wanted);
            this.row = new AvroValues(zone()).row(layout.projectedType(), wanted);
            records.sync(section.offset());
        } catch (IOException | RuntimeException e) {
            records.close();
            throw failure(e);
        }
    }

    /** Hive takes timestamps of files that do not say for local ones of the reader. */
    private ZoneId zone() {
        String zone = records.getMetaString(WRITER_ZONE);
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    }

    @Override
    @Nullable
    public RowData next() throws IOException {
        try {
            if (!records.hasNext() || records.pastSync(section.offset() + section.length())) {
                return null;
            }
            record = records.next(record);
            return (RowData) row.read(record);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    private IOException failure(Exception e) {
        return new IOException("Cannot read file: " + section.file() + " " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** A file of Hadoop for Avro. */
    private static final class Input implements SeekableInput {
        private final FSDataInputStream in;
        private final long length;

        Input(FileSection section, Configuration configuration) throws IOException {
            FileSystem fileSystem = HiveFiles.fileSystem(section.file(), configuration);
            this.length = fileSystem.getFileStatus(section.file()).getLen();
            this.in = fileSystem.open(section.file());
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long tell() throws IOException {
            return in.getPos();
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            return in.read(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
