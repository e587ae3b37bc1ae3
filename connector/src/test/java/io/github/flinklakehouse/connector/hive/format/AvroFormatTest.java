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

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro files as Hive and others write them. */
class AvroFormatTest {
    private final FormatFiles files = new FormatFiles(new AvroFormat());

    @TempDir Path directory;

    private Path avro(String schema, Consumer<GenericRecord> fields) throws Exception {
        Schema parsed = new Schema.Parser().parse(schema);
        File file = directory.resolve("file.avro").toFile();
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(parsed))) {
            writer.create(parsed, file);
            GenericRecord record = new GenericData.Record(parsed);
            fields.accept(record);
            writer.append(record);
        }
        return file.toPath();
    }

    @Test
    void givesBackWhatWasWritten() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "b:boolean;t:tinyint;s:smallint;i:int;l:bigint;f:float;d:double;"
                                + "n:decimal(20,3);str:string;c:char(4);v:varchar(5);bin:binary;"
                                + "dt:date;ts:timestamp;a:array<int>;m:map<string,bigint>;"
                                + "r:struct<x:int,y:array<string>,z:decimal(5,2)>;"
                                + "ar:array<struct<p:string,q:map<string,double>>>",
                        Map.of());
        Row values =
                Row.of(
                        true,
                        (byte) -128,
                        (short) 300,
                        7,
                        Long.MIN_VALUE,
                        1.5f,
                        -2.25e100,
                        new BigDecimal("-12345678901234567.125"),
                        "text 漢",
                        "ab  ",
                        "abcde",
                        new byte[] {0, -1},
                        LocalDate.of(1500, 1, 1),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123000000),
                        new Integer[] {1, null, 3},
                        Map.of("k", 5L),
                        Row.of(1, new String[] {"x", "y"}, new BigDecimal("1.50")),
                        new Row[] {Row.of("z", Map.of("1", 2.5)), Row.of(null, null)});
        Path file = directory.resolve("file");
        files.write(layout, file, values, new Row(18));
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(values.toString(), new Row(18).toString());
        FileLayout some =
                new FileLayout(
                        layout.columns(), layout.types(), 18, List.of(17, 3), List.of(), Map.of());
        assertThat(files.read(some, file).get(0))
                .hasToString("+I[[+I[z, {1=2.5}], +I[null, null]], 7]");
    }

    @Test
    void theSchemaOfTheTableWins() throws Exception {
        Path file =
                avro(
                        """
                        {"type": "record", "name": "other", "fields": [
                          {"name": "old", "type": "int"}, {"name": "gone", "type": "string"}]}
                        """,
                        record -> {
                            record.put("old", 7);
                            record.put("gone", "x");
                        });
        String schema =
                """
                {"type": "record", "name": "row", "fields": [
                  {"name": "Id", "type": "long", "aliases": ["old"]},
                  {"name": "added", "type": "string", "default": "by default"}]}
                """;
        Path url = Files.writeString(directory.resolve("schema.avsc"), schema);
        for (Map<String, String> properties :
                List.of(
                        Map.of("avro.schema.literal", schema),
                        Map.of("avro.schema.url", url.toUri().toString()))) {
            assertThat(
                            files.read(
                                    FormatFiles.layout(
                                            "id:bigint;added:string;unknown:int", properties),
                                    file))
                    .containsExactly(Row.of(7L, "by default", null));
        }
        Path written = directory.resolve("written");
        FileLayout layout = FormatFiles.layout("id:bigint", Map.of("avro.schema.literal", schema));
        files.write(layout, written, Row.of(1L));
        assertThat(files.read(FormatFiles.layout("id:bigint;added:string", Map.of()), written))
                .containsExactly(Row.of(1L, "by default"));
    }

    @Test
    void aFileIsReadByNamesInAnyCase() throws Exception {
        Path file =
                avro(
                        """
                        {"type": "record", "name": "r", "fields": [
                          {"name": "B", "type": ["null", "int"]}, {"name": "a", "type": "int"},
                          {"name": "e", "type": {"type": "enum", "name": "en", "symbols": ["X"]}},
                          {"name": "u", "type": ["null", "int", "string"]},
                          {"name": "t", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                          {"name": "lt", "type": {"type": "long", "logicalType": "local-timestamp-millis"}}]}
                        """,
                        record -> {
                            record.put("B", null);
                            record.put("a", 1);
                            record.put(
                                    "e",
                                    new GenericData.EnumSymbol(
                                            record.getSchema().getField("e").schema(), "X"));
                            record.put("u", "text");
                            record.put("t", 1_000_001L);
                            record.put("lt", -1L);
                        });
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "a:bigint;b:int;e:string;u:uniontype<int,string>;t:timestamp;lt:timestamp",
                                        Map.of()),
                                file))
                .containsExactly(
                        Row.of(
                                1L,
                                null,
                                "X",
                                Row.of(1, null, "text"),
                                LocalDateTime.ofInstant(
                                        java.time.Instant.ofEpochSecond(1, 1_000),
                                        ZoneId.systemDefault()),
                                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)));
    }

    @Test
    void valuesOfAnotherTypeAreAnErrorThatNamesTheFile() throws Exception {
        Path file =
                avro(
                        "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"a\", \"type\": \"string\"}]}",
                        record -> record.put("a", "x"));
        assertThatThrownBy(() -> files.read(FormatFiles.layout("a:array<int>", Map.of()), file))
                .hasMessageContaining("Cannot read file: " + file);
        assertThatThrownBy(() -> files.read(FormatFiles.layout("a:int", Map.of()), file))
                .hasMessageContaining("Cannot read file: " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstd", "zstandard"})
    void partsOfACompressedFileAreReadAlone(String codec) throws Exception {
        FileLayout layout =
                FormatFiles.layout("id:int;s:string", Map.of("avro.output.codec", codec));
        Path file = directory.resolve("file");
        Row[] rows =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> Row.of(i, "value " + (i * 31) % 1000))
                        .toArray(Row[]::new);
        files.write(layout, file, rows);
        long half = Files.size(file) / 2;
        List<Row> read = new ArrayList<>(files.read(layout, file, 0, half));
        assertThat(read.size()).isBetween(1, rows.length - 1);
        read.addAll(files.read(layout, file, half, half * 2));
        assertThat(read).containsExactly(rows);
    }

    @Test
    void refusesWhatAvroCannotHold() {
        AvroFormat format = new AvroFormat();
        Configuration configuration = new Configuration();
        assertThat(
                        format.unwritable(
                                FormatFiles.layout("m:array<map<int,string>>", Map.of()),
                                configuration))
                .hasValue(
                        "has the column m of type array<map<int,string>>, but keys of maps are strings in Avro — use a table in Parquet");
        assertThat(
                        format.unwritable(
                                FormatFiles.layout("a:int", Map.of("avro.output.codec", "lzo")),
                                configuration))
                .hasValue(
                        "would be compressed by the codec lzo (avro.output.codec), which is unknown — use one of [uncompressed, deflate, snappy, bzip2, zstandard]");
    }

    @Test
    void timestampsFinerThanTheSchemaAreRefused() {
        Path file = directory.resolve("file");
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("t:timestamp", Map.of()),
                                        file,
                                        Row.of(LocalDateTime.of(2024, 1, 1, 0, 0, 0, 1_000))))
                .hasMessage(
                        "Cannot write row: a timestamp for "
                                + file
                                + " is finer than milliseconds, which is all that the Avro schema keeps — cast it to TIMESTAMP(3)");
    }
}
