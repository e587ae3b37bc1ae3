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
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hive and Iceberg tables together in one statement. */
class CrossFormatIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void tables() {
        SESSION.run("CREATE DATABASE cross_format");
        SESSION.run("USE cross_format");
        SESSION.run(
                """
                CREATE TABLE cities (id INT, name STRING, country STRING)
                PARTITIONED BY (country) WITH ('connector' = 'hive')
                """);
        SESSION.run(
                """
                CREATE TABLE landing (id INT, city INT, amount DECIMAL(10, 2))
                WITH ('connector' = 'hive', 'format' = 'textfile', 'serde.field.delim' = ',')
                """);
        SESSION.run(
                """
                CREATE TABLE orders (id INT, city INT, amount DECIMAL(10, 2),
                  PRIMARY KEY (id) NOT ENFORCED)
                """);
        SESSION.run(
                """
                INSERT INTO cities VALUES (1, 'Bonn', 'DE'), (2, 'Lyon', 'FR'), (3, 'Ulm', 'DE')
                """);
        SESSION.run(
                "INSERT INTO landing VALUES (1, 1, 10.50), (2, 2, 20), (3, 3, CAST(NULL AS DECIMAL(10, 2)))");
        SESSION.run("INSERT INTO orders SELECT * FROM landing");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE cross_format CASCADE");
    }

    @Test
    void icebergJoinsHive() {
        assertSql(
                        SESSION,
                        """
                        SELECT c.country, COUNT(*), SUM(o.amount) FROM orders o
                        JOIN cities c ON o.city = c.id GROUP BY c.country
                        """)
                .returns("+I[DE, 2, 10.50]", "+I[FR, 1, 20.00]");
    }

    @Test
    void hiveFromIceberg() {
        SESSION.run("CREATE TABLE copy_h WITH ('connector' = 'hive') AS SELECT * FROM orders");
        assertSql(SESSION, "SELECT * FROM copy_h WHERE id < 3")
                .returns("+I[1, 1, 10.50]", "+I[2, 2, 20.00]");
        SESSION.run("CREATE TABLE copy_i AS SELECT * FROM cities");
        assertSql(SESSION, "SELECT name FROM copy_i WHERE country = 'DE'")
                .returns("+I[Bonn]", "+I[Ulm]");
        SESSION.run("CREATE OR REPLACE TABLE copy_i AS SELECT name FROM cities WHERE id = 2");
        assertSql(SESSION, "SELECT * FROM copy_i").returns("+I[Lyon]");
        SESSION.run(
                "CREATE OR REPLACE TABLE copy_h WITH ('connector' = 'hive', 'format' = 'textfile') AS SELECT name FROM cities WHERE id = 2");
        assertSql(SESSION, "SELECT * FROM copy_h").returns("+I[Lyon]");
    }

    @Test
    void likeKeepsTheFormatUnlessToldOtherwise() {
        SESSION.run("CREATE TABLE orders_like LIKE orders");
        assertThat(SESSION.value("SHOW CREATE TABLE orders_like"))
                .contains("PRIMARY KEY (`id`) NOT ENFORCED", "'connector' = 'iceberg'");
        SESSION.run("CREATE TABLE cities_like LIKE cities");
        assertThat(SESSION.value("SHOW CREATE TABLE cities_like"))
                .contains("PARTITIONED BY (`country`)", "'connector' = 'hive'");
        SESSION.run(
                """
                CREATE TABLE cities_iceberg WITH ('connector' = 'iceberg')
                LIKE cities (EXCLUDING OPTIONS)
                """);
        assertThat(SESSION.value("SHOW CREATE TABLE cities_iceberg"))
                .contains("PARTITIONED BY (`country`)", "'connector' = 'iceberg'");
    }

    @Test
    void explainsTablesThatAreNotThereYet() {
        for (String format : List.of("hive", "iceberg")) {
            assertThat(
                            SESSION.value(
                                    """
                                    EXPLAIN CREATE TABLE planned WITH ('connector' = '%s')
                                    AS SELECT * FROM orders
                                    """
                                            .formatted(format)))
                    .contains("Sink(table=[lake.cross_format.planned]");
            assertSql(SESSION, "SHOW TABLES").doesNotContain("+I[planned]");
        }
    }

    @Test
    void overwrite() {
        SESSION.run(
                "CREATE TABLE ow (id INT, p STRING) PARTITIONED BY (p) WITH ('connector' = 'hive')");
        SESSION.run("INSERT INTO ow VALUES (1, 'a'), (2, 'b')");
        SESSION.run("INSERT OVERWRITE ow VALUES (3, 'b')");
        assertSql(SESSION, "SELECT * FROM ow").returns("+I[1, a]", "+I[3, b]");
        SESSION.run("INSERT OVERWRITE ow PARTITION (p = 'a') SELECT id FROM orders WHERE id < 0");
        assertSql(SESSION, "SELECT * FROM ow").returns("+I[3, b]");
        SESSION.run("INSERT INTO ow SELECT 7, CAST(NULL AS STRING)");
        assertSql(SESSION, "SELECT * FROM ow WHERE p IS NULL").returns("+I[7, null]");
        assertSql(SESSION, "SELECT id FROM ow WHERE p = 'b' OR p = 'zz'").returns("+I[3]");
        assertSql(SESSION, "SELECT id FROM ow WHERE p > 'a'").returns("+I[3]");
        assertThat(SESSION.value("EXPLAIN SELECT id FROM ow WHERE p = 'b'"))
                .contains("partitions=[{p=b}]", "project=[id]");
        // Flink pushes a limit that is less than the number of rows, which is known here.
        assertThat(SESSION.value("EXPLAIN SELECT id FROM ow LIMIT 1")).contains("limit=[1]");
        assertSql(SESSION, "SHOW PARTITIONS ow").returns("+I[p=null]", "+I[p=a]", "+I[p=b]");
    }

    @Test
    void notNullIsEnforcedOnWriteAndOnRead() {
        SESSION.run(
                """
                CREATE TABLE strict (id INT NOT NULL, name STRING)
                WITH ('connector' = 'hive', 'format' = 'textfile')
                """);
        assertSql(SESSION, "INSERT INTO strict SELECT CAST(amount AS INT), 'x' FROM landing")
                .failsWith("Column 'id' is NOT NULL");
        SESSION.run("INSERT INTO strict VALUES (1, 'a')");
        assertSql(SESSION, "SELECT * FROM strict").returns("+I[1, a]");
        // What another engine could do: a file in which NULL stands as Hive writes it.
        Path file = Lake.instance().warehouse().resolve("cross_format.db/strict/other");
        assertThatNoException().isThrownBy(() -> Files.writeString(file, "\\N\u0001b\n"));
        assertSql(SESSION, "SELECT * FROM strict")
                .failsWith("with NULL in the column id, which is NOT NULL");
        assertSql(SESSION, "SELECT name FROM strict").returns("+I[a]", "+I[b]");
    }

    @Test
    void statementSetWritesBothFormats() {
        SESSION.run("CREATE TABLE set_h (id INT) WITH ('connector' = 'hive')");
        SESSION.run("CREATE TABLE set_i (id INT)");
        SESSION.run(
                """
                EXECUTE STATEMENT SET BEGIN
                INSERT INTO set_h SELECT id FROM orders;
                INSERT INTO set_i SELECT id FROM cities;
                END
                """);
        assertSql(SESSION, "SELECT * FROM set_h").returns("+I[1]", "+I[2]", "+I[3]");
        assertSql(SESSION, "SELECT * FROM set_i").returns("+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void refusesUpdatesWhereTheyWouldBeLost() {
        Session streaming = Session.streaming();
        streaming.run("USE cross_format");
        streaming.run("CREATE TABLE no_key (city INT, n BIGINT)");
        assertSql(streaming, "INSERT INTO no_key SELECT city, COUNT(*) FROM orders GROUP BY city")
                .fails(
                        "Cannot write updates or deletes to table: cross_format.no_key is an"
                                + " Iceberg table without a primary key — declare one with PRIMARY"
                                + " KEY (…) NOT ENFORCED");
    }
}
