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

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile.WriterOptions;
import org.apache.orc.StripeInformation;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.RowBatchVersion;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/**
 * Writes rows as ORC that Hive, Spark and Trino read, as the table properties {@code orc.*} say.
 * Timestamps are wall-clock times in UTC, as in Hive 3, and the footer says that the calendar is
 * the Gregorian one throughout.
 */
final class OrcRowWriter implements RowWriter {

    /** Hive's default; not that of ORC, which Hive 3 cannot read. */
    private static final CompressionKind DEFAULT_COMPRESSION = CompressionKind.ZLIB;

    private static final Set<CompressionKind> COMPRESSIONS =
            EnumSet.complementOf(EnumSet.of(CompressionKind.BROTLI));

    private final Writer writer;
    private final VectorizedRowBatch batch;
    private final List<RowData.FieldGetter> getters = new ArrayList<>();
    private final List<OrcValueWriter> writers = new ArrayList<>();
    private long bytesWritten;

    OrcRowWriter(FileLayout layout, Path file, Configuration configuration) throws IOException {
        TypeDescription schema = schema(layout);
        this.batch =
                schema.createRowBatch(
                        RowBatchVersion.USE_DECIMAL64, VectorizedRowBatch.DEFAULT_SIZE);
        for (int i = 0; i < layout.types().size(); i++) {
            getters.add(RowData.createFieldGetter(layout.types().get(i), i));
            writers.add(OrcValueWriter.of(layout.types().get(i), schema.getChildren().get(i)));
            OrcValueWriter.useGregorianCalendar(batch.cols[i]);
        }
        this.writer =
                org.apache.orc.OrcFile.createWriter(
                        file,
                        options(layout, configuration)
                                .fileSystem(HiveFiles.fileSystem(file, configuration))
                                .setSchema(schema)
                                .overwrite(false)
                                .useUTCTimestamp(true)
                                .setProlepticGregorian(true));
    }

    private static TypeDescription schema(FileLayout layout) {
        TypeDescription schema = TypeDescription.createStruct();
        for (MetastoreColumn column : layout.columns()) {
            schema.addField(column.name(), OrcTypes.of(column.type()));
        }
        return schema;
    }

    private static WriterOptions options(FileLayout layout, Configuration configuration) {
        Properties properties = new Properties();
        properties.putAll(layout.properties());
        String compression = OrcConf.COMPRESS.getAttribute();
        boolean chosen =
                configuration.get(compression) != null
                        || configuration.get(OrcConf.COMPRESS.getHiveConfName()) != null;
        if (!chosen) {
            properties.putIfAbsent(compression, DEFAULT_COMPRESSION.name());
        }
        requireCompression(OrcConf.COMPRESS.getString(properties, configuration));
        try {
            return org.apache.orc.OrcFile.writerOptions(properties, configuration);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Cannot write file: a property orc.* of its table is wrong (%s) — correct it"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static void requireCompression(String name) {
        String upperCase = name.toUpperCase(Locale.ROOT);
        if (COMPRESSIONS.stream().noneMatch(kind -> kind.name().equals(upperCase))) {
            throw new IllegalArgumentException(
                    "Cannot write file: its table has %s=%s — use one of %s"
                            .formatted(
                                    OrcConf.COMPRESS.getAttribute(),
                                    name,
                                    Arrays.toString(COMPRESSIONS.toArray())));
        }
    }

    @Override
    public void write(RowData row) throws IOException {
        int index = batch.size;
        for (int i = 0; i < writers.size(); i++) {
            ColumnVector vector = batch.cols[i];
            OrcValueWriter.writeNullable(
                    writers.get(i), vector, index, getters.get(i).getFieldOrNull(row));
        }
        batch.size++;
        if (batch.size == batch.getMaxSize()) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (batch.size > 0) {
            writer.addRowBatch(batch);
            batch.reset();
            bytesWritten =
                    writer.getStripes().stream().mapToLong(StripeInformation::getLength).sum()
                            + writer.estimateMemory();
        }
    }

    @Override
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            writer.close();
        }
    }
}
