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
import java.util.Arrays;
import java.util.Locale;
import org.apache.flink.formats.parquet.utils.ParquetSchemaConverter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes rows as Parquet that Hive, Spark and Trino read: decimals as byte arrays of fixed length,
 * timestamps as INT96, names as in the metastore.
 */
final class ParquetRowWriter implements RowWriter {

    /** Hive's table property; its default is no compression, everybody else's is Snappy. */
    private static final String COMPRESSION = "parquet.compression";

    private final ParquetWriter<RowData> writer;

    ParquetRowWriter(FileLayout layout, Path file, Configuration configuration) throws IOException {
        this.writer =
                ParquetWriterOptions.of(layout, configuration)
                        .apply(
                                new Builder(
                                        new ParquetOutput(file, configuration), layout.rowType()))
                        .withConf(configuration)
                        .withCompressionCodec(
                                codec(layout.properties().getOrDefault(COMPRESSION, "snappy")))
                        .build();
    }

    private static CompressionCodecName codec(String name) {
        try {
            return CompressionCodecName.fromConf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Cannot write file: its table has %s=%s — use one of %s"
                            .formatted(
                                    COMPRESSION,
                                    name,
                                    Arrays.toString(CompressionCodecName.values())),
                    e);
        }
    }

    @Override
    public void write(RowData row) throws IOException {
        writer.write(row);
    }

    @Override
    public long bytesWritten() {
        return writer.getDataSize();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** Makes writers of rows. */
    static final class Builder extends ParquetWriter.Builder<RowData, Builder> {
        private final RowType type;

        Builder(OutputFile file, RowType type) {
            super(file);
            this.type = type;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // the only one that is abstract
        protected WriteSupport<RowData> getWriteSupport(Configuration configuration) {
            return new Support(type);
        }
    }

    private static final class Support extends WriteSupport<RowData> {
        private final RowType type;
        private final MessageType schema;
        private final ZoneId zone = ZoneId.systemDefault();
        private ParquetRecordWriter writer;

        Support(RowType type) {
            this.type = type;
            this.schema =
                    ParquetSchemaConverter.convertToParquetMessageType(
                            "hive_schema", type, new Configuration(/* loadDefaults= */ false));
        }

        @Override
        @SuppressWarnings("deprecation") // the only one that is abstract
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, ParquetTimestamps.footer(zone));
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            writer = new ParquetRecordWriter(consumer, type, zone);
        }

        @Override
        public void write(RowData row) {
            writer.write(row);
        }
    }
}
