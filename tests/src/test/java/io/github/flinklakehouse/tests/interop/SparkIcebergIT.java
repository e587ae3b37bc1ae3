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
