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

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text files that are compressed, by the end of their names. */
class TextCompressionTest {
    private static final String ENABLED = "hive.exec.compress.output";
    private static final String CODEC = "mapreduce.output.fileoutputformat.compress.codec";

    private static final Row[] ROWS =
            IntStream.range(0, 20_000)
                    .mapToObj(i -> Row.of(i, "value " + i % 100))
                    .toArray(Row[]::new);

    private final FormatFiles files = new FormatFiles(FormatFiles.text());

    @TempDir Path directory;

    private static FileLayout layout(Map<String, String> properties) {
        return FormatFiles.layout("id:int;s:string", properties);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "deflate", "zst"})
    void readsWhatOthersCompressed(String suffix) throws Exception {
        Path file = directory.resolve("file." + suffix);
        try (OutputStream out = compress(suffix, Files.newOutputStream(file))) {
            for (Row row : ROWS) {
                out.write(
                        "%s\u0001%s\n"
                                .formatted(row.getField(0), row.getField(1))
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(files.read(layout(Map.of()), file, 0, Files.size(file))).containsExactly(ROWS);
    }

    private static OutputStream compress(String suffix, OutputStream out) throws IOException {
        return switch (suffix) {
            case "gz" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out);
            case "zst" -> new ZstdOutputStream(out);
            default -> {
                BZip2Codec codec = new BZip2Codec();
                codec.setConf(new Configuration());
                yield codec.createOutputStream(out);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, .gz",
        "bzip2, .bz2",
        "snappy, .snappy",
        "lz4, .lz4",
        "ZSTD, .zst",
        "org.apache.hadoop.io.compress.DefaultCodec, .deflate",
        "org.apache.hadoop.io.compress.GzipCodec, .gz",
        "org.apache.hadoop.io.compress.SnappyCodec, .snappy",
        "org.apache.hadoop.io.compress.ZStandardCodec, .zst"
    })
    void writesWithTheCodecOfTheTable(String codec, String suffix) throws Exception {
        FileLayout layout = layout(Map.of(ENABLED, "true", CODEC, codec));
        assertThat(FormatFiles.text().fileSuffix(layout, new Configuration())).isEqualTo(suffix);
        Path file = directory.resolve("file" + suffix);
        files.write(layout, file, ROWS);
        assertThat(Files.size(file)).isLessThan(200_000);
        assertThat(files.read(layout, file, 0, Files.size(file))).containsExactly(ROWS);
    }

    @Test
    void partsOfABzip2FileAreReadAlone() throws Exception {
        FileLayout layout = layout(Map.of(ENABLED, "true", CODEC, "bzip2"));
        Path file = directory.resolve("file.bz2");
        Row[] rows = new Row[400_000]; // more than a block of 900 kB
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Row.of(i, "x" + i * 31);
        }
        files.write(layout, file, rows);
        long half = Files.size(file) / 2;
        List<Row> first = files.read(layout, file, 0, half);
        List<Row> second = files.read(layout, file, half, Files.size(file) - half);
        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        List<Row> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(all).containsExactly(rows);
    }

    @Test
    void onlyBzip2IsSplittable() {
        for (String suffix : List.of("gz", "deflate", "snappy", "lz4", "zst")) {
            assertThat(splittable("file." + suffix)).as(suffix).isFalse();
        }
        assertThat(splittable("file.bz2")).isTrue();
        assertThat(splittable("file")).isTrue();
    }

    private static boolean splittable(String name) {
        return FormatFiles.text()
                .isSplittable(
                        layout(Map.of()), new org.apache.hadoop.fs.Path(name), new Configuration());
    }

    @Test
    void aCodecThatIsNotEnabledDoesNotCount() {
        FileLayout layout = layout(Map.of(CODEC, "gzip"));
        assertThat(FormatFiles.text().fileSuffix(layout, new Configuration())).isEmpty();
    }

    @Test
    void theCatalogsConfigurationCountsLess() {
        Configuration configuration = new Configuration();
        configuration.set(ENABLED, "true");
        configuration.set("mapred.output.compression.codec", "gzip");
        HiveFileFormat text = FormatFiles.text();
        assertThat(text.fileSuffix(layout(Map.of()), configuration)).isEqualTo(".gz");
        assertThat(text.fileSuffix(layout(Map.of(CODEC, "snappy")), configuration))
                .isEqualTo(".snappy");
        assertThat(text.fileSuffix(layout(Map.of(ENABLED, "false")), configuration)).isEmpty();
    }

    @Test
    void anUnknownCodecIsRefused() {
        assertThat(
                        FormatFiles.text()
                                .unwritable(
                                        layout(Map.of(ENABLED, "true", CODEC, "lzo")),
                                        new Configuration()))
                .hasValue(
                        "would be compressed by the codec lzo (mapreduce.output.fileoutputformat.compress.codec), which is unknown — use one of [bzip2, deflate, gzip, lz4, snappy, zstd]");
    }

    @Test
    void linesThatDoNotEndInLineFeedsAreRefused() {
        assertThat(
                        FormatFiles.text()
                                .unreadable(layout(Map.of("line.delim", "|")), new Configuration()))
                .hasValue(
                        "has lines that end in '|' (line.delim), but only line feeds end a row in Hive — write it anew with line feeds");
        assertThat(
                        FormatFiles.text()
                                .unreadable(
                                        layout(Map.of("line.delim", "\n")), new Configuration()))
                .isEmpty();
    }
}
