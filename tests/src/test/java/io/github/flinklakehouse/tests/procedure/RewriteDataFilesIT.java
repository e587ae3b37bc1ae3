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
package io.github.flinklakehouse.tests.procedure;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.ClientEnvironment;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rewriting data files changes how rows are stored, never what they are. */
class RewriteDataFilesIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void database() {
        ClientEnvironment.begin();
        SESSION.run("CREATE DATABASE rewrite_data_files");
        SESSION.run("USE rewrite_data_files");
    }

    @AfterAll
    static void drop() {
        ClientEnvironment.end();
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE rewrite_data_files CASCADE");
    }

    private static Row rewrite(String table, String more) {
        return SESSION.rows(
                        "CALL sys.rewrite_data_files(`table` => 'rewrite_data_files.%s'%s)"
                                .formatted(table, more))
                .get(0);
    }

    private static String count(String metadataTable) {
        return SESSION.value("SELECT COUNT(*) FROM " + metadataTable);
    }

    @Test
    void mergesSmallFilesOfEachPartition() {
        SESSION.run("CREATE TABLE parts (id INT, part STRING) PARTITIONED BY (part)");
        assertThat(rewrite("parts", ", rewrite_all => TRUE")).isEqualTo(Row.of(0L, 0L, 0L));
        for (int i = 0; i < 5; i++) {
            SESSION.run("INSERT INTO parts VALUES (%1$d, 'a'), (%1$d, 'b')".formatted(i));
        }
        String snapshot = SESSION.value("SELECT MAX(snapshot_id) FROM parts$snapshots");
        assertThat(SESSION.rows("SELECT * FROM parts$snapshot_" + snapshot)).isNotEmpty();
        List<Row> before = SESSION.rows("SELECT * FROM parts ORDER BY id, part");
        Row result = rewrite("parts", "");
        assertThat(result.getField(0)).isEqualTo(10L);
        assertThat(result.getField(1)).isEqualTo(2L);
        assertThat((long) result.getField(2)).isPositive();
        assertThat(count("parts$files")).isEqualTo("2");
        assertThat(SESSION.rows("SELECT * FROM parts ORDER BY id, part")).isEqualTo(before);
        assertThat(rewrite("parts", "")).isEqualTo(Row.of(0L, 0L, 0L));
        assertThat(SESSION.rows("SELECT * FROM parts$snapshot_" + snapshot)).isNotEmpty();
    }

    @Test
    void keepsValuesOfAllTypes() {
        SESSION.run(
                """
                CREATE TABLE types (
                  bo BOOLEAN, i INT, l BIGINT, f FLOAT, d DOUBLE, de DECIMAL(20, 5), s STRING,
                  b BYTES, dt DATE, ts TIMESTAMP(6), ltz TIMESTAMP_LTZ(6), a ARRAY<INT>,
                  m MAP<STRING, INT>, r ROW<x INT, y ROW<z STRING>>)
                """);
        SESSION.run(
                """
                INSERT INTO types VALUES
                (TRUE, 1, 2, CAST(1.5 AS FLOAT), -0.0E0, CAST('123456789012345.12345' AS DECIMAL(20, 5)), 'é',
                 X'00ff', DATE '1500-01-01', TIMESTAMP '1500-01-01 00:00:00.123456',
                 CAST(TIMESTAMP '2024-06-01 12:00:00.654321' AS TIMESTAMP_LTZ(6)),
                 ARRAY[1, CAST(NULL AS INT)], MAP['k', CAST(NULL AS INT)], ROW(1, ROW('z'))),
                (CAST(NULL AS BOOLEAN), CAST(NULL AS INT), CAST(NULL AS BIGINT), CAST(NULL AS FLOAT),
                 CAST(NULL AS DOUBLE), CAST(NULL AS DECIMAL(20, 5)), CAST(NULL AS STRING),
                 CAST(NULL AS BYTES), CAST(NULL AS DATE), CAST(NULL AS TIMESTAMP(6)),
                 CAST(NULL AS TIMESTAMP_LTZ(6)), CAST(NULL AS ARRAY<INT>),
                 CAST(NULL AS MAP<STRING, INT>), CAST(NULL AS ROW<x INT, y ROW<z STRING>>))
                """);
        List<Row> before = SESSION.rows("SELECT * FROM types ORDER BY i");
        assertThat(rewrite("types", ", rewrite_all => TRUE").getField(0)).isEqualTo(1L);
        assertThat(SESSION.rows("SELECT * FROM types ORDER BY i")).isEqualTo(before);
    }

    @Test
    void leavesOutDeletedRowsInBothFormatVersions() {
        for (String version : List.of("2", "3")) {
            String table = "deletes" + version;
            SESSION.run(
                    "CREATE TABLE %s (id INT, v INT) WITH ('format-version' = '%s')"
                            .formatted(table, version));
            SESSION.run("INSERT INTO %s VALUES (1, 1), (2, 2), (3, 3)".formatted(table));
            SESSION.run("DELETE FROM %s WHERE v = 2".formatted(table));
            assertThat(rewrite(table, "").getField(0)).isEqualTo(1L);
            assertSql(SESSION, "SELECT * FROM " + table).returns("+I[1, 1]", "+I[3, 3]");
            assertSql(SESSION, "SELECT SUM(record_count) FROM %s$data_files".formatted(table))
                    .returns("+I[2]");
            SESSION.run("DELETE FROM %s WHERE v = 3".formatted(table));
            assertSql(SESSION, "SELECT * FROM " + table).returns("+I[1, 1]");
        }
    }

    @Test
    void readsFilesFromBeforeTheTableWasAltered() {
        SESSION.run("CREATE TABLE altered (id INT, part STRING, gone INT)");
        SESSION.run("INSERT INTO altered VALUES (1, 'a', 1), (2, 'b', 2)");
        SESSION.run("ALTER TABLE altered RENAME id TO renamed");
        SESSION.run("ALTER TABLE altered DROP gone");
        SESSION.run("ALTER TABLE altered ADD (added STRING FIRST)");
        SESSION.run("ALTER TABLE altered SET ('partitioning' = 'part')");
        SESSION.run("INSERT INTO altered VALUES ('x', 3, 'a')");
        rewrite("altered", ", rewrite_all => TRUE");
        assertSql(SESSION, "SELECT * FROM altered")
                .returns("+I[null, 1, a]", "+I[null, 2, b]", "+I[x, 3, a]");
        assertSql(SESSION, "SELECT DISTINCT spec_id FROM altered$files").returns("+I[1]");
    }

    @Test
    void letsRowsBeReplacedMeanwhile() {
        SESSION.run("CREATE TABLE keyed (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED)");
        SESSION.run("INSERT INTO keyed VALUES (1, 0), (2, 0), (3, 0)");
        int rounds = 4;
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            Session other = Session.batch();
                            for (int i = 1; i <= rounds; i++) {
                                other.run(
                                        "INSERT INTO rewrite_data_files.keyed VALUES (1, %1$d), (2, %1$d)"
                                                .formatted(i));
                            }
                        });
        List<Row> results = new ArrayList<>();
        while (!writer.isDone()) {
            results.add(rewrite("keyed", ", rewrite_all => TRUE"));
            assertThat(count("keyed")).isEqualTo("3");
        }
        writer.join();
        assertThat(results).isNotEmpty();
        rewrite("keyed", ", rewrite_all => TRUE");
        assertSql(SESSION, "SELECT * FROM keyed").returns("+I[1, 4]", "+I[2, 4]", "+I[3, 0]");
    }

    @Test
    void refusesWhatWouldChangeValuesOrCannotBe() {
        SESSION.run("CREATE TABLE timed (id INT, r ROW<at_time TIME>)");
        assertSql(SESSION, "CALL sys.rewrite_data_files('rewrite_data_files.timed')")
                .fails(
                        "Cannot rewrite data files of table: rewrite_data_files.timed has the column at_time of type TIME, which would lose its microseconds — rewrite it in Spark");
        SESSION.run("CREATE TABLE small (id INT)");
        SESSION.run("INSERT INTO small VALUES 1");
        assertSql(
                        SESSION,
                        "CALL sys.rewrite_data_files(`table` => 'rewrite_data_files.small', target_file_size_bytes => 0)")
                .failsWith(
                        "Cannot rewrite data files of table: rewrite_data_files.small cannot be planned for: ");
        SESSION.run("CREATE TABLE h (id INT) WITH ('connector' = 'hive')");
        assertSql(SESSION, "CALL sys.rewrite_data_files('rewrite_data_files.h')")
                .fails(
                        "Cannot rewrite data files of table: rewrite_data_files.h is a Hive table, not an Iceberg table");
    }
}
