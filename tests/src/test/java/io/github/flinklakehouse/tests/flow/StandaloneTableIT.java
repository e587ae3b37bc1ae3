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

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lake tables under another definition: {@code 'connector' = 'lakehouse'}. */
class StandaloneTableIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void tables() {
        SESSION.run("CREATE DATABASE standalone");
        SESSION.run("USE standalone");
        SESSION.run("CREATE TABLE ice (id INT, ts TIMESTAMP(3))");
        SESSION.run(
                "CREATE TABLE hive (id INT, p STRING) PARTITIONED BY (p) WITH ('connector' = 'hive')");
        SESSION.run("INSERT INTO ice VALUES (1, TIMESTAMP '2024-01-01 00:00:00')");
        SESSION.run("INSERT INTO hive VALUES (1, 'a'), (2, 'b')");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE standalone CASCADE");
    }

    private static String options(String table) {
        return "'connector' = 'lakehouse', 'uri' = '%s', 'database' = 'standalone', 'table' = '%s'"
                .formatted(Lake.instance().metastore().uri(), table);
    }

    @Test
    void addsComputedColumnsAndWatermarks() {
        SESSION.run(
                """
                CREATE TEMPORARY TABLE ice_marked (twice AS id * 2,
                  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH (%s) LIKE ice
                """
                        .formatted(options("ice")));
        assertSql(SESSION, "SELECT id, twice FROM ice_marked").returns("+I[1, 2]");
    }

    @Test
    void worksInOtherCatalogs() {
        SESSION.run(
                """
                CREATE TABLE default_catalog.default_database.hive_rows (id INT, p STRING)
                PARTITIONED BY (p) WITH (%s)
                """
                        .formatted(options("hive")));
        assertSql(
                        SESSION,
                        "SELECT id FROM default_catalog.default_database.hive_rows WHERE p = 'b'")
                .returns("+I[2]");
        SESSION.run(
                "CREATE TABLE stored (id INT, p STRING) PARTITIONED BY (p) WITH ("
                        + options("hive")
                        + ")");
        assertSql(SESSION, "SELECT id FROM stored WHERE p = 'b'").returns("+I[2]");
        SESSION.run("CREATE TABLE written (id INT) WITH ('connector' = 'hive')");
        SESSION.run("CREATE TEMPORARY TABLE writer (id INT) WITH (" + options("written") + ")");
        SESSION.run("INSERT INTO writer VALUES (7)");
        assertSql(SESSION, "SELECT * FROM written").returns("+I[7]");
    }

    @Test
    void refusesWhatIsNotThere() {
        SESSION.run("CREATE TEMPORARY TABLE nothing (id INT) WITH (" + options("no_such") + ")");
        assertSql(SESSION, "SELECT * FROM nothing")
                .fails(
                        "Cannot use table: lake.standalone.nothing — standalone.no_such does not"
                                + " exist");
        SESSION.run("CREATE TEMPORARY TABLE unnamed (id INT) WITH ('connector' = 'lakehouse')");
        assertSql(SESSION, "SELECT * FROM unnamed")
                .fails(
                        "Cannot use table: lake.standalone.unnamed — the option 'table' names no"
                                + " lake table");
    }
}
