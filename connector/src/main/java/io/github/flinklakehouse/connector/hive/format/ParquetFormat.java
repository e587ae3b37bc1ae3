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
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Parquet, columns found by name whatever the case. Read in vectors where the file holds the
 * columns in just the types that are wanted, else row by row: nested columns, and conversions.
 * Filters leave out row groups, by their statistics, dictionaries and Bloom filters. Pages are left
 * out only where rows are read one by one, which is done when few of them remain: Flink's vectors
 * cannot align pages of several columns.
 */
public final class ParquetFormat implements HiveFileFormat {

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return true;
    }

    /** Fields inside columns are always found by name. */
    @Override
    public boolean readsParts(FileLayout layout, Configuration configuration) {
        return true;
    }

    @Override
    public BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        HadoopInputFile input = HadoopInputFile.fromPath(section.file(), configuration);
        HadoopReadOptions.Builder options = HadoopReadOptions.builder(configuration);
        options.withRange(section.offset(), section.offset() + section.length());
        ParquetFileReader file = open(layout, input, options);
        try {
            ParquetColumns columns =
                    new ParquetColumns(lookup(layout, input, file.getFooter()), file);
            return columns.areVectorizable() && !columns.leavesFewPages()
                    ? new ParquetVectorReader(columns)
                    : new RowReader(new ParquetRows(columns));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Filters depend on the schema of the file, and its reader on the filters. */
    private static ParquetFileReader open(
            FileLayout layout, HadoopInputFile input, HadoopReadOptions.Builder options)
            throws IOException {
        if (layout.filters().isEmpty()) {
            return ParquetFileReader.open(input, options.build());
        }
        Configuration configuration = input.getConfiguration();
        SeekableInputStream stream = input.newStream();
        try {
            ParquetMetadata footer = ParquetFileReader.readFooter(input, options.build(), stream);
            new ParquetFilters(lookup(layout, input, footer))
                    .predicate()
                    .ifPresent(filter -> options.withRecordFilter(FilterCompat.get(filter)));
            return new ParquetFileReader(
                    configuration, input.getPath(), footer, options.build(), stream);
        } catch (RuntimeException | IOException e) {
            stream.close();
            throw e;
        }
    }

    private static ParquetLookup lookup(
            FileLayout layout, HadoopInputFile input, ParquetMetadata footer) {
        return new ParquetLookup(
                layout, footer.getFileMetaData(), input.toString(), input.getConfiguration());
    }

    @Override
    public Optional<FileStatistics> statistics(
            FileLayout layout, Path file, Configuration configuration) throws IOException {
        HadoopInputFile input = HadoopInputFile.fromPath(file, configuration);
        try (SeekableInputStream stream = input.newStream()) {
            ParquetMetadata footer =
                    ParquetFileReader.readFooter(
                            input, HadoopReadOptions.builder(configuration).build(), stream);
            ParquetLookup lookup =
                    new ParquetLookup(
                            layout, footer.getFileMetaData(), input.toString(), configuration);
            return Optional.of(new ParquetStatistics(lookup, footer).statistics());
        }
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return ".parquet";
    }

    @Override
    public RowWriter create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        return new ParquetRowWriter(layout, file, configuration);
    }
}
