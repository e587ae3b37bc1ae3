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

import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.PARQUET;
import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.TEXTFILE;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.tests.harness.Session;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of every type are the same in Hive 3.1.3 and here, whoever writes and whoever reads. */
final class HiveTypesIT {
    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_types", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_types");
        SESSION.run("USE hive_types");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_types CASCADE");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE", "SEQUENCEFILE"})
    void primitiveTypes(HiveStorageFormat format) {
        List<String> types =
                List.of(
                        "boolean",
                        "tinyint",
                        "smallint",
                        "int",
                        "bigint",
                        "float",
                        "double",
                        "string",
                        "binary");
        TABLES.assertSameOnBothSides(
                "primitives_" + format,
                format,
                Map.of(),
                types,
                List.of(
                        row(true, (byte) 1, (short) 2, 3, 4L, 1.5f, 2.5d, "text", bytes("bytes")),
                        row(
                                false,
                                Byte.MIN_VALUE,
                                Short.MIN_VALUE,
                                Integer.MIN_VALUE,
                                Long.MIN_VALUE,
                                Float.MIN_VALUE,
                                Double.MAX_VALUE,
                                "Größe 漢字 \uD83D\uDE00",
                                ByteBuffer.wrap(new byte[] {0, 1, -1, -128, 127, 10, 13, 92})),
                        row(
                                true,
                                Byte.MAX_VALUE,
                                Short.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Long.MAX_VALUE,
                                Float.NEGATIVE_INFINITY,
                                Double.NaN,
                                "",
                                bytes("")),
                        row(
                                false,
                                (byte) 0,
                                (short) 0,
                                0,
                                0L,
                                -0.0f,
                                -1e-300,
                                " padded ",
                                bytes(" ")),
                        nulls(types.size())));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE", "SEQUENCEFILE", "RCFILE", "JSON", "AVRO"})
    void decimals(HiveStorageFormat format) {
        List<String> types =
                List.of(
                        "decimal(1,0)",
                        "decimal(9,2)",
                        "decimal(10,0)",
                        "decimal(18,18)",
                        "decimal(19,4)",
                        "decimal(38,0)",
                        "decimal(38,38)",
                        "decimal(20,10)");
        TABLES.assertSameOnBothSides(
                "decimals_" + format,
                format,
                Map.of(),
                types,
                List.of(
                        decimals(
                                "9",
                                "9999999.99",
                                "9999999999",
                                "0.999999999999999999",
                                "999999999999999.9999",
                                "9".repeat(38),
                                "0." + "9".repeat(38),
                                "9999999999.9999999999"),
                        decimals(
                                "-9",
                                "-0.01",
                                "-1",
                                "-0.000000000000000001",
                                "-0.0001",
                                "-" + "9".repeat(38),
                                "-0." + "0".repeat(37) + "1",
                                "-1.5000000000"),
                        decimals(
                                "0",
                                "0.00",
                                "0",
                                "0.000000000000000000",
                                "0.0000",
                                "0",
                                "0." + "0".repeat(38),
                                "0.0000000000"),
                        decimals(
                                "1",
                                "1.10",
                                "128",
                                "0.100000000000000000",
                                "255.0000",
                                "-129",
                                "0.1" + "0".repeat(37),
                                "32768.0000000000"),
                        nulls(types.size())));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE", "SEQUENCEFILE", "JSON", "AVRO"})
    void charactersOfLimitedLength(HiveStorageFormat format) {
        TABLES.assertSameOnBothSides(
                "characters_" + format,
                format,
                Map.of(),
                List.of("char(5)", "varchar(5)", "char(255)", "varchar(65535)"),
                List.of(
                        row("a    ", "a", "b" + " ".repeat(254), "c".repeat(65535)),
                        row("abcde", "ab   ", "漢".repeat(255), "ß"),
                        row("\uD83D\uDE00äöü ", "\uD83D\uDE00äöüé", " ".repeat(255), ""),
                        row("     ", "     ", " x" + " ".repeat(253), " "),
                        nulls(4)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE", "SEQUENCEFILE", "RCFILE", "JSON"})
    void nestedTypes(HiveStorageFormat format) {
        TABLES.assertSameOnBothSides(
                "nested_" + format,
                format,
                Map.of(),
                List.of(
                        "array<int>",
                        "map<string,bigint>",
                        "struct<a:int,b:string>",
                        "array<array<string>>",
                        "map<int,array<string>>",
                        "struct<m:map<string,int>,s:struct<x:date,y:decimal(10,2)>>",
                        "array<struct<n:int,t:timestamp>>"),
                List.of(
                        row(
                                List.of(1, 2, 3),
                                Map.of("a", 1L, "b", 2L),
                                row(1, "x"),
                                List.of(List.of("a", "b"), List.of("c")),
                                Map.of(1, List.of("x"), 2, List.of("y", "z")),
                                row(
                                        Map.of("k", 7),
                                        row(LocalDate.of(2024, 2, 29), new BigDecimal("12.30"))),
                                List.of(
                                        row(
                                                1,
                                                LocalDateTime.parse(
                                                        "2024-01-01T00:00:00.000000001")))),
                        row(
                                row(1, null, 3),
                                mapWithNull("a"),
                                row(null, "x"),
                                List.of(row("a", null), List.of("c")),
                                Map.of(1, row(null, "y")),
                                row(mapWithNull("k"), row(null, new BigDecimal("-0.01"))),
                                List.of(
                                        row(null, LocalDateTime.parse("1969-12-31T23:59:58.9")),
                                        row(2, null))),
                        nulls(7)));
    }

    @Test
    void emptyCollectionsInParquet() {
        TABLES.assertSameOnBothSides(
                "empty_parquet",
                PARQUET,
                Map.of(),
                List.of(
                        "array<int>",
                        "map<string,bigint>",
                        "array<array<string>>",
                        "map<int,array<string>>"),
                List.of(
                        row(List.of(), Map.of(), List.of(List.of()), Map.of(1, List.of())),
                        row(
                                row((Object) null),
                                mapWithNull("a"),
                                row(List.of(), null),
                                Map.of(1, row((Object) null))),
                        nulls(4)));
    }

    @Test
    void emptyCollectionsInText() {
        TABLES.assertSameOnBothSides(
                "empty_text",
                TEXTFILE,
                Map.of(),
                List.of("int", "array<int>", "map<string,bigint>"),
                List.of(row(1, List.of(), Map.of()), row(2, null, null)));
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    private static List<Object> nulls(int count) {
        return Collections.nCopies(count, null);
    }

    private static Map<Object, Object> mapWithNull(String key) {
        Map<Object, Object> map = new HashMap<>();
        map.put(key, null);
        return map;
    }

    private static List<Object> decimals(String... values) {
        return Stream.of(values).<Object>map(BigDecimal::new).toList();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
