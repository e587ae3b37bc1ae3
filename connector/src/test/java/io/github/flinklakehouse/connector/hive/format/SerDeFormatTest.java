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

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every container with every SerDe that Hive puts into it. */
class SerDeFormatTest {
    private static final String SERDES = "org.apache.hadoop.hive.serde2.";
    private static final String ENABLED = "hive.exec.compress.output";
    private static final String CODEC = "mapreduce.output.fileoutputformat.compress.codec";

    private static final String COLUMNS =
            "b:boolean;t:tinyint;s:smallint;i:int;l:bigint;f:float;d:double;n:decimal(20,3);"
                    + "str:string;c:char(4);v:varchar(5);bin:binary;dt:date;ts:timestamp;"
                    + "a:array<int>;m:map<string,bigint>;r:struct<x:int,y:array<string>,z:decimal(5,2)>;"
                    + "ar:array<struct<p:string,q:map<int,double>>>";

    private static final Row VALUES =
            Row.of(
                    true,
                    (byte) -128,
                    (short) 300,
                    7,
                    Long.MIN_VALUE,
                    1.5f,
                    -2.25e100,
                    new BigDecimal("-12345678901234567.125"),
                    "text, \"quoted\" 漢",
                    "ab  ",
                    "abcde",
                    new byte[] {'a', 'b'},
                    LocalDate.of(1500, 1, 1),
                    LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123456789),
                    new Integer[] {1, null, 3},
                    Map.of("k", 5L),
                    Row.of(1, new String[] {"x", "y"}, new BigDecimal("1.50")),
                    new Row[] {Row.of("z", Map.of(1, 2.5)), Row.of(null, null)});

    private static final Row NULLS = new Row(18);

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "TEXTFILE, lazy.LazySimpleSerDe",
        "TEXTFILE, JsonSerDe",
        "SEQUENCEFILE, lazy.LazySimpleSerDe",
        "SEQUENCEFILE, lazybinary.LazyBinarySerDe",
        "SEQUENCEFILE, JsonSerDe",
        "RCFILE, columnar.ColumnarSerDe",
        "RCFILE, columnar.LazyBinaryColumnarSerDe"
    })
    void givesBackWhatWasWritten(HiveStorageFormat container, String serde) throws Exception {
        FormatFiles files = files(container, serde);
        FileLayout layout = FormatFiles.layout(COLUMNS, Map.of());
        Path file = directory.resolve("file");
        files.write(layout, file, VALUES, NULLS, VALUES);

        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(VALUES.toString(), NULLS.toString(), VALUES.toString());
        String some = "+I[[+I[z, {1=2.5}], +I[null, null]], 300, {k=5}]";
        assertThat(files.read(project(layout, 17, 2, 15), file))
                .extracting(Row::toString)
                .containsExactly(some, "+I[null, null, null]", some);
        assertThat(files.read(project(layout), file)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "TEXTFILE, lazy.LazySimpleSerDe",
        "TEXTFILE, JsonSerDe",
        "SEQUENCEFILE, lazybinary.LazyBinarySerDe",
        "RCFILE, columnar.ColumnarSerDe",
        "RCFILE, columnar.LazyBinaryColumnarSerDe"
    })
    void emptyArraysAndMapsAreNotNull(HiveStorageFormat container, String serde) throws Exception {
        FormatFiles files = files(container, serde);
        FileLayout layout =
                FormatFiles.layout(
                        "a:array<int>;m:map<string,int>;s:string;n:array<int>", Map.of());
        Row row = Row.of(new Integer[0], Map.of(), "", null);
        Path file = directory.resolve("file");
        files.write(layout, file, row);
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(row.toString());
    }

    @Test
    void anRcFileRefusesWhatItWouldNotGiveBack() throws Exception {
        FormatFiles files = files(HiveStorageFormat.RCFILE, "columnar.LazyBinaryColumnarSerDe");
        for (Map.Entry<String, Row> each :
                Map.of("a:varchar(3)", Row.of(""), "a:binary", Row.of((Object) new byte[0]))
                        .entrySet()) {
            Path refused = Files.createTempDirectory(directory, "refused").resolve("file");
            assertThatThrownBy(
                            () ->
                                    files.write(
                                            FormatFiles.layout(each.getKey(), Map.of()),
                                            refused,
                                            each.getValue()))
                    .hasMessage(
                            "Cannot write row: values for "
                                    + refused
                                    + " would be read back as others, as an RCFile cannot hold them, such as an empty VARCHAR or BINARY — use a table in Parquet");
        }
    }

    private static FormatFiles files(HiveStorageFormat container, String serde) {
        return new FormatFiles(FormatFiles.serde(container.inputFormat(), SERDES + serde));
    }

    private static FileLayout project(FileLayout layout, Integer... columns) {
        return new FileLayout(
                layout.columns(),
                layout.types(),
                layout.storedColumns(),
                List.of(columns),
                List.of(),
                layout.properties());
    }

    @ParameterizedTest
    @CsvSource({
        "SEQUENCEFILE, lazy.LazySimpleSerDe, deflate, RECORD",
        "SEQUENCEFILE, lazybinary.LazyBinarySerDe, snappy, BLOCK",
        "SEQUENCEFILE, lazy.LazySimpleSerDe, gzip, BLOCK",
        "SEQUENCEFILE, lazy.LazySimpleSerDe, bzip2, BLOCK",
        "RCFILE, columnar.ColumnarSerDe, snappy, BLOCK",
        "RCFILE, columnar.LazyBinaryColumnarSerDe, deflate, BLOCK",
        "RCFILE, columnar.LazyBinaryColumnarSerDe, gzip, BLOCK"
    })
    void compressedFilesAreReadInParts(
            HiveStorageFormat container, String serde, String codec, String type) throws Exception {
        FormatFiles files = files(container, serde);
        FileLayout layout =
                FormatFiles.layout(
                        "id:int;s:string",
                        Map.of(
                                ENABLED,
                                "true",
                                CODEC,
                                codec,
                                "mapreduce.output.fileoutputformat.compress.type",
                                type));
        Path file = directory.resolve("file");
        Row[] rows =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> Row.of(i, "value " + (i * 31) % 1000))
                        .toArray(Row[]::new);
        files.write(layout, file, rows);

        long size = Files.size(file);
        List<Row> read = new ArrayList<>(files.read(layout, file, 0, size / 3));
        read.addAll(files.read(layout, file, size / 3, size / 3));
        read.addAll(files.read(layout, file, size / 3 * 2, size));
        assertThat(read).containsExactly(rows);
    }

    @Test
    void codecsThatHadoopOnlyHasNativelyAreRefusedWhereFilesNameThem() {
        FileLayout layout = FormatFiles.layout("a:int", Map.of(ENABLED, "true", CODEC, "zstd"));
        for (String container : List.of("SEQUENCEFILE", "RCFILE")) {
            HiveStorageFormat format = HiveStorageFormat.valueOf(container);
            assertThat(
                            FormatFiles.serde(format.inputFormat(), format.serde())
                                    .unwritable(layout, new Configuration()))
                    .hasValue(
                            "would be compressed by the codec zstd (mapreduce.output.fileoutputformat.compress.codec), which is unknown or needs Hadoop's native library — use one of [bzip2, deflate, gzip, snappy]");
        }
    }

    @Test
    void aPartitionIsReadInTheTypesThatItWasWrittenIn() throws Exception {
        FormatFiles files = files(HiveStorageFormat.SEQUENCEFILE, "lazybinary.LazyBinarySerDe");
        Path file = directory.resolve("file");
        files.write(FormatFiles.layout("a:int;b:float", Map.of()), file, Row.of(-7, 1.5f));

        FileLayout table =
                FormatFiles.layout(
                        "a:bigint;b:string;c:int",
                        Map.of("columns", "a,b", "columns.types", "int:float"));
        assertThat(files.read(table, file)).containsExactly(Row.of(-7L, "1.5", null));
    }

    @Test
    void csvIsReadWithQuotesAndEscapesAsStrings() throws Exception {
        Path file = directory.resolve("file");
        Files.writeString(file, "1,\"a,\"\"b\"\"\",\"c\\\"d\"\n,\"\",x\n2\n");
        FormatFiles files = files(HiveStorageFormat.CSV, "OpenCSVSerde");
        FileLayout layout = FormatFiles.layout("a:string;b:string;c:string", Map.of());

        assertThat(files.read(layout, file))
                .containsExactly(
                        Row.of("1", "a,\"b\"", "c\"d"),
                        Row.of("", "", "x"),
                        Row.of("2", null, null));
        Files.writeString(file, "1;'a;b'\n");
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "a:string;b:string",
                                        Map.of("separatorChar", ";", "quoteChar", "'")),
                                file))
                .containsExactly(Row.of("1", "a;b"));
    }

    @Test
    void csvRefusesWhatItWouldNotGiveBack() throws Exception {
        FormatFiles files = files(HiveStorageFormat.CSV, "OpenCSVSerde");
        FileLayout layout = FormatFiles.layout("a:string;b:string", Map.of());
        Path file = directory.resolve("file");
        files.write(layout, file, Row.of("a,b", "c \"d\""), Row.of("", "漢"));
        assertThat(files.read(layout, file))
                .containsExactly(Row.of("a,b", "c \"d\""), Row.of("", "漢"));
        Path refused = directory.resolve("refused");
        assertThatThrownBy(() -> files.write(layout, refused, Row.of("a", null)))
                .hasMessage(
                        "Cannot write row: values for "
                                + refused
                                + " would be read back as others, as text cannot hold them or they look like a delimiter or NULL — set escape.delim, or use a table in Parquet");
    }

    @Test
    void multiDelimitHasDelimitersOfSeveralCharacters() throws Exception {
        FormatFiles files = files(HiveStorageFormat.TEXTFILE, "MultiDelimitSerDe");
        FileLayout layout =
                FormatFiles.layout(
                        "a:int;b:string;c:array<int>",
                        Map.of("field.delim", "[,]", "collection.delim", ":"));
        Path file = directory.resolve("file");
        Files.writeString(file, "1[,]x,y[,]1:2\n\\N[,][,]\n3[,]z\n");
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly("+I[1, x,y, [1, 2]]", "+I[null, , []]", "+I[3, z, null]");
        Path written = directory.resolve("written");
        files.write(layout, written, Row.of(1, "x,y", new Integer[] {1, 2}));
        assertThat(Files.readString(written)).isEqualTo("1[,]x,y[,]1:2\n");
    }

    @Test
    void aRegularExpressionIsOnlyRead() throws Exception {
        FormatFiles files = files(HiveStorageFormat.TEXTFILE, "RegexSerDe");
        FileLayout layout =
                FormatFiles.layout(
                        "a:int;b:string",
                        Map.of("input.regex", "(\\d+) (.*)", "skip.header.line.count", "1"));
        Path file = directory.resolve("file");
        Files.writeString(file, "header\n1 x y\nno match\n2 \n");
        assertThat(files.read(layout, file))
                .containsExactly(Row.of(1, "x y"), Row.of(null, null), Row.of(2, ""));
        assertThat(
                        FormatFiles.serde(
                                        HiveStorageFormat.TEXTFILE.inputFormat(),
                                        SERDES + "RegexSerDe")
                                .unwritable(
                                        FormatFiles.layout("a:int", Map.of()), new Configuration()))
                .hasValue(
                        "has rows that a regular expression takes apart, which cannot put them together — write another table");
    }

    @Test
    void onlyCombinationsThatHiveHasAreFormats() {
        assertThat(SerDeFormat.of(HiveStorageFormat.RCFILE.inputFormat(), SERDES + "JsonSerDe"))
                .isEmpty();
        assertThat(
                        SerDeFormat.of(
                                HiveStorageFormat.TEXTFILE.inputFormat(),
                                SERDES + "lazybinary.LazyBinarySerDe"))
                .isEmpty();
        assertThat(SerDeFormat.of(HiveStorageFormat.TEXTFILE.inputFormat(), "org.other.SerDe"))
                .isEmpty();
    }

    @Test
    void aTimestampWithTimeZoneIsTheSameInstant() throws Exception {
        FileLayout layout = FormatFiles.layout("a:timestamp with local time zone", Map.of());
        Row row = Row.of(Instant.parse("2024-02-29T12:34:56.123456789Z"));
        for (String serde : List.of("lazy.LazySimpleSerDe", "JsonSerDe")) {
            Path file = directory.resolve(serde);
            FormatFiles files = files(HiveStorageFormat.TEXTFILE, serde);
            files.write(layout, file, row);
            assertThat(files.read(layout, file)).as(serde).containsExactly(row);
        }
    }
}
