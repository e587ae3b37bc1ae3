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
package io.github.flinklakehouse.tests.catalog;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.MetastoreCalls;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement costs in calls of the metastore. */
class MetastoreCallsIT {
    private static Session session;

    @BeforeAll
    static void createTables() {
        session = Session.batch();
        session.run("CREATE DATABASE calls");
        session.run("USE calls");
        session.run("CREATE TABLE iceberg (id BIGINT, name STRING, p AS id + 1)");
        session.run("CREATE TABLE hive (id BIGINT, name STRING) WITH ('connector' = 'hive')");
        session.run(
                """
                CREATE TABLE partitioned (id BIGINT, dt STRING) PARTITIONED BY (dt)
                WITH ('connector' = 'hive')
                """);
        session.run(
                """
                CREATE TABLE generic (id BIGINT)
                WITH ('connector' = 'datagen', 'number-of-rows' = '3')
                """);
        session.run("CREATE VIEW view_of_iceberg AS SELECT id, name FROM iceberg");
        session.run("INSERT INTO iceberg VALUES (1, 'a')");
        session.run("INSERT INTO hive VALUES (1, 'a')");
        session.run("INSERT INTO partitioned VALUES (1, 'x'), (2, 'y')");
    }

    @AfterAll
    static void dropTables() {
        session.run("USE `default`");
        session.run("DROP DATABASE calls CASCADE");
    }

    @ParameterizedTest
    @CsvSource({"SHOW TABLES, get_all_tables", "SHOW VIEWS, get_tables_by_type"})
    void listingIsOneCallForNames(String statement, String call) {
        assertThat(calls(statement)).isEqualTo(Map.of(call, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive", "partitioned", "generic", "view_of_iceberg"})
    void tableOfEveryKindIsOneCall(String table) {
        Catalog catalog = session.environment().getCatalog("lake").orElseThrow();
        assertThat(MetastoreCalls.during(() -> load(catalog, table))).containsExactly("get_table");
    }

    /** Not of a view, whose text Flink plans to describe it. */
    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive", "partitioned", "generic"})
    void describingIsOneCall(String table) {
        assertThat(calls("DESCRIBE " + table)).isEqualTo(Map.of("get_table", 1L));
    }

    /**
     * Flink asks twice, to validate and to plan, each time for the table (which has its statistics)
     * and before each lookup whether the database exists. Of each use of a name without quotes it
     * asks whether it is a function. The rest is Iceberg's source, which loads the table for
     * itself.
     */
    @ParameterizedTest
    @CsvSource({
        "SELECT * FROM hive, 2, 4, 0",
        "SELECT id FROM hive WHERE id > 0, 2, 4, 2",
        "SELECT `id` + 1 FROM hive, 2, 4, 0",
        "SELECT * FROM iceberg, 4, 4, 0",
        "SELECT * FROM generic, 2, 4, 0",
    })
    void queryIsPlannedWithFewCalls(String query, long tables, long databases, long functions) {
        Map<String, Long> expected = new TreeMap<>();
        expected.put("get_table", tables);
        expected.put("get_database", databases);
        if (functions > 0) {
            expected.put("get_function", functions);
        }
        assertThat(calls(query)).isEqualTo(expected);
    }

    /** The metastore finds equal values; all others are found by name, then read once. */
    @ParameterizedTest
    @CsvSource({
        "SELECT * FROM partitioned WHERE dt = 'x', 1, 0, 0",
        "SELECT * FROM partitioned WHERE dt IN ('x' ; 'y'), 1, 0, 0",
        "SELECT * FROM partitioned WHERE dt = 'x' AND dt >= 'a', 1, 0, 0",
        "SELECT * FROM partitioned WHERE dt > 'x', 0, 1, 1",
        "SELECT * FROM partitioned WHERE dt IS NOT NULL, 0, 1, 1",
        "SELECT * FROM partitioned, 0, 1, 1",
    })
    void partitionsAreReadOnce(String query, long filtered, long names, long byNames) {
        Map<String, Long> calls = calls(query.replace(" ;", ","));
        assertThat(calls.getOrDefault("get_partitions_by_filter", 0L)).isEqualTo(filtered);
        assertThat(calls.getOrDefault("get_partition_names", 0L)).isEqualTo(names);
        assertThat(calls.getOrDefault("get_partitions_by_names", 0L)).isEqualTo(byNames);
        assertThat(calls).doesNotContainKeys("get_partition", "get_partitions");
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT INTO hive VALUES (2), 2, 1", // counts the rows
        "INSERT INTO partitioned VALUES (2), 1, 0",
        "INSERT INTO iceberg VALUES (2), 7, 1", // two tasks of the sink each load the table
    })
    void insertCommitsWithFewCalls(String insert, long tables, long alterations) {
        String values = insert.replace("(2)", "(2, 'b')");
        assertThat(calls(values).getOrDefault("get_table", 0L)).isEqualTo(tables);
        assertThat(calls(values).getOrDefault("alter_table", 0L)).isEqualTo(alterations);
    }

    private static void load(Catalog catalog, String table) {
        try {
            catalog.getTable(new ObjectPath("calls", table));
        } catch (TableNotExistException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Long> calls(String statement) {
        return MetastoreCalls.during(() -> session.run(statement)).stream()
                .collect(groupingBy(call -> call, TreeMap::new, counting()));
    }
}
