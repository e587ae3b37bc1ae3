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

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UPDATE on Iceberg tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergUpdateIT {
    private static final String DATABASE = "iceberg_update";

    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE " + DATABASE);
        session.run("USE " + DATABASE);
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE " + DATABASE + " CASCADE");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void updatesRowsInOneCommitAndMovesThemToTheirPartition(int version) {
        String table = "moved_" + version;
        session.run(
                "CREATE TABLE %s (id INT NOT NULL, city STRING, v DECIMAL(10, 2)) PARTITIONED BY (city) WITH ('format-version' = '%d')"
                        .formatted(table, version));
        session.run(
                "INSERT INTO "
                        + table
                        + " VALUES (1, 'a', 1.5), (2, 'a', 2), (3, 'b', 3), (4, 'c', 4)");
        IcebergRows iceberg = IcebergRows.of(DATABASE, table);
        int before = iceberg.snapshots();
        session.run("UPDATE " + table + " SET city = 'b', v = v * 2 WHERE id IN (1, 4)");
        assertSql(session, "SELECT * FROM " + table)
                .returns("+I[1, b, 3.00]", "+I[2, a, 2.00]", "+I[3, b, 3.00]", "+I[4, b, 8.00]");
        assertThat(iceberg.snapshots()).isEqualTo(before + 1);
        assertThat(iceberg.rows()).hasSize(4);
        assertSql(session, "SELECT id FROM " + table + " WHERE city = 'b'")
                .returns("+I[1]", "+I[3]", "+I[4]");
        assertThat(iceberg.summary())
                .containsEntry("added-position-deletes", "2")
                .containsEntry("added-records", "2");
        session.run("UPDATE " + table + " SET v = (SELECT MAX(v) FROM " + table + ")");
        assertSql(session, "SELECT DISTINCT v FROM " + table).returns("+I[8.00]");
        session.run(
                "UPDATE %1$s SET v = 0 WHERE id = (SELECT MIN(id) FROM %1$s) AND city = 'b'"
                        .formatted(table));
        assertSql(session, "SELECT id FROM " + table + " WHERE v = 0").returns("+I[1]");
    }

    @Test
    void keepsTheIdsOfRowsFromFormatVersion3On() {
        session.run("CREATE TABLE lineage (id INT, v INT) WITH ('format-version' = '3')");
        session.run("INSERT INTO lineage VALUES (1, 1), (2, 2), (3, 3)");
        List<Object> before = IcebergRows.of(DATABASE, "lineage").rowIds("id");
        session.run("UPDATE lineage SET v = 20 WHERE id = 2");
        session.run("UPDATE lineage SET v = 30 WHERE id >= 2");
        assertThat(IcebergRows.of(DATABASE, "lineage").rowIds("id")).isEqualTo(before);
        assertSql(session, "SELECT * FROM lineage").returns("+I[1, 1]", "+I[2, 30]", "+I[3, 30]");
    }

    @Test
    void updatesAllTypes() {
        session.run(
                """
                CREATE TABLE typed (
                  id INT, t TINYINT, s SMALLINT, b BIGINT, f FLOAT, d DOUBLE, e DECIMAL(20, 3), o BOOLEAN,
                  x STRING, c CHAR(3), y BYTES, dt DATE, tm TIME(0), ts TIMESTAMP(6), tz TIMESTAMP_LTZ(6),
                  a ARRAY<STRING>, m MAP<STRING, INT>, r ROW<p INT, q ARRAY<ROW<z STRING>>>
                ) WITH ('partitioning' = 'hour(tz), bucket(3, x)', 'sort-order' = 'id DESC')
                """);
        session.run(
                """
                INSERT INTO typed SELECT id, CAST(-1 AS TINYINT), CAST(-2 AS SMALLINT), 3, CAST(1.5 AS FLOAT), 2.5e0,
                  1.125, TRUE, 'x', 'abc', x'0102', DATE '1969-12-31', TIME '01:02:03',
                  TIMESTAMP '1969-12-31 23:59:59.123456', TO_TIMESTAMP_LTZ(1, 3), ARRAY['p', CAST(NULL AS STRING)],
                  MAP['k', 1], ROW(1, ARRAY[ROW('z')])
                FROM (VALUES (1), (2)) AS v (id)
                """);
        session.run("UPDATE typed SET tz = TO_TIMESTAMP_LTZ(7200001, 3) WHERE id = 2");
        assertSql(
                        session,
                        "SELECT t, s, b, f, d, e, o, x, c, y, dt, tm, ts, a, m, r FROM typed WHERE id = 2")
                .returns(
                        session.rows(
                                        "SELECT t, s, b, f, d, e, o, x, c, y, dt, tm, ts, a, m, r FROM typed WHERE id = 1")
                                .get(0)
                                .toString());
        session.run(
                """
                UPDATE typed SET t = CAST(5 AS TINYINT), s = CAST(6 AS SMALLINT), b = NULL, f = NULL, d = NULL, e = NULL, o = NULL,
                  x = NULL, c = NULL, y = NULL, dt = NULL, tm = NULL, ts = NULL, tz = NULL, a = NULL, m = NULL, r = NULL
                WHERE t < 0 AND id = 1
                """);
        assertSql(session, "SELECT * FROM typed WHERE id = 1")
                .returns("+I[1, 5, 6" + ", null".repeat(15) + "]");
        assertSql(session, "SELECT tz FROM typed WHERE id = 2")
                .returns("+I[1970-01-01T02:00:00.001Z]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void updatesRowsOfAKeyedTable(int version) {
        String table = "keyed_" + version;
        session.run(
                "CREATE TABLE %s (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('format-version' = '%d')"
                        .formatted(table, version));
        session.run("INSERT INTO " + table + " VALUES (1, 1), (2, 2), (3, 3)");
        session.run("INSERT INTO " + table + " VALUES (2, 20)");
        session.run("UPDATE " + table + " SET v = v + 1 WHERE id < 3");
        assertSql(session, "SELECT * FROM " + table).returns("+I[1, 2]", "+I[2, 21]", "+I[3, 3]");
        session.run("INSERT INTO " + table + " VALUES (2, 200)");
        assertSql(session, "SELECT * FROM " + table).returns("+I[1, 2]", "+I[2, 200]", "+I[3, 3]");
        assertThat(IcebergRows.of(DATABASE, table).rows()).hasSize(3);
        assertSql(session, "UPDATE " + table + " SET id = 7 WHERE id = 1")
                .fails(
                        "Cannot update rows of table: iceberg_update.%s has the column id in its primary key, and the new key may be that of another row — DELETE the rows and INSERT them with the new key"
                                .formatted(table));
    }

    @Test
    void refusesNullInAColumnThatIsNotNull() {
        session.run("CREATE TABLE strict (id INT, v INT NOT NULL)");
        session.run("INSERT INTO strict VALUES (1, 1), (2, 2)");
        IcebergRows iceberg = IcebergRows.of(DATABASE, "strict");
        int before = iceberg.snapshots();
        assertSql(session, "UPDATE strict SET v = NULLIF(v, 2)")
                .failsWith("Column 'v' is NOT NULL");
        assertThat(iceberg.snapshots()).isEqualTo(before);
        assertSql(session, "SELECT * FROM strict").returns("+I[1, 1]", "+I[2, 2]");
    }

    @Test
    void updatesABranch() {
        session.run("CREATE TABLE branched (id INT, v INT)");
        session.run("INSERT INTO branched VALUES (1, 1), (2, 2)");
        IcebergRows iceberg = IcebergRows.of(DATABASE, "branched");
        iceberg.table()
                .manageSnapshots()
                .createBranch("b", iceberg.table().currentSnapshot().snapshotId())
                .commit();
        session.run("UPDATE branched /*+ OPTIONS('branch' = 'b') */ SET v = 0 WHERE id = 1");
        assertSql(session, "SELECT * FROM branched /*+ OPTIONS('branch' = 'b') */")
                .returns("+I[1, 0]", "+I[2, 2]");
        assertSql(session, "SELECT * FROM branched").returns("+I[1, 1]", "+I[2, 2]");
    }

    @Test
    void refusesWhatItCannotDo() {
        session.run("CREATE TABLE old_ (id INT, v INT) WITH ('format-version' = '1')");
        assertSql(session, "UPDATE old_ SET v = 1")
                .fails(
                        "Cannot update rows of table: iceberg_update.old_ is an Iceberg table of format version 1, of which only whole files can be deleted — upgrade it with ALTER TABLE … SET ('format-version' = '2')");
        session.run("CREATE TABLE computed (id INT, v INT, twice AS id * 2)");
        assertSql(session, "UPDATE computed SET v = twice")
                .fails(
                        "Cannot update rows of table: iceberg_update.computed has computed columns, behind which Flink's planner loses the place of a row — declare a temporary table with 'connector' = 'lakehouse' over it without them, and change the rows of that");
        session.run(
                "CREATE TEMPORARY TABLE part (v INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'iceberg_update', 'table' = 'computed')"
                        .formatted(Lake.instance().metastore().uri()));
        assertSql(session, "UPDATE part SET v = 1")
                .fails(
                        "Cannot update rows of table: iceberg_update.computed has the columns [id, v] but is declared here with [v], and the others would be lost — declare all of them in the same order");
        session.run("CREATE TABLE timed (id INT, v INT)");
        session.run("INSERT INTO timed VALUES (1, 1)");
        assertSql(session, "UPDATE timed /*+ OPTIONS('as-of-timestamp' = '1') */ SET v = 1")
                .fails(
                        "Cannot update rows of table: iceberg_update.timed is read with the option 'as-of-timestamp', but a statement that changes rows reads all rows of the present — leave the option away");
    }
}
