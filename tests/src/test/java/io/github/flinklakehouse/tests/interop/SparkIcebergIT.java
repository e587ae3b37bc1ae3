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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Iceberg tables in Spark 4 and here. */
@Tag(Spark.TAG)
final class SparkIcebergIT {
    private static final Session SESSION = Session.batch();
    private static final Spark SPARK = Spark.instance();

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE spark_iceberg");
        SESSION.run("USE spark_iceberg");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE spark_iceberg CASCADE");
    }

    @Test
    void sparkReadsRowsOfFlink() {
        SESSION.run(
                "CREATE TABLE plain (id BIGINT, name STRING, price DECIMAL(10, 2), born DATE,"
                        + " arrived TIMESTAMP(6), tags ARRAY<STRING>, spot ROW<x INT, y MAP<STRING,"
                        + " INT>>) PARTITIONED BY (born)");
        SESSION.run(
                "INSERT INTO plain VALUES (1, 'a', 1.50, DATE '2024-02-29', TIMESTAMP '2024-01-01"
                        + " 00:00:00.000001', ARRAY['x', 'y'], ROW(1, MAP['k', 2])), (2, CAST(NULL AS"
                        + " STRING), -0.01, DATE '1500-03-01', TIMESTAMP '0001-01-01 00:00:00',"
                        + " ARRAY['z'], ROW(2, MAP['l', 3]))");
        assertThat(
                        SPARK.rows(
                                "SELECT id, name, CAST(price AS string), CAST(born AS string),"
                                        + " CAST(arrived AS string), tags, spot.x, spot.y['k'] FROM"
                                        + " spark_iceberg.plain"))
                .containsExactlyInAnyOrder(
                        List.of(
                                1L,
                                "a",
                                "1.50",
                                "2024-02-29",
                                "2024-01-01 00:00:00.000001",
                                List.of("x", "y"),
                                1,
                                2),
                        Arrays.asList(
                                2L,
                                null,
                                "-0.01",
                                "1500-03-01",
                                "0001-01-01 00:00:00",
                                List.of("z"),
                                2,
                                null));
    }

    @Test
    void sparkReadsUpsertsOfFlink() {
        SESSION.run("CREATE TABLE keyed (id BIGINT, name STRING, PRIMARY KEY (id) NOT ENFORCED)");
        SESSION.run("INSERT INTO keyed VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        SESSION.run("INSERT INTO keyed VALUES (2, 'B'), (4, 'd')");
        assertThat(SPARK.rows("SELECT * FROM spark_iceberg.keyed"))
                .containsExactlyInAnyOrder(
                        List.of(1L, "a"), List.of(2L, "B"), List.of(3L, "c"), List.of(4L, "d"));
        SPARK.run("DELETE FROM spark_iceberg.keyed WHERE id = 1");
        SPARK.run("UPDATE spark_iceberg.keyed SET name = 'C' WHERE id = 3");
        assertSql(SESSION, "SELECT * FROM keyed").returns("+I[2, B]", "+I[3, C]", "+I[4, d]");
    }

    @Test
    void flinkReadsAndExtendsTablesOfSpark() {
        SPARK.run(
                "CREATE TABLE spark_iceberg.hidden (id int, name string, arrived timestamp) USING"
                        + " iceberg PARTITIONED BY (days(arrived), bucket(4, id))",
                "INSERT INTO spark_iceberg.hidden VALUES (1, 'a', TIMESTAMP '2024-01-01"
                        + " 01:00:00Z'), (2, NULL, TIMESTAMP '2024-01-02 01:00:00Z')",
                "ALTER TABLE spark_iceberg.hidden ADD COLUMN extra map<string, array<int>>",
                "INSERT INTO spark_iceberg.hidden VALUES"
                        + " (3, 'c', TIMESTAMP '1500-01-01 01:00:00Z', map('k', array(1, 2)))");
        assertSql(SESSION, "SELECT id, name, extra['k'][2] FROM hidden")
                .returns("+I[1, a, null]", "+I[2, null, null]", "+I[3, c, 2]");
        SESSION.run(
                "INSERT INTO hidden SELECT id + 10, name, arrived, extra FROM hidden WHERE id <>"
                        + " 2");
        assertThat(
                        SPARK.rows(
                                "SELECT id, name, extra['k'] FROM spark_iceberg.hidden WHERE id >"
                                        + " 10"))
                .containsExactlyInAnyOrder(
                        Arrays.asList(11, "a", null), List.of(13, "c", List.of(1, 2)));
        assertThat(
                        SPARK.rows(
                                "SELECT count(*) FROM spark_iceberg.hidden a JOIN"
                                        + " spark_iceberg.hidden b ON a.id + 10 = b.id AND a.arrived ="
                                        + " b.arrived"))
                .containsExactly(List.of(2L));
    }

    @Test
    void flinkReadsRowsThatSparkMerged() {
        SPARK.run(
                "CREATE TABLE spark_iceberg.merged (id int, name string) USING iceberg"
                        + " TBLPROPERTIES ('format-version' = '2', 'write.merge.mode' ="
                        + " 'merge-on-read', 'write.delete.mode' = 'merge-on-read')",
                "INSERT INTO spark_iceberg.merged VALUES (1, 'a'), (2, 'b'), (3, 'c')",
                "MERGE INTO spark_iceberg.merged t USING"
                        + " (SELECT 2 AS id, 'B' AS name UNION ALL SELECT 4, 'd') s ON t.id = s.id"
                        + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                "DELETE FROM spark_iceberg.merged WHERE id = 3");
        assertSql(SESSION, "SELECT * FROM merged").returns("+I[1, a]", "+I[2, B]", "+I[4, d]");
    }
}
