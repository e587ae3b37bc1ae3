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

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeUtils;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text files, compared with what Hive's SerDe says of them. */
class TextFormatTest {
    private final FormatFiles files = new FormatFiles(FormatFiles.text());

    @TempDir Path directory;

    private Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void delimitersEscapesAndNullsAreThoseOfTheTable() throws Exception {
        Path file = file("file", "1|a\\|b|x,y|k=1,l=2\n2|NIL|NIL|NIL\n3\n");
        FileLayout layout =
                FormatFiles.layout(
                        "id:int;s:string;a:array<string>;m:map<string,int>",
                        Map.of(
                                "field.delim", "|",
                                "escape.delim", "\\",
                                "colelction.delim", ",",
                                "mapkey.delim", "=",
                                "serialization.null.format", "NIL"));

        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(
                        "+I[1, a|b, [x, y], {k=1, l=2}]",
                        "+I[2, null, null, null]",
                        "+I[3, null, null, null]");
    }

    @Test
    void onlyWantedColumnsAreRead() throws Exception {
        Path file = file("file", "1\u00012\u00013\n");
        FileLayout all = FormatFiles.layout("a:int;b:int;c:int", Map.of());
        FileLayout wanted =
                new FileLayout(
                        all.columns(), all.types(), 2, List.of(2, 1), List.of(), all.properties());

        // The partition knows two columns: what the file has of a third one does not count, as in
        // Hive.
        assertThat(files.read(wanted, file)).containsExactly(Row.of(null, 2));
    }

    @Test
    void headerAndFooterAreSkipped() throws Exception {
        Path file = file("file", "h1\nh2\n1\n2\n3\nf\n");
        FileLayout layout =
                FormatFiles.layout(
                        "id:int",
                        Map.of("skip.header.line.count", "2", "skip.footer.line.count", "1"));

        assertThat(files.read(layout, file)).containsExactly(Row.of(1), Row.of(2), Row.of(3));
        assertThat(
                        FormatFiles.text()
                                .isSplittable(
                                        layout,
                                        new org.apache.hadoop.fs.Path("file"),
                                        new Configuration()))
                .isFalse();
    }

    @Test
    void compressedFilesAreReadWhole() throws Exception {
        Path file = directory.resolve("file.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("1\n2\n".getBytes(StandardCharsets.UTF_8));
        }
        FileLayout layout = FormatFiles.layout("id:int", Map.of());

        assertThat(files.read(layout, file, 0, Files.size(file)))
                .containsExactly(Row.of(1), Row.of(2));
        assertThat(
                        FormatFiles.text()
                                .isSplittable(
                                        layout,
                                        new org.apache.hadoop.fs.Path("file.gz"),
                                        new Configuration()))
                .isFalse();
    }

    @Test
    void everyLineIsReadInOneSection() throws Exception {
        Path file = file("file", "10\n20\n30\n40\n");
        FileLayout layout = FormatFiles.layout("id:int", Map.of());

        for (int cut = 1; cut < 12; cut++) {
            List<Row> rows = new ArrayList<>(files.read(layout, file, 0, cut));
            rows.addAll(files.read(layout, file, cut, 12 - cut));
            assertThat(rows)
                    .as("cut at %d", cut)
                    .containsExactly(Row.of(10), Row.of(20), Row.of(30), Row.of(40));
        }
    }

    @Test
    void hiveReadsWhatIsWritten() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "id:int;s:string;a:array<struct<x:int,y:string>>",
                        Map.of("field.delim", ",", "escape.delim", "\\"));
        Path file = directory.resolve("file");
        files.write(
                layout,
                file,
                Row.of(1, "a,b", new Row[] {Row.of(1, "p"), Row.of(2, null)}),
                Row.of(null, null, null));

        Properties properties = new Properties();
        properties.putAll(layout.properties());
        properties.setProperty("columns", "id,s,a");
        properties.setProperty("columns.types", "int:string:array<struct<x:int,y:string>>");
        LazySimpleSerDe serde = new LazySimpleSerDe();
        serde.initialize(new Configuration(), properties);
        List<String> json = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            json.add(
                    SerDeUtils.getJSONString(
                            serde.deserialize(new Text(line)), serde.getObjectInspector()));
        }
        assertThat(json)
                .containsExactly(
                        "{\"id\":1,\"s\":\"a,b\",\"a\":[{\"x\":1,\"y\":\"p\"},{\"x\":2,\"y\":null}]}",
                        "{\"id\":null,\"s\":null,\"a\":null}");
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly("+I[1, a,b, [+I[1, p], +I[2, null]]]", "+I[null, null, null]");
    }

    @Test
    void aLineBreakInAValueIsRefused() {
        FileLayout layout = FormatFiles.layout("s:string", Map.of());
        Path file = directory.resolve("file");

        assertThatThrownBy(() -> files.write(layout, file, Row.of("a\nb")))
                .hasMessage(
                        "Cannot write row: a value for "
                                + file
                                + " has a line break, which ends a row of a text table — escape it, or use a table in Parquet");
    }

    @Test
    void valuesThatWouldBeReadBackAsOthersAreRefused() throws Exception {
        refused("s:string;t:string", Map.of("field.delim", ","), Row.of("a,b", "c"));
        refused("s:string;t:string", Map.of("field.delim", ","), Row.of("a", "b,c"));
        refused("s:string", Map.of(), Row.of("\\N"));
        refused("s:string", Map.of("serialization.null.format", ""), Row.of(""));
        refused("d:date", Map.of("field.delim", "-"), Row.of(LocalDate.of(2024, 1, 1)));
        refused("a:array<string>", Map.of("collection.delim", "|"), Row.of((Object) array("a|b")));
        refused("a:array<string>", Map.of(), Row.of((Object) array("")));
        refused("m:map<string,int>", Map.of("mapkey.delim", ":"), Row.of(Map.of("a:b", 1)));
    }

    private static String[] array(String... elements) {
        return elements;
    }

    private void refused(String columns, Map<String, String> properties, Row row) throws Exception {
        Path file = Files.createTempDirectory(directory, "refused").resolve("file");
        assertThatThrownBy(() -> files.write(FormatFiles.layout(columns, properties), file, row))
                .hasMessage(
                        "Cannot write row: values for "
                                + file
                                + " would be read back as others, as text cannot hold them or they look like a delimiter or NULL — set escape.delim, or use a table in Parquet");
    }

    @Test
    void aUnionIsReadAsARow() throws Exception {
        Path file = file("file", "0\u00027\n1\u0002x\n");

        assertThat(files.read(FormatFiles.layout("u:uniontype<int,string>", Map.of()), file))
                .containsExactly(Row.of(Row.of(0, 7, null)), Row.of(Row.of(1, null, "x")));
    }
}
