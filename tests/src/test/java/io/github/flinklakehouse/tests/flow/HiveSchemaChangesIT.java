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
package io.github.flinklakehouse.tests.flow;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose columns are changed by other engines after files were written. */
final class HiveSchemaChangesIT {
    private static final Session SESSION = Session.batch();
    private static final Metastore METASTORE = OtherEngines.connection().load();

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE schema_changes");
        SESSION.run("USE schema_changes");
        for (String format : List.of("parquet", "orc")) {
            SESSION.run(
                    "CREATE TABLE changed_%s (int_column INT, float_column FLOAT, varchar_column VARCHAR(20), part BIGINT) PARTITIONED BY (part) WITH ('connector' = 'hive', 'format' = '%s')"
                            .formatted(format, format));
            SESSION.run(
                    "INSERT INTO changed_%s VALUES (1, CAST(1.1 AS FLOAT), 'jeden', 1)"
                            .formatted(format));
        }
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE schema_changes CASCADE");
    }

    /**
     * {@code REPLACE COLUMNS} changes the table and not its partitions: the changes of Trino's
     * test.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float_column float, varchar_column varchar(20)|1.1, jeden",
                "int_column int, varchar_column varchar(20)|1, jeden",
                "int_column int, float_column float|1, 1.1",
                "tiny_column tinyint, int_column int, float_column float, varchar_column varchar(20)|null, 1, 1.1, jeden",
                "int_column int, tiny_column tinyint, float_column float, varchar_column varchar(20)|1, null, 1.1, jeden",
                "int_column int, float_column float, varchar_column varchar(20), tiny_column tinyint|1, 1.1, jeden, null",
                "int_column int, tiny_column tinyint, varchar_column varchar(20)|1, null, jeden",
                "int_column bigint, float_column double, varchar_column varchar(20)|1, 1.100000023841858, jeden",
                "varchar_column varchar(20), float_column double, int_column bigint|jeden, 1.100000023841858, 1",
                "float_column double, int_column bigint|1.100000023841858, 1",
                "varchar_column varchar(20), tiny_column tinyint, float_column double, int_column bigint|jeden, null, 1.100000023841858, 1",
            })
    void aPartitionIsOlderThanTheColumnsOfItsTable(String columns, String row) {
        for (String format : List.of("parquet", "orc")) {
            replaceColumns("changed_" + format, columns);
            assertSql(SESSION, "SELECT * FROM changed_" + format).returns("+I[" + row + ", 1]");
            String first = columns.substring(0, columns.indexOf(' '));
            assertSql(
                            SESSION,
                            "SELECT COUNT(*) FROM changed_%s WHERE %s IS NULL"
                                    .formatted(format, first))
                    .returns(row.startsWith("null") ? "+I[1]" : "+I[0]");
        }
    }

    /** FLINK-29527: one old file must not make a column NULL in all others. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro", "json", "textfile"})
    void aColumnIsNullOnlyInTheFileThatLacksIt(String format) {
        String table = "longer_" + format;
        SESSION.run(
                "CREATE TABLE %s (id INT) WITH ('connector' = 'hive', 'format' = '%s')"
                        .formatted(table, format));
        SESSION.run("INSERT INTO %s VALUES (1)".formatted(table));
        replaceColumns(table, "id int, name string");
        SESSION.run("INSERT INTO %s VALUES (2, 'b'), (3, CAST(NULL AS STRING))".formatted(table));

        assertSql(SESSION, "SELECT * FROM " + table)
                .returns("+I[1, null]", "+I[2, b]", "+I[3, null]");
        assertSql(SESSION, "SELECT id FROM %s WHERE name = 'b'".formatted(table)).returns("+I[2]");
        assertSql(SESSION, "SELECT id FROM %s WHERE name IS NULL".formatted(table))
                .returns("+I[1]", "+I[3]");
    }

    private static void replaceColumns(String table, String columns) {
        METASTORE.alterTable(
                OtherEngines.read("schema_changes", table)
                        .withColumns(
                                Arrays.stream(columns.split(", "))
                                        .map(column -> column.split(" ", 2))
                                        .map(pair -> new MetastoreColumn(pair[0], pair[1], ""))
                                        .toList()));
    }
}
