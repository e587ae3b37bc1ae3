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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of tables by which Parquet files are written. */
class ParquetWriterOptionsTest {
    private final FormatFiles files = new FormatFiles(new ParquetFormat());

    @TempDir Path directory;

    private BlockMetaData write(Map<String, String> properties) throws Exception {
        Path file = directory.resolve("file" + System.nanoTime());
        FileLayout layout = FormatFiles.layout("a:int;b:string", properties);
        Row[] rows = IntStream.range(0, 1000).mapToObj(i -> Row.of(i % 5, "b")).toArray(Row[]::new);
        files.write(layout, file, rows);
        assertThat(files.read(layout, file)).containsExactly(rows);
        try (ParquetFileReader reader =
                ParquetFileReader.open(
                        HadoopInputFile.fromPath(
                                new org.apache.hadoop.fs.Path(file.toString()),
                                new Configuration()))) {
            return reader.getFooter().getBlocks().get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "GZIP", "zstd", "lz4_raw"})
    void compression(String codec) throws Exception {
        assertThat(write(Map.of("parquet.compression", codec)).getColumns())
                .extracting(column -> column.getCodec().name())
                .containsOnly(codec.toUpperCase(Locale.ROOT));
    }

    @Test
    void dictionaries() throws Exception {
        assertThat(write(Map.of()).getColumns())
                .allMatch(ColumnChunkMetaData::hasDictionaryPage)
                .allMatch(column -> column.getStatistics().hasNonNullValue());
        assertThat(write(Map.of("parquet.enable.dictionary", "false")).getColumns())
                .noneMatch(ColumnChunkMetaData::hasDictionaryPage);
    }

    @Test
    void bloomFiltersOfSomeColumns() throws Exception {
        BlockMetaData group =
                write(
                        Map.of(
                                "parquet.bloom.filter.enabled#A",
                                "true",
                                "parquet.bloom.filter.expected.ndv#a",
                                "100",
                                "parquet.enable.dictionary",
                                "false"));

        assertThat(group.getColumns().get(0).getBloomFilterOffset()).isPositive();
        assertThat(group.getColumns().get(1).getBloomFilterOffset()).isNegative();
    }

    @Test
    void whatCannotBeSetIsRefused() {
        assertThatThrownBy(() -> write(Map.of("parquet.page.size", "big")))
                .hasMessage(
                        "Cannot write file: a property of its table whose name starts with 'parquet.' is no number (For input string: \"big\") — set it to one");
        assertThatThrownBy(() -> write(Map.of("parquet.page.size#a", "1")))
                .hasMessage(
                        "Cannot write file: its table has the property parquet.page.size#a, which Parquet does not know for one column — remove it");
    }
}
