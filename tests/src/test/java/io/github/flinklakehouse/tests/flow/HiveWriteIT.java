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
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is written to Hive tables: side by side, counted, and looked up. */
class HiveWriteIT {
    private static Session session;

    @BeforeAll
    static void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE hive_write");
        session.run("USE hive_write");
    }

    @AfterAll
    static void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE hive_write CASCADE");
    }

    @RepeatedTest(3)
    void ofTwoThatOverwriteTheSamePartitionOneWins() {
        session.run("DROP TABLE IF EXISTS shared");
        session.run(
                """
                CREATE TABLE shared (id INT, job INT, p INT) PARTITIONED BY (p)
                WITH ('connector' = 'hive')
                """);
        Stream.of(1, 2)
                .map(
                        job ->
                                CompletableFuture.runAsync(
                                        () ->
                                                Session.batch()
                                                        .run(
                                                                """
                                                                INSERT OVERWRITE hive_write.shared
                                                                PARTITION (p = 1)
                                                                SELECT id, %d FROM (VALUES (1), (2), (3)) AS v (id)
                                                                """
                                                                        .formatted(job))))
                .toList()
                .forEach(CompletableFuture::join);

        List<Row> rows = session.rows("SELECT job, COUNT(*) FROM shared GROUP BY job");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).getField(1)).isEqualTo(3L);
    }

    @Test
    void rowsAreCountedForThePlanner() throws TableNotExistException {
        session.run("CREATE TABLE counted (id INT) WITH ('connector' = 'hive')");
        session.run("INSERT INTO counted VALUES (1), (2)");
        assertThat(rowCount("counted")).isEqualTo(2);

        session.run("INSERT INTO counted VALUES (3)");
        assertThat(rowCount("counted")).isEqualTo(3);

        session.run("INSERT OVERWRITE counted VALUES (4)");
        assertThat(rowCount("counted")).isEqualTo(1);
    }

    private static long rowCount(String table) throws TableNotExistException {
        return session.environment()
                .getCatalog("lake")
                .orElseThrow()
                .getTableStatistics(new ObjectPath("hive_write", table))
                .getRowCount();
    }

    @Test
    void aStreamLooksRowsUp() {
        session.run("CREATE TABLE city (id INT, name STRING) WITH ('connector' = 'hive')");
        session.run("INSERT INTO city VALUES (1, 'Ulm'), (2, 'Aachen')");
        Session streaming = Session.streaming();
        streaming.run("USE hive_write");
        streaming.run(
                """
                CREATE TEMPORARY VIEW visits AS
                SELECT id, PROCTIME() AS ts FROM (VALUES (1), (3)) AS v (id)
                """);

        assertSql(
                        streaming,
                        """
                        SELECT v.id, c.name FROM visits AS v
                        LEFT JOIN city FOR SYSTEM_TIME AS OF v.ts AS c ON v.id = c.id
                        """)
                .returns("+I[1, Ulm]", "+I[3, null]");
    }
}
