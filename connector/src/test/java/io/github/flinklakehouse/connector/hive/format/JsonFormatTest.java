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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of JSON, as Hive's JsonSerDes and other programs write them. */
class JsonFormatTest {
    private static final HiveFileFormat JSON =
            FormatFiles.serde(
                    "org.apache.hadoop.mapred.TextInputFormat",
                    "org.apache.hive.hcatalog.data.JsonSerDe");

    private final FormatFiles files = new FormatFiles(JSON);

    @TempDir Path directory;

    private Path file(String lines) throws Exception {
        return Files.writeString(directory.resolve("file"), lines);
    }

    @Test
    void keysAreFoundInAnyCaseAndOthersSkipped() throws Exception {
        Path file =
                file(
                        """
                        {"ID": 1, "other": {"id": 2, "x": [1, {"y": 2}]}, "r": {"A": "x", "b": 1, "c": null}}
                        {"r": {}, "id": null}
                        {}
                        """);
        assertThat(
                        files.read(
                                FormatFiles.layout("id:int;r:struct<a:string,B:bigint>", Map.of()),
                                file))
                .containsExactly(
                        Row.of(1, Row.of("x", 1L)),
                        Row.of(null, Row.of(null, null)),
                        Row.of(null, null));
    }

    @Test
    void valuesMayBeInQuotesAndTreesMayBeStrings() throws Exception {
        Path file =
                file(
                        """
                        {"i": "7", "b": "TRUE", "d": "1.255", "s": {"k": [1, "x"]}, "f": 1}
                        {"i": 7, "b": false, "d": 99999, "s": 1.50, "f": "NaN"}
                        """);
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "i:int;b:boolean;d:decimal(4,2);s:string;f:float",
                                        Map.of()),
                                file))
                .extracting(Row::toString)
                .containsExactly(
                        "+I[7, true, 1.26, {\"k\":[1,\"x\"]}, 1.0]",
                        "+I[7, false, null, 1.50, NaN]");
    }

    @Test
    void timestampsAreInTheFormatsOfTheTable() throws Exception {
        Path file = file("{\"t\": \"2024-01-02T03:04:05\"}\n{\"t\": \"2024-01-02 03:04:05.6\"}\n");
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "t:timestamp",
                                        Map.of("timestamp.formats", "yyyy-MM-dd'T'HH:mm:ss")),
                                file))
                .containsExactly(
                        Row.of(LocalDateTime.of(2024, 1, 2, 3, 4, 5)),
                        Row.of(LocalDateTime.of(2024, 1, 2, 3, 4, 5, 600_000_000)));
    }

    @Test
    void whatIsNoValueOfTheTypeIsAnErrorThatNamesTheColumn() throws Exception {
        FileLayout layout = FormatFiles.layout("id:int;a:array<int>", Map.of());
        assertThatThrownBy(() -> files.read(layout, file("{\"id\": \"x\"}\n")))
                .hasMessageContaining("Cannot read file: " + directory.resolve("file"))
                .hasMessageContaining("has a value of id that is none of its type");
        assertThatThrownBy(() -> files.read(layout, file("{\"id\": 2147483648}\n")))
                .hasMessageContaining("has a value of id");
        assertThatThrownBy(() -> files.read(layout, file("{\"a\": {\"x\": 1}}\n")))
                .hasMessageContaining("has a value of a");
        assertThatThrownBy(() -> files.read(layout, file("{\"id\": 1\n")))
                .hasMessageContaining("Cannot read file: ");
        assertThatThrownBy(() -> files.read(layout, file("[1]\n")))
                .hasMessageContaining("has a line that is no JSON object: [1]");
    }

    @Test
    void headersAreSkipped() throws Exception {
        assertThat(
                        files.read(
                                FormatFiles.layout("id:int", Map.of("skip.header.line.count", "1")),
                                file("header\n{\"id\": 1}\n")))
                .containsExactly(Row.of(1));
    }

    @Test
    void bytesAreTextAsInHive3UnlessTheTableSaysBase64() throws Exception {
        Path file = directory.resolve("written");
        byte[] bytes = {0, -1};
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("b:binary", Map.of()),
                                        directory.resolve("refused"),
                                        Row.of((Object) bytes)))
                .hasMessageEndingWith(
                        "are no UTF-8 text, which is how Hive keeps them in JSON — set 'json.binary.format' to 'base64' for Hive 4, or use a table in Parquet");
        FileLayout base64 = FormatFiles.layout("b:binary", Map.of("json.binary.format", "base64"));
        files.write(base64, file, Row.of((Object) bytes));
        assertThat(Files.readString(file)).isEqualTo("{\"b\":\"AP8=\"}\n");
        assertThat((byte[]) files.read(base64, file).get(0).getField(0)).isEqualTo(bytes);
        assertThat(
                        JSON.unreadable(
                                FormatFiles.layout("b:binary", Map.of("json.binary.format", "hex")),
                                new Configuration()))
                .hasValue(
                        "spells bytes as 'hex' (json.binary.format), which is unknown — use base64 or rawstring");
    }

    @Test
    void numbersThatJsonCannotSpellAreRefused() {
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("d:double", Map.of()),
                                        directory.resolve("refused"),
                                        Row.of(Double.NaN)))
                .hasMessageEndingWith(
                        "is NaN, which JSON cannot spell — write NULL, or use a table in Parquet");
    }
}
