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

    /** Hive's reader of rows fails at other pairs, or lets numbers overflow; those are not here. */
    private static Stream<Arguments> pairs() {
        return Stream.of(
                pair("tinyint", "int", (byte) -1, (byte) 127),
                pair("decimal(5,1)", "decimal(7,3)", new BigDecimal("-1.5")),
                pair("decimal(5,1)", "decimal(3,1)", new BigDecimal("1234.5")),
                pair("string", "varchar(3)", "abcdef", "\uD83D\uDE00\uD83D\uDE00xy", ""),
                pair("string", "char(3)", "abcdef", "x"),
                pair("varchar(5)", "string", "abcde"),
                pair("char(5)", "string", "ab   "));
    }

    private static Arguments pair(String file, String table, Object... values) {
        return Arguments.of(file, table, Arrays.asList(values));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("pairs")
    void columnsOfAnotherType(String file, String table, List<Object> values) {
        String name = "t_" + (file + "_" + table).replaceAll("\\W", "_");
        List<List<Object>> rows =
                Stream.concat(values.stream(), Stream.of((Object) null))
                        .map(value -> Arrays.asList(value))
                        .toList();
        MetastoreTable now =
                TABLES.create(name, HiveStorageFormat.PARQUET, Map.of(), List.of(table));
        new Hive(now.withColumns(columns(file))).write("old", rows);

        assertThat(TABLES.select(name)).isEqualTo(new Hive(now).read());
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
