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
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * Writes rows as Avro records, in the schema of the table or the one that Hive makes of columns.
 */
final class AvroRowWriter implements RowWriter {
    private final Path file;
    private final FSDataOutputStream out;
    private final DataFileWriter<GenericRecord> records;
    private final AvroObjects.Value converter;

    AvroRowWriter(FileLayout layout, Path file, Configuration configuration) throws IOException {
        this.file = file;
        Schema schema =
                AvroSchemas.ofTable(layout, configuration)
                        .orElseGet(() -> AvroDerivedSchema.of(layout.rowType()));
        ZoneId zone = ZoneId.systemDefault();
        this.converter = new AvroObjects(zone).row(layout.rowType(), schema);
        this.records = new DataFileWriter<>(new GenericDatumWriter<>(schema));
        records.setCodec(AvroCodecs.of(layout, configuration));
        records.setMeta(AvroRows.WRITER_ZONE, zone.getId());
        this.out = HiveFiles.create(file, configuration);
        records.create(schema, out);
    }

    @Override
    public void write(RowData row) throws IOException {
        try {
            records.append((GenericRecord) converter.write(row));
        } catch (UnstorableRowException e) {
            throw new IOException("Cannot write row: %s %s".formatted(e.subject(file), e.why()), e);
        } catch (DataFileWriter.AppendWriteException e) {
            throw new IOException(
                    "Cannot write row: a value for %s is none of the table's Avro schema: %s"
                            .formatted(file, e.getCause().getMessage()),
                    e);
        }
    }

    @Override
    public long bytesWritten() {
        return out.getPos();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
