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

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions are the same in Spark 4 and here: their names, their values and their rows. */
@Tag(Spark.TAG)
final class SparkPartitionsIT {
    private static final Session SESSION = Session.batch();

    /** Those of Trino's test of the same. */
    private static final List<String> SPECIAL_VALUES =
            List.of(
                    "with space",
                    "with:colon",
                    "with'quote",
                    "with\"doublequote",
                    "with=equals",
                    "with/slash",
                    "with\\backslash",
                    "with%percent",
                    "with#hash",
                    "with?question",
                    "with{braces}",
                    "with[brackets]^*|~");

    private static int tables;

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE spark_partitions");
        SESSION.run("USE spark_partitions");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE spark_partitions CASCADE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STORED AS PARQUET",
                "STORED AS TEXTFILE",
                "STORED AS ORC",
                "USING parquet",
                "USING orc"
            })
    void specialCharacters(String storage) {
        List<List<Object>> rows = new ArrayList<>();
        IntStream.range(0, SPECIAL_VALUES.size())
                .forEach(i -> rows.add(List.of(i, SPECIAL_VALUES.get(i))));
        String table = assertSame("id int, p string", "p", storage, rows);
        for (List<Object> row : rows) {
            String value = ((String) row.get(1)).replace("'", "''");
            assertSql(SESSION, "SELECT id FROM %s WHERE p = '%s'".formatted(table, value))
                    .returns("+I[" + row.get(0) + "]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED AS PARQUET", "STORED AS ORC", "USING parquet", "USING orc"})
    void keysOfAllTypesAndNull(String storage) {
        String table =
                assertSame(
                        "id int, s string, i int, d date, b boolean, l bigint",
                        "s, i, d, b, l",
                        storage,
                        List.of(
                                List.of(1, "a", 7, LocalDate.of(2024, 2, 29), true, 1L << 40),
                                Arrays.asList(2, null, null, null, null, null),
                                Arrays.asList(3, "c", null, LocalDate.of(1500, 3, 1), false, -1L)));
        // Not b: Flink's PartitionPruner casts what it makes of a BOOLEAN wrongly.
        for (String key : List.of("s", "d", "l")) {
            assertSql(SESSION, "SELECT id FROM %s WHERE %s IS NULL".formatted(table, key))
                    .returns("+I[2]");
        }
        assertSql(SESSION, "SELECT id FROM %s WHERE i IS NULL".formatted(table))
                .returns("+I[2]", "+I[3]");
    }

    /** Spark fills one table and Flink the other; both tables are the same in both engines. */
    private static String assertSame(
            String columns, String keys, String storage, List<List<Object>> rows) {
        String table = "t" + tables++;
        String name = "spark_partitions." + table;
        for (String copy : List.of(name, name + "_copy")) {
            Spark.instance()
                    .run(
                            storage.startsWith("USING")
                                    ? "CREATE TABLE %s (%s) %s PARTITIONED BY (%s)"
                                            .formatted(copy, columns, storage, keys)
                                    : "CREATE TABLE %s (%s) PARTITIONED BY (%s) %s"
                                            .formatted(
                                                    copy,
                                                    columns.substring(0, columns.indexOf(',')),
                                                    columns.substring(columns.indexOf(',') + 1),
                                                    storage));
        }
        Spark.instance().insert(name, rows);
        SharedTables flink = new SharedTables("spark_partitions", SESSION);
        assertThat(flink.select(table)).as("by Spark").containsExactlyInAnyOrderElementsOf(rows);
        SESSION.run("INSERT INTO %s_copy SELECT * FROM %s".formatted(table, table));
        assertThat(Spark.instance().table(name + "_copy"))
                .as("by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
        assertThat(SESSION.rows("SHOW PARTITIONS " + table + "_copy"))
                .containsExactlyInAnyOrderElementsOf(SESSION.rows("SHOW PARTITIONS " + table));
        assertThat(Spark.instance().rows("SHOW PARTITIONS " + name + "_copy"))
                .containsExactlyInAnyOrderElementsOf(
                        Spark.instance().rows("SHOW PARTITIONS " + name));
        return table;
    }
}
