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
package io.github.flinklakehouse.tests.interop;

import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.TEXTFILE;
import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Text tables with delimiters, escapes and NULLs of their own, in Hive 3.1.3 and here. */
final class HiveTextIT {
    private static final List<String> NESTED =
            List.of("string", "array<string>", "map<string,int>", "struct<a:string,b:array<int>>");

    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_text", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_text");
        SESSION.run("USE hive_text");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_text CASCADE");
    }

    @Test
    void delimiters() throws IOException {
        assertSameFiles(
                "delimiters",
                Map.of(
                        "field.delim",
                        ",",
                        "serialization.format",
                        ",",
                        "collection.delim",
                        "|",
                        "mapkey.delim",
                        ":"),
                NESTED,
                List.of(
                        row(
                                "a b\t\"c\" 'd'",
                                List.of("x", "y z", ""),
                                Map.of("k", 1),
                                row("s", List.of(1, 2))),
                        row("", List.of("only"), Map.of("", 2), row("", row(1, null))),
                        nulls(4)));
    }

    @Test
    void delimitersOfSeveralBytes() throws IOException {
        assertSameFiles(
                "control",
                Map.of(
                        "field.delim",
                        "\u0005",
                        "serialization.format",
                        "5",
                        "collection.delim",
                        "6"),
                NESTED,
                List.of(
                        row("a", List.of("x", "y"), Map.of("k", 1), row("s", List.of(1, 2))),
                        nulls(4)));
    }

    @Test
    void escapes() throws IOException {
        assertSameFiles(
                "escapes",
                Map.of(
                        "field.delim",
                        ",",
                        "serialization.format",
                        ",",
                        "escape.delim",
                        "\\",
                        "collection.delim",
                        "|",
                        "mapkey.delim",
                        ":"),
                NESTED,
                List.of(
                        row(
                                "a,b|c:d\\e",
                                List.of("x,|", "y\\"),
                                Map.of("k:,|\\", 1),
                                row(",|:", List.of(1, 2))),
                        row("\\", List.of("\\\\", "|"), Map.of("\\", 1), row("\\n", List.of(3))),
                        row("\\N", List.of("\\N"), Map.of("n", 1), row("\\\\N", List.of())),
                        nulls(4)));
    }

    @Test
    void escapedLineBreaks() throws IOException {
        assertSameFiles(
                "line_breaks",
                Map.of(
                        "field.delim",
                        ",",
                        "serialization.format",
                        ",",
                        "escape.delim",
                        "\\",
                        "serialization.escape.crlf",
                        "true"),
                List.of("string", "array<string>"),
                List.of(
                        row("one\ntwo\r\nthree\r", List.of("\n", "\r")),
                        row("\\n \\r \\\n", List.of("n", "r")),
                        row("\n", row("\r\n", null))));
    }

    @Test
    void nullFormats() throws IOException {
        List<List<Object>> rows = List.of(row(1, "a", 1.5d), row(null, "\\N", null), nulls(3));
        assertSameFiles(
                "null_word",
                Map.of("serialization.null.format", "NULL"),
                List.of("int", "string", "double"),
                rows);
        assertSameFiles(
                "null_empty",
                Map.of("serialization.null.format", ""),
                List.of("int", "string", "double"),
                rows);
    }

    @Test
    void rowsOfOneColumn() throws IOException {
        assertSameFiles(
                "one_column",
                Map.of(),
                List.of("string"),
                List.of(row("a"), row(""), nulls(1), row(" ")));
    }

    @Test
    void encodings() throws IOException {
        assertSameFiles(
                "latin",
                Map.of("serialization.encoding", "ISO-8859-1"),
                List.of("string", "varchar(10)", "int"),
                List.of(row("Größe", "é", 1), nulls(3)));
        assertSameFiles(
                "chinese",
                Map.of("serialization.encoding", "GBK"),
                List.of("string", "array<string>"),
                List.of(row("漢字", List.of("北京", "a")), nulls(2)));
        assertSameFiles(
                "unicode",
                Map.of(),
                List.of("string", "map<string,string>"),
                List.of(
                        row(
                                "\uD83D\uDE00 漢字 e\u0301 \u2028 \u0085 \uFEFF",
                                Map.of("ключ", "ערך"))));
    }

    @Test
    void gzip() {
        MetastoreTable table =
                TABLES.create("zipped", TEXTFILE, Map.of(), List.of("int", "string"));
        List<List<Object>> rows = List.of(row(1, "a"), row(2, null));
        new Hive(table).write("part.gz", rows);
        assertThat(TABLES.select("zipped")).containsExactlyInAnyOrderElementsOf(rows);
        SESSION.run("INSERT INTO zipped VALUES (3, 'c')");
        assertThat(TABLES.select("zipped")).hasSize(3);
        assertThat(new Hive(table).read())
                .containsExactlyInAnyOrderElementsOf(TABLES.select("zipped"));
    }

    /** What no writer of Hive makes, but people and other programs do. */
    @Test
    void linesThatAreNotQuiteRows() throws IOException {
        MetastoreTable table =
                TABLES.create(
                        "odd",
                        TEXTFILE,
                        Map.of("field.delim", ",", "serialization.format", ","),
                        List.of(
                                "int",
                                "tinyint",
                                "boolean",
                                "decimal(4,1)",
                                "date",
                                "timestamp",
                                "char(2)",
                                "double",
                                "binary"));
        Files.writeString(
                directory(table).resolve("lines"),
                """
                1
                1,2,true,1.5,2024-01-01,2024-01-01 00:00:00,ab,1e3,YWI=,extra
                x,300,yes,12345.6,2024-13-01,later,abc,one,?
                 1 , 2 , true , 1.5 , 2024-01-01 , 2024-01-01 00:00:00 , a , 1 ,
                01,+2,TRUE,1.25,2024-1-1,2024-1-1 1:2:3,,.5,YWI
                -1,-129,0,-0.04,2024-02-30,2024-02-30 00:00:00,\uD83D\uDE00x,NaN,
                2147483648,1.9,1,9999.94,2024-01-01 10:00:00,2024-01-01,a,Infinity,YQ==
                ,,,,,,,,
                \\N,\\N,\\N,\\N,\\N,\\N,\\N,\\N,\\N

                1.0,1e1,t,1e1,20240101,2024-01-01T00:00:00,a,1d,a-_+
                """);
        assertThat(TABLES.select("odd"))
                .containsExactlyInAnyOrderElementsOf(new Hive(table).read());
    }

    @Test
    void timestampFormats() throws IOException {
        MetastoreTable table =
                TABLES.create(
                        "formats",
                        TEXTFILE,
                        Map.of("timestamp.formats", "yyyy-MM-dd'T'HH:mm:ss,millis"),
                        List.of("timestamp"));
        Files.writeString(
                directory(table).resolve("lines"),
                """
                2024-01-01T01:02:03
                1420509274123
                2024-01-01 00:00:00.123456789
                1969-12-31T23:59:59
                """);
        assertThat(TABLES.select("formats"))
                .containsExactlyInAnyOrderElementsOf(new Hive(table).read());
    }

    @Test
    void refusesLineBreaksThatWouldEndARow() {
        TABLES.create("broken", TEXTFILE, Map.of(), List.of("string"));
        assertSql(SESSION, "INSERT INTO broken VALUES (CHR(10))").failsWith("has a line break");
        assertSql(SESSION, "SELECT * FROM broken").returns();
    }

    /** Hive and Flink write the same lines, and read each other's. */
    private static void assertSameFiles(
            String name, Map<String, String> serde, List<String> types, List<List<Object>> rows)
            throws IOException {
        MetastoreTable table = TABLES.create(name, TEXTFILE, serde, types);
        new Hive(table).write("hive", rows);
        List<List<Object>> readByHive = new Hive(table).read();
        assertThat(TABLES.select(name)).containsExactlyInAnyOrderElementsOf(readByHive);
        SESSION.run("CREATE TABLE %s_copy LIKE %s".formatted(name, name));
        SESSION.run("INSERT INTO %s_copy SELECT * FROM %s".formatted(name, name));
        MetastoreTable copy = TABLES.record(name + "_copy");
        assertThat(lines(copy)).containsExactlyInAnyOrderElementsOf(lines(table));
        assertThat(new Hive(copy).read()).containsExactlyInAnyOrderElementsOf(readByHive);
        assertThat(readByHive).containsExactlyInAnyOrderElementsOf(rows);
    }

    private static Path directory(MetastoreTable table) {
        return Path.of(URI.create(table.storage().location()));
    }

    private static List<String> lines(MetastoreTable table) throws IOException {
        try (Stream<Path> files = Files.list(directory(table))) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> !path.getFileName().toString().startsWith("_")).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return List.of(all.toString().split("\n", -1));
        }
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    private static List<Object> nulls(int count) {
        return Collections.nCopies(count, null);
    }
}
