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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.Session;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parquet files that are older than the columns of their table: Hive 3.1.3 and Flink agree. */
final class HiveParquetEvolutionIT {
    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_evolution", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_evolution");
        SESSION.run("USE hive_evolution");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_evolution CASCADE");
    }

    /**
     * All that Hive's ALTER TABLE allows, but no numbers that overflow, of which Hive makes others.
     */
    private static Stream<Arguments> numbers() {
        return Stream.of(
                pair("tinyint", "smallint", (byte) -1, (byte) 127),
                pair("tinyint", "int", (byte) -1, (byte) 127),
                pair("tinyint", "bigint", (byte) -1, (byte) 127),
                pair("smallint", "int", (short) -32768, (short) 5),
                pair("smallint", "bigint", (short) -32768, (short) 5),
                pair("int", "bigint", Integer.MIN_VALUE, 7),
                pair("int", "float", -3, 1 << 20),
                pair("int", "double", -3, 1 << 30),
                pair("int", "decimal(12,2)", -3, 99),
                pair("int", "decimal(3,2)", -3, 99),
                pair("int", "string", -3, 99),
                pair("bigint", "decimal(20,0)", -3L, 1L << 40),
                pair("bigint", "double", -3L, 1L << 40),
                pair("bigint", "string", 12345L, -12345L),
                pair("bigint", "varchar(3)", 12345L, 1L),
                pair("float", "double", 0.5f, -1.5f),
                pair("double", "float", 0.5, -1.5),
                pair("float", "decimal(10,5)", 12345.123f, -0.1f, Float.NaN),
                pair("double", "decimal(10,5)", 12345.12345, -12345.12345, 1e10),
                pair("float", "string", 0.1f, -1e30f, Float.NaN),
                pair("double", "string", 0.1, 1e300, -5.0),
                pair("decimal(10,2)", "decimal(18,4)", new BigDecimal("12345678.12")),
                pair("decimal(10,2)", "decimal(38,4)", new BigDecimal("-12345678.12")),
                pair("decimal(38,12)", "decimal(12,2)", new BigDecimal("12345678.123456123456")),
                pair("decimal(38,12)", "decimal(38,18)", new BigDecimal("12345678.123456123456")),
                pair("decimal(5,1)", "decimal(3,1)", new BigDecimal("1234.5")),
                pair("decimal(10,5)", "float", new BigDecimal("12345.12345")),
                pair("decimal(10,5)", "double", new BigDecimal("-12345.12345")),
                pair("decimal(10,5)", "string", new BigDecimal("12345.12340")),
                pair("decimal(38,12)", "varchar(50)", new BigDecimal("12345678.123456123456")));
    }

    private static Stream<Arguments> textsAndTimes() {
        return Stream.of(
                pair("date", "string", LocalDate.of(2121, 7, 15), LocalDate.of(1500, 3, 1)),
                pair("timestamp", "string", TIMES),
                pair("timestamp", "varchar(30)", TIMES),
                pair("timestamp", "varchar(4)", TIMES),
                pair("string", "varchar(3)", "abcdef", "\uD83D\uDE00\uD83D\uDE00xy", ""),
                pair("string", "char(3)", "abcdef", "x"),
                pair("varchar(3)", "varchar(4)", "abc", "\uD83D\uDCB0\uD83D\uDCB0\uD83D\uDCB0"),
                pair("varchar(3)", "varchar(2)", "abc", "\uD83D\uDCB0\uD83D\uDCB0\uD83D\uDCB0"),
                pair("varchar(5)", "string", "abcde"),
                pair("char(3)", "char(4)", "abc", "\uD83D\uDCB0\uD83D\uDCB0\uD83D\uDCB0"),
                pair("char(3)", "char(2)", "abc", "\uD83D\uDCB0\uD83D\uDCB0\uD83D\uDCB0"),
                pair("char(5)", "string", "ab   "));
    }

    private static Stream<Arguments> nested() {
        return Stream.of(
                pair(
                        "struct<keep:string,ti2si:tinyint,si2int:smallint,int2bi:int,bi2vc:bigint>",
                        "struct<keep:string,ti2si:smallint,si2int:int,int2bi:bigint,bi2vc:string>",
                        Arrays.asList("as is", (byte) -1, (short) 100, 2323, 12345L),
                        Arrays.asList(null, (byte) 1, (short) -100, -2323, -12345L)),
                pair(
                        "array<struct<ti2int:tinyint,si2bi:smallint,remove:string>>",
                        "array<struct<ti2int:int,si2bi:bigint>>",
                        List.of(Arrays.asList((byte) 2, (short) -101, "removed"))),
                pair(
                        "map<tinyint,struct<ti2bi:tinyint,float2double:float>>",
                        "map<int,struct<ti2bi:bigint,float2double:double,extra:tinyint>>",
                        Map.of((byte) 2, Arrays.asList((byte) -3, 0.5f))));
    }

    private static final Object[] TIMES = {
        LocalDateTime.parse("2121-07-15T15:30:12.123"),
        LocalDateTime.parse("1970-01-01T00:00:00.123"),
        LocalDateTime.parse("1970-01-01T00:00:01")
    };

    private static Arguments pair(String file, String table, Object... values) {
        return Arguments.of(file, table, Arrays.asList(values));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource({"numbers", "textsAndTimes", "nested"})
    void columnsOfAnotherType(String file, String table, List<Object> values) {
        String name = "t_" + (file + "_" + table).replaceAll("\\W+", "_");
        List<List<Object>> rows =
                Stream.concat(values.stream(), Stream.of((Object) null))
                        .map(value -> Arrays.asList(value))
                        .toList();
        MetastoreTable now =
                TABLES.create(name, HiveStorageFormat.PARQUET, Map.of(), List.of(table));
        Hive before = new Hive(now.withColumns(columns(file)));
        before.write("old", rows);

        assertThat(TABLES.select(name)).isEqualTo(before.readAs(List.of(table)));
    }

    @Test
    void filesThatFlinkWroteBeforeTheChange() {
        SESSION.run("CREATE TABLE before_change (c0 INT, c1 STRING) WITH ('connector'='hive')");
        SESSION.run("INSERT INTO before_change VALUES (1, 'abcdef'), (2, 'a')");
        MetastoreTable now =
                TABLES.record("before_change").withColumns(columns("int", "varchar(2)"));

        assertThat(new Hive(now).read())
                .containsExactlyInAnyOrder(List.of(1, "ab"), List.of(2, "a"));
    }

    @Test
    void columnsByPosition() {
        MetastoreTable table =
                TABLES.create(
                        "by_position",
                        HiveStorageFormat.PARQUET,
                        Map.of("parquet.column.index.access", "true"),
                        List.of("int", "string", "int"));
        new Hive(
                        table.withColumns(
                                List.of(
                                        new MetastoreColumn("other", "int", ""),
                                        new MetastoreColumn("c0", "string", ""))))
                .write("old", List.of(List.of(1, "one")));

        assertThat(TABLES.select("by_position")).containsExactly(Arrays.asList(1, "one", null));
        assertThat(new Hive(table).read()).containsExactly(Arrays.asList(1, "one", null));
    }

    private static List<MetastoreColumn> columns(String... types) {
        return IntStream.range(0, types.length)
                .mapToObj(i -> new MetastoreColumn("c" + i, types[i], ""))
                .toList();
    }
}
