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
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files, compared with parquet's own readers and writers. */
class ParquetFormatTest {
    private final FormatFiles files = new FormatFiles(new ParquetFormat());
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir Path directory;

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private org.apache.hadoop.fs.Path hadoopPath() {
        return new org.apache.hadoop.fs.Path(directory.resolve("file").toString());
    }

    private FileMetaData footer() throws Exception {
        try (ParquetFileReader reader =
                ParquetFileReader.open(
                        HadoopInputFile.fromPath(hadoopPath(), new Configuration()))) {
            return reader.getFileMetaData();
        }
    }

    private Group firstGroup() throws Exception {
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), hadoopPath()).build()) {
            return reader.read();
        }
    }

    private SimpleGroupFactory factory(MessageType schema) {
        return new SimpleGroupFactory(schema);
    }

    private void write(MessageType schema, Map<String, String> footer, Group... groups)
            throws Exception {
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(hadoopPath())
                        .withType(schema)
                        .withExtraMetaData(footer)
                        .build()) {
            for (Group group : groups) {
                writer.write(group);
            }
        }
    }

    @Test
    void filesHaveTheSchemaThatOtherEnginesExpect() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "n:decimal(10,2);t:timestamp;c:char(3);a:array<int>;m:map<string,int>",
                        Map.of());

        files.write(
                layout,
                directory.resolve("file"),
                Row.of(
                        new BigDecimal("-1.50"),
                        LocalDateTime.parse("2024-01-01T00:00:00"),
                        "x",
                        new Integer[] {1},
                        Map.of("k", 1)));

        assertThat(footer().getSchema())
                .isEqualTo(
                        MessageTypeParser.parseMessageType(
                                """
                                message hive_schema {
                                  optional fixed_len_byte_array(5) n (DECIMAL(10,2));
                                  optional int96 t;
                                  optional binary c (STRING);
                                  optional group a (LIST) {
                                    repeated group list { optional int32 element; }
                                  }
                                  optional group m (MAP) {
                                    repeated group key_value (MAP_KEY_VALUE) {
                                      required binary key (STRING);
                                      optional int32 value;
                                    }
                                  }
                                }
                                """));
        assertThat(new java.math.BigInteger(firstGroup().getBinary("n", 0).getBytes()))
                .isEqualTo(-150);
        assertThat(firstGroup().getString("c", 0)).isEqualTo("x");
    }

    @Test
    void timestampsAreInstantsOfTheWritersZone() throws Exception {
        FileLayout layout = FormatFiles.layout("t:timestamp", Map.of());
        LocalDateTime newYear = LocalDateTime.parse("2024-01-01T00:00:00.000000001");
        LocalDateTime old = LocalDateTime.parse("1960-07-01T23:59:59.999999999");

        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
        files.write(layout, directory.resolve("file"), Row.of(newYear), Row.of(old));

        assertThat(footer().getKeyValueMetaData())
                .containsEntry("writer.time.zone", "America/Los_Angeles");
        NanoTime stored = NanoTime.fromBinary(firstGroup().getInt96("t", 0));
        assertThat(stored.getJulianDay()).isEqualTo(2_460_311);
        assertThat(stored.getTimeOfDayNanos()).isEqualTo(8 * 3_600_000_000_000L + 1);
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(files.read(layout, directory.resolve("file")))
                .containsExactly(Row.of(newYear), Row.of(old));
    }

    @Test
    void aTimestampThatNoClockShowedIsRefused() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("t:timestamp", Map.of()),
                                        directory.resolve("file"),
                                        Row.of(LocalDateTime.parse("2024-03-10T02:30:00"))))
                .hasMessage(
                        "Cannot write row: the clocks of time zone America/New_York never showed 2024-03-10T02:30, so a Parquet file that is written there cannot hold it — run Flink with -Duser.timezone=UTC, or use a text table");
    }

    @Test
    void timestampsWithoutZoneInTheFooterAreOfTheReadersZone() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { optional int96 t; }");
        Group midnightUtc = factory(schema).newGroup().append("t", new NanoTime(2_460_311, 0));
        write(schema, Map.of(), midnightUtc);

        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
        assertThat(
                        files.read(
                                FormatFiles.layout("t:timestamp", Map.of()),
                                directory.resolve("file")))
                .containsExactly(Row.of(LocalDateTime.parse("2023-12-31T16:00:00")));
    }

    @Test
    void int64TimestampsBefore1970AreRead() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        "message m { optional int64 t (TIMESTAMP(MICROS,false)); }");
        write(schema, Map.of(), factory(schema).newGroup().append("t", -1L));

        assertThat(
                        files.read(
                                FormatFiles.layout("t:timestamp", Map.of()),
                                directory.resolve("file")))
                .containsExactly(Row.of(LocalDateTime.parse("1969-12-31T23:59:59.999999")));
    }

    @Test
    void columnsAreFoundByNameInAnyCase() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message m {
                          optional group R { optional int32 Y; optional int32 X; }
                          optional int32 B;
                          optional int64 A;
                        }
                        """);
        Group row = factory(schema).newGroup().append("B", 2).append("A", 1L);
        row.addGroup("R").append("Y", 4).append("X", 3);
        write(schema, Map.of(), row);

        assertThat(
                        files.read(
                                FormatFiles.layout("a:bigint;missing:string;b:int", Map.of()),
                                directory.resolve("file")))
                .containsExactly(Row.of(1L, null, 2));
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "b:bigint;r:struct<x:int,z:string,y:bigint>", Map.of()),
                                directory.resolve("file")))
                .containsExactly(Row.of(2L, Row.of(3, null, 4L)));
    }

    @Test
    void listsAndMapsOfOtherWritersAreRead() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message m {
                          optional group a (LIST) {
                            repeated group bag { optional int32 array_element; }
                          }
                          optional group b (LIST) { repeated int32 array; }
                          optional group e (LIST) {
                            repeated group bag { optional int32 array_element; }
                          }
                        }
                        """);
        Group row = factory(schema).newGroup();
        Group list = row.addGroup("a");
        list.addGroup("bag").append("array_element", 1);
        list.addGroup("bag");
        row.addGroup("b").append("array", 3).append("array", 4);
        row.addGroup("e");
        write(schema, Map.of(), row);

        List<Row> rows =
                files.read(
                        FormatFiles.layout("a:array<int>;b:array<int>;e:array<int>", Map.of()),
                        directory.resolve("file"));

        assertThat(rows).extracting(Row::toString).containsExactly("+I[[1, null], [3, 4], []]");
    }

    @Test
    void decimalsAreRescaledOrNull() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        "message m { optional int32 n (DECIMAL(9,1)); }");
        write(
                schema,
                Map.of(),
                factory(schema).newGroup().append("n", 15),
                factory(schema).newGroup().append("n", 999_999_999));

        assertThat(
                        files.read(
                                FormatFiles.layout("n:decimal(5,2)", Map.of()),
                                directory.resolve("file")))
                .containsExactly(Row.of(new BigDecimal("1.50")), Row.of((Object) null));
    }

    @Test
    void anotherTypeIsRefused() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType("message m { optional binary a (STRING); }");
        write(schema, Map.of(), factory(schema).newGroup().append("a", "x"));

        assertThatThrownBy(
                        () ->
                                files.read(
                                        FormatFiles.layout("a:int", Map.of()),
                                        directory.resolve("file")))
                .hasMessage(
                        "Cannot read file: file:"
                                + hadoopPath()
                                + " holds 'optional binary a (STRING)', which is not INT as in the table — correct the type of the column");
    }

    @Test
    void everyRowIsReadInOneSection() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "id:int;s:string;t:timestamp", Map.of("parquet.block.size", "65536"));
        Path file = directory.resolve("file");
        LocalDateTime start = LocalDateTime.parse("2024-01-01T00:00:00");
        Row[] rows =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> Row.of(i, i % 7 == 0 ? null : "s" + i, start.plusSeconds(i)))
                        .toArray(Row[]::new);
        files.write(layout, file, rows);

        long cut = Files.size(file) / 3;
        List<Row> first = files.read(layout, file, 0, cut);
        List<Row> second = files.read(layout, file, cut, cut);
        List<Row> third = files.read(layout, file, 2 * cut, Files.size(file));

        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        assertThat(Stream.of(first, second, third).flatMap(List::stream)).containsExactly(rows);
    }

    @Test
    void compressionIsThatOfTheTable() throws Exception {
        FileLayout layout = FormatFiles.layout("a:int", Map.of("parquet.compression", "gzip"));
        files.write(layout, directory.resolve("file"), Row.of(1));

        try (ParquetFileReader reader =
                ParquetFileReader.open(
                        HadoopInputFile.fromPath(hadoopPath(), new Configuration()))) {
            assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(0).getCodec())
                    .hasToString("GZIP");
        }
    }

    @Test
    void columnsAreFoundByPositionWhenTheTableSaysSo() throws Exception {
        Path file = directory.resolve("file");
        files.write(
                FormatFiles.layout("a:int;b:string;s:struct<x:int>", Map.of()),
                file,
                Row.of(1, "one", Row.of(5)));
        Map<String, String> byIndex = Map.of("parquet.column.index.access", "true");

        assertThat(files.read(FormatFiles.layout("b:bigint;a:string", byIndex), file))
                .as("renamed, one of them widened")
                .containsExactly(Row.of(1L, "one"));
        assertThat(
                        files.read(
                                FormatFiles.projected(
                                        FormatFiles.layout(
                                                "x:int;y:string;z:struct<X:int>;added:int",
                                                byIndex),
                                        3,
                                        2,
                                        0),
                                file))
                .containsExactly(Row.of(null, Row.of(5), 1));
    }

    @Test
    void namesThatDifferInCaseOnlyAreRefusedNamingTheFile() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        "message m { optional int32 A; optional int32 a; }");
        write(schema, Map.of(), factory(schema).newGroup().append("A", 1).append("a", 2));

        assertThatThrownBy(
                        () ->
                                files.read(
                                        FormatFiles.layout("a:int", Map.of()),
                                        directory.resolve("file")))
                .hasMessage(
                        "Cannot read file: file:%s has several columns named a in different case — rename all but one",
                        hadoopPath());
    }

    @Test
    void onlyTheWantedFieldsOfARowAreRead() throws Exception {
        Path file = directory.resolve("file");
        Row[] rows =
                IntStream.range(0, 2000)
                        .mapToObj(i -> Row.of(Row.of(i, Row.of("text" + i * 7919L, i))))
                        .toArray(Row[]::new);
        files.write(
                FormatFiles.layout(
                        "r:struct<id:int,inner:struct<text:string,n:int>>",
                        Map.of("parquet.compression", "uncompressed")),
                file,
                rows);

        long before = bytesRead();
        List<Row> read =
                files.read(FormatFiles.layout("r:struct<inner:struct<N:int>>", Map.of()), file);
        long bytes = bytesRead() - before;

        assertThat(read).hasSize(2000).last().isEqualTo(Row.of(Row.of(Row.of(1999))));
        assertThat(bytes).isPositive().isLessThan(Files.size(file) / 2);
        assertThat(files.read(FormatFiles.layout("r:struct<other:int>", Map.of()), file))
                .as("the row is there, but has none of the fields")
                .hasSize(2000)
                .allMatch(row -> row.equals(Row.of(Row.of((Object) null))));
    }

    private static long bytesRead() {
        return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
    }
}
