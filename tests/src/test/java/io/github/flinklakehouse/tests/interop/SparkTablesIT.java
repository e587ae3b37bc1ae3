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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and views that one engine declares and the other finds. */
@Tag(Spark.TAG)
final class SparkTablesIT {
    private static final Session SESSION = Session.batch();
    private static final Spark SPARK = Spark.instance();

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE spark_tables");
        SESSION.run("USE spark_tables");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE spark_tables CASCADE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json"})
    void tablesOfProvidersThatTheMetastoreDoesNotDescribeAreRefused(String provider) {
        String table = "of_" + provider;
        SPARK.run(
                "CREATE TABLE spark_tables.%s (id int, name string) USING %s"
                        .formatted(table, provider),
                "INSERT INTO spark_tables.%s VALUES (1, 'a')".formatted(table));
        assertSql(SESSION, "SELECT * FROM " + table)
                .failsWith("is a Spark table (provider=%s)".formatted(provider));
        assertSql(SESSION, "INSERT INTO %s VALUES (2, 'b')".formatted(table))
                .failsWith("is a Spark table (provider=%s)".formatted(provider));
        assertThat(SPARK.rows("SELECT * FROM spark_tables." + table))
                .containsExactly(List.of(1, "a"));
    }

    @Test
    void namesKeepTheirCaseInFilesOfSpark() {
        SPARK.run(
                "CREATE TABLE spark_tables.cased (Id int, Place struct<City:string>) USING parquet",
                "INSERT INTO spark_tables.cased VALUES (1, named_struct('City', 'Bonn'))");
        SESSION.run("INSERT INTO cased SELECT id + 1, place FROM cased");
        assertThat(SPARK.rows("SELECT Id, Place.City FROM spark_tables.cased"))
                .containsExactlyInAnyOrder(List.of(1, "Bonn"), List.of(2, "Bonn"));
        assertSql(SESSION, "SELECT id, place.city FROM cased")
                .returns("+I[1, Bonn]", "+I[2, Bonn]");
    }

    @Test
    void viewsOfSparkAreRead() {
        SPARK.run(
                "CREATE TABLE spark_tables.viewed (id int, name string) STORED AS PARQUET",
                "INSERT INTO spark_tables.viewed VALUES (1, 'a'), (2, 'b')",
                "USE spark_tables",
                "CREATE VIEW second AS SELECT name, id + 1 AS successor FROM viewed WHERE id > 1",
                "USE default");
        assertSql(SESSION, "SELECT * FROM `second`").returns("+I[b, 3]");
    }

    @ParameterizedTest
    @CsvSource({
        "parquet, snappy",
        "parquet, zstd",
        "parquet, gzip",
        "parquet, lz4_raw",
        "orc, zstd",
        "orc, zlib",
        "orc, lz4"
    })
    void compressedFilesOfSparkAreRead(String provider, String codec) {
        String table = "of_" + provider + "_" + codec;
        SPARK.run(
                "CREATE TABLE spark_tables.%s USING %s OPTIONS (compression '%s') AS SELECT id, CAST(id AS string) AS name FROM range(1000)"
                        .formatted(table, provider, codec));
        assertSql(
                        SESSION,
                        "SELECT COUNT(*), SUM(id), COUNT(DISTINCT name), MAX(name) FROM " + table)
                .returns("+I[1000, 499500, 1000, 999]");
    }

    @Test
    void tablesThatFlinkDeclaresAreTablesOfSpark() {
        SESSION.run(
                "CREATE TABLE declared (id BIGINT, name STRING, price DECIMAL(10, 2), p STRING)"
                        + " PARTITIONED BY (p) WITH ('connector' = 'hive')");
        SESSION.run("INSERT INTO declared VALUES (1, 'a', 1.50, '7')");
        SPARK.run("INSERT INTO spark_tables.declared VALUES (2, 'b', 2.50, '8')");
        assertThat(SPARK.rows("SELECT id, name, p FROM spark_tables.declared WHERE p >= '7'"))
                .containsExactlyInAnyOrder(List.of(1L, "a", "7"), List.of(2L, "b", "8"));
        assertSql(SESSION, "SELECT * FROM declared WHERE p >= '7'")
                .returns("+I[1, a, 1.50, 7]", "+I[2, b, 2.50, 8]");
        SESSION.run("INSERT OVERWRITE declared PARTITION (p = '8') VALUES (3, 'c', 3.50)");
        SPARK.run("REFRESH TABLE spark_tables.declared");
        assertThat(SPARK.rows("SELECT id FROM spark_tables.declared WHERE p = '8'"))
                .containsExactly(List.of(3L));
    }
}
