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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type are the same in Spark 4 and here, whoever writes and whoever reads. */
@Tag(Spark.TAG)
final class SparkTypesIT {
    private static final Session SESSION = Session.batch();
    private static final SparkTables TABLES = new SparkTables("spark_types", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE spark_types");
        SESSION.run("USE spark_types");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE spark_types CASCADE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STORED AS PARQUET",
                "STORED AS ORC",
                "STORED AS TEXTFILE",
                "USING parquet",
                "USING orc"
            })
    void primitiveTypes(String storage) {
        TABLES.assertSameOnBothSides(
                "primitives",
                storage,
                "a boolean, b tinyint, c smallint, d int, e bigint, f float, g double, h string, i binary",
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
                        row(false, (byte) 0, (short) 0, 0, 0L, -0.0f, -1e-300, " x ", bytes(" ")),
                        nulls(9)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STORED AS PARQUET",
                "STORED AS ORC",
                "STORED AS TEXTFILE",
                "USING parquet",
                "USING orc"
            })
    void decimalsAndLimitedCharacters(String storage) {
        TABLES.assertSameOnBothSides(
                "limited",
                storage,
                "a decimal(1,0), b decimal(9,2), c decimal(18,18), d decimal(19,4), e decimal(38,38),"
                        + " f char(5), g varchar(5)",
                List.of(
                        row(
                                decimal("9"),
                                decimal("9999999.99"),
                                decimal("0.999999999999999999"),
                                decimal("999999999999999.9999"),
                                decimal("0." + "9".repeat(38)),
                                "abcde",
                                "ab   "),
                        row(
                                decimal("-9"),
                                decimal("-0.01"),
                                decimal("-0.000000000000000001"),
                                decimal("-0.0001"),
                                decimal("-0." + "0".repeat(37) + "1"),
                                "ä    ",
                                "\uD83D\uDE00äöüé"),
                        nulls(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STORED AS PARQUET",
                "STORED AS ORC",
                "STORED AS TEXTFILE",
                "USING parquet",
                "USING orc"
            })
    void nestedTypes(String storage) {
        TABLES.assertSameOnBothSides(
                "nested",
                storage,
                "a array<int>, b map<string,bigint>, c struct<a:int,b:string>, d array<array<string>>,"
                        + " e map<int,array<string>>,"
                        + " f struct<m:map<string,int>,s:struct<x:date,y:decimal(10,2)>>,"
                        + " g array<struct<n:int,t:timestamp>>",
                List.of(
                        row(
                                List.of(1, 2, 3),
                                Map.of("a", 1L, "b", 2L),
                                row(1, "x"),
                                List.of(List.of("a", "b"), List.of("c")),
                                Map.of(1, List.of("x"), 2, List.of("y", "z")),
                                row(
                                        Map.of("k", 7),
                                        row(LocalDate.of(2024, 2, 29), decimal("12.30"))),
                                List.of(row(1, LocalDateTime.parse("2024-01-01T00:00:00.000001")))),
                        row(
                                row(1, null, 3),
                                mapWithNull("a"),
                                row(null, "x"),
                                List.of(row("a", null), List.of("c")),
                                Map.of(1, row(null, "y")),
                                row(mapWithNull("k"), row(null, decimal("-0.01"))),
                                List.of(
                                        row(null, LocalDateTime.parse("1969-12-31T23:59:58.9")),
                                        row(2, null))),
                        nulls(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED AS PARQUET", "STORED AS ORC", "USING parquet", "USING orc"})
    void emptyCollections(String storage) {
        TABLES.assertSameOnBothSides(
                "empty_collections",
                storage,
                "a array<int>, b map<string,bigint>, c array<array<string>>, d array<struct<x:int>>",
                List.of(
                        row(List.of(), Map.of(), List.of(List.of()), List.of()),
                        row(
                                row((Object) null),
                                mapWithNull("a"),
                                row(List.of(), null),
                                List.of(row((Object) null))),
                        nulls(4)));
    }

    /** Avro has no small integers, and no keys but strings. */
    @Test
    void typesOfAvro() {
        TABLES.assertSameOnBothSides(
                "avro",
                "STORED AS AVRO",
                "a boolean, b int, c bigint, d float, e double, f string, g binary, h decimal(10,2),"
                        + " i date, j timestamp, k array<struct<x:int,y:array<string>>>,"
                        + " l map<string,map<string,bigint>>",
                List.of(
                        row(
                                true,
                                Integer.MIN_VALUE,
                                Long.MAX_VALUE,
                                1.5f,
                                Double.NaN,
                                "Größe 漢字 \uD83D\uDE00",
                                bytes("bytes"),
                                decimal("-0.01"),
                                LocalDate.of(1582, 10, 15),
                                LocalDateTime.parse("1969-12-31T23:59:59.001"),
                                List.of(row(1, List.of("a", "")), row(null, null)),
                                Map.of("k", mapWithNull("n"))),
                        row(
                                false,
                                0,
                                0L,
                                -0.0f,
                                1e300,
                                "",
                                bytes(""),
                                decimal("99999999.99"),
                                LocalDate.of(9999, 12, 31),
                                LocalDateTime.parse("2024-11-03T01:30:00"),
                                List.of(),
                                Map.of()),
                        nulls(12)));
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

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
