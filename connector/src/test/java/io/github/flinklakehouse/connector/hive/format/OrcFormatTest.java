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

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.OrcProto;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ORC files, compared with ORC's own reader. */
class OrcFormatTest {
    private final FormatFiles files = new FormatFiles(new OrcFormat());

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("file");
    }

    private void assertSame(String columns, Row... rows) throws Exception {
        FileLayout layout = FormatFiles.layout(columns, Map.of());
        files.write(layout, file, rows);
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(Stream.of(rows).map(Row::toString).toArray(String[]::new));
    }

    @Test
    void filesHaveTheSchemaThatOtherEnginesExpect() throws Exception {
        String types =
                "a:tinyint;b:decimal(10,2);c:char(3);d:varchar(5);e:timestamp;f:timestamp with local time zone;"
                        + "g:array<int>;h:map<string,int>;i:struct<x y:int>;j:uniontype<int,string>;k:binary";
        files.write(FormatFiles.layout(types, Map.of()), file);

        try (Reader reader = OrcTool.open(file)) {
            assertThat(reader.getSchema())
                    .hasToString(
                            "struct<a:tinyint,b:decimal(10,2),c:char(3),d:varchar(5),e:timestamp,"
                                    + "f:timestamp with local time zone,g:array<int>,h:map<string,int>,"
                                    + "i:struct<`x y`:int>,j:uniontype<int,string>,k:binary>");
            assertThat(reader.getCompressionKind()).isEqualTo(CompressionKind.ZLIB);
            assertThat(reader.getFileTail().getFooter().getCalendar())
                    .isEqualTo(OrcProto.CalendarKind.PROLEPTIC_GREGORIAN);
        }
    }

    @Test
    void singleValuesComeBack() throws Exception {
        assertSame(
                "a:boolean;b:tinyint;c:smallint;d:int;e:bigint;f:float;g:double;h:decimal(10,2);"
                        + "i:decimal(38,10);j:string;k:char(4);l:varchar(3);m:binary;n:date;"
                        + "o:timestamp;p:timestamp with local time zone",
                Row.of(
                        true,
                        (byte) -128,
                        (short) 300,
                        -7,
                        Long.MIN_VALUE,
                        1.5f,
                        Double.NaN,
                        new BigDecimal("-99999999.99"),
                        new BigDecimal("-1234567890123456789012345678.0123456789"),
                        "é😀",
                        "é😀  ",
                        "a😀c",
                        new byte[] {0, -1},
                        LocalDate.parse("9999-12-31"),
                        LocalDateTime.parse("2024-02-29T12:34:56.123456789"),
                        Instant.parse("2024-02-29T12:34:56.123456789Z")),
                new Row(16),
                Row.of(
                        false,
                        (byte) 1,
                        (short) 2,
                        3,
                        4L,
                        -0.0f,
                        -0.0,
                        new BigDecimal("0.00"),
                        new BigDecimal("0.0000000000"),
                        "",
                        "    ",
                        " ",
                        new byte[0],
                        LocalDate.parse("0001-01-01"),
                        LocalDateTime.parse("0001-01-01T00:00:00"),
                        Instant.EPOCH));
    }

    @Test
    void nestedValuesComeBack() throws Exception {
        Map<Object, Object> entries = new HashMap<>();
        entries.put("k", null);
        assertSame(
                "a:array<array<int>>;m:map<string,struct<x:array<decimal(20,2)>>>;r:struct<a:struct<b:timestamp,c:char(2)>>",
                Row.of(
                        new Integer[][] {{1, null}, {}, null},
                        Map.of(
                                "k",
                                Row.of((Object) new BigDecimal[] {new BigDecimal("1.50"), null})),
                        Row.of(Row.of(LocalDateTime.parse("1960-01-01T00:00:00.5"), "x "))),
                new Row(3),
                Row.of(new Integer[0][], Map.of(), Row.of((Object) null)),
                Row.of(new Integer[][] {{}}, entries, Row.of(Row.of(null, null))));
    }

    @Test
    void unionsAreRowsOfATagAndTheAlternatives() throws Exception {
        assertSame(
                "u:uniontype<int,string,array<int>>",
                Row.of(Row.of(0, 7, null, null)),
                Row.of((Object) null),
                Row.of(Row.of(1, null, "x", null)),
                Row.of(Row.of(2, null, null, new Integer[] {1})),
                Row.of(Row.of(1, null, null, null)));
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("u:uniontype<int,string>", Map.of()),
                                        directory.resolve("other"),
                                        Row.of(Row.of(2, 7, null))))
                .hasMessage(
                        "Cannot write row: the tag of a union is 2 — let it be the index of one of its 2 alternatives");
    }

    @Test
    void manyRowsComeBackInManyBatches() throws Exception {
        FileLayout layout = FormatFiles.layout("i:int;d:date;a:array<string>", Map.of());
        LocalDate start = LocalDate.parse("1500-01-01");
        Row[] rows =
                IntStream.range(0, 10_000)
                        .mapToObj(
                                i ->
                                        Row.of(
                                                i % 10 == 0 ? null : i,
                                                start.plusDays(i),
                                                IntStream.range(0, i % 4)
                                                        .mapToObj(j -> i + "-" + j)
                                                        .toArray(String[]::new)))
                        .toArray(Row[]::new);
        files.write(layout, file, rows);

        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(Stream.of(rows).map(Row::toString).toArray(String[]::new));
    }

    @Test
    void onlyWantedColumnsAreRead() throws Exception {
        FileLayout all = FormatFiles.layout("a:int;b:string;c:struct<x:int,y:int>", Map.of());
        files.write(all, file, Row.of(1, "x", Row.of(2, 3)), Row.of(4, "y", null));

        assertThat(files.read(projected(all, List.of(2, 0)), file))
                .containsExactly(Row.of(Row.of(2, 3), 1), Row.of(null, 4));
        assertThat(files.read(projected(all, List.of()), file)).hasSize(2);
    }

    private static FileLayout projected(FileLayout layout, List<Integer> projection) {
        return new FileLayout(
                layout.columns(),
                layout.types(),
                layout.storedColumns(),
                projection,
                List.of(),
                layout.properties());
    }

    @Test
    void aStripeIsReadWithTheSectionThatItStartsIn() throws Exception {
        FileLayout layout =
                FormatFiles.layout("i:int;s:string", Map.of("orc.stripe.row.count", "3000"));
        Row[] rows =
                IntStream.range(0, 10_000).mapToObj(i -> Row.of(i, "s" + i)).toArray(Row[]::new);
        files.write(layout, file, rows);

        try (Reader reader = OrcTool.open(file)) {
            List<Row> found = new ArrayList<>();
            for (StripeInformation stripe : reader.getStripes()) {
                assertThat(files.read(layout, file, stripe.getOffset() + 1, stripe.getLength() - 1))
                        .isEmpty();
                List<Row> read = files.read(layout, file, stripe.getOffset(), 1);
                assertThat(read).hasSize((int) stripe.getNumberOfRows());
                found.addAll(read);
            }
            assertThat(reader.getStripes()).hasSizeGreaterThan(2);
            assertThat(found).containsExactly(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zlib", "SNAPPY", "lzo", "lz4", "zstd"})
    void compressionIsThatOfTheTable(String compression) throws Exception {
        FileLayout layout = FormatFiles.layout("s:string", Map.of("orc.compress", compression));
        Row[] rows =
                IntStream.range(0, 5_000).mapToObj(i -> Row.of("text" + i / 9)).toArray(Row[]::new);
        files.write(layout, file, rows);

        try (Reader reader = OrcTool.open(file)) {
            assertThat(reader.getCompressionKind().name()).isEqualToIgnoringCase(compression);
        }
        assertThat(files.read(layout, file)).containsExactly(rows);
    }

    @Test
    void otherPropertiesOfTheTableAreHonoured() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "a:int;b:string",
                        Map.of(
                                "orc.row.index.stride",
                                "2000",
                                "orc.stripe.size",
                                "1048576",
                                "orc.bloom.filter.columns",
                                "b"));
        files.write(layout, file, Row.of(1, "x"));

        try (Reader reader = OrcTool.open(file)) {
            assertThat(reader.getRowIndexStride()).isEqualTo(2_000);
            OrcProto.StripeFooter footer =
                    ((org.apache.orc.impl.RecordReaderImpl) reader.rows())
                            .readStripeFooter(reader.getStripes().get(0));
            assertThat(footer.getStreamsList())
                    .extracting(OrcProto.Stream::getKind)
                    .contains(OrcProto.Stream.Kind.BLOOM_FILTER_UTF8);
            assertThat(footer.getWriterTimezone()).isEmpty();
        }
    }

    @Test
    void propertiesThatOrcDoesNotKnowAreRefused() {
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout(
                                                "a:int", Map.of("orc.compress", "brotli")),
                                        file))
                .hasMessage(
                        "Cannot write file: its table has orc.compress=brotli — use one of [NONE, ZLIB, SNAPPY, LZO, LZ4, ZSTD]");
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout(
                                                "a:int", Map.of("orc.encoding.strategy", "QUICK")),
                                        file))
                .hasMessageStartingWith(
                        "Cannot write file: a property orc.* of its table is wrong (")
                .hasMessageEndingWith("QUICK) — correct it");
    }

    @Test
    void anExistingFileIsNotReplaced() throws Exception {
        Files.writeString(file, "precious");
        assertThatThrownBy(
                        () -> files.write(FormatFiles.layout("a:int", Map.of()), file, Row.of(1)))
                .isInstanceOf(java.io.IOException.class);
        assertThat(file).hasContent("precious");
    }

    @Test
    void filesThatAreNoTablesAreRefused() throws Exception {
        FileLayout layout = FormatFiles.layout("a:int", Map.of());
        Files.writeString(file, "this is not ORC, but a text of some length");
        assertThatThrownBy(() -> files.read(layout, file))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining(file.toString());

        Path acid = directory.resolve("acid");
        OrcTool.write(
                acid,
                "struct<operation:int,originalTransaction:bigint,bucket:int,rowId:bigint,currentTransaction:bigint,row:struct<a:int>>",
                Map.of(),
                batch -> {});
        assertThatThrownBy(() -> files.read(layout, acid))
                .hasMessage(
                        "Cannot read file: %s holds changes of an ACID table, which only Hive can merge — copy the table with Hive"
                                .formatted(acid));

        Path single = directory.resolve("single");
        OrcTool.write(single, "int", Map.of(), batch -> {});
        assertThatThrownBy(() -> files.read(layout, single))
                .hasMessage(
                        "Cannot read file: %s holds 'int' instead of the columns of a table — remove it from the table"
                                .formatted(single));
    }

    @Test
    void configurationOfHadoopIsHonoured() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("hive.exec.orc.default.compress", "SNAPPY");
        FileLayout layout = FormatFiles.layout("a:int", Map.of());
        new OrcFormat().create(layout, OrcTool.hadoopPath(file), configuration).close();

        assertThat(
                        OrcFile.createReader(
                                        OrcTool.hadoopPath(file),
                                        OrcFile.readerOptions(configuration))
                                .getCompressionKind())
                .isEqualTo(CompressionKind.SNAPPY);
    }
}
