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

/** DELETE on Iceberg tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergDeleteIT {
    private static final String DATABASE = "iceberg_delete";

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
    void deletesRowsInsideOfFilesInOneCommit(int version) {
        String table = "inside_" + version;
        session.run(
                "CREATE TABLE %s (id INT, name STRING) WITH ('format-version' = '%d')"
                        .formatted(table, version));
        session.run("INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'b')");
        IcebergRows iceberg = IcebergRows.of(DATABASE, table);
        int before = iceberg.snapshots();
        session.run("DELETE FROM " + table + " WHERE name = 'b'");
        assertSql(session, "SELECT * FROM " + table).returns("+I[1, a]", "+I[3, c]");
        assertThat(iceberg.rows()).containsExactlyInAnyOrder(List.of(1, "a"), List.of(3, "c"));
        assertThat(iceberg.snapshots()).isEqualTo(before + 1);
        assertThat(iceberg.summary())
                .containsEntry("added-delete-files", "1")
                .containsEntry("total-records", "4")
                .containsEntry("added-position-deletes", "2");
        session.run("DELETE FROM " + table + " WHERE id = 3");
        assertSql(session, "SELECT * FROM " + table).returns("+I[1, a]");
        assertThat(iceberg.rows()).containsExactly(List.of(1, "a"));
    }

    @Test
    void deletesByAQueryOverTheSameTable() {
        session.run("CREATE TABLE versions (id INT, v INT)");
        session.run("INSERT INTO versions VALUES (1, 1), (1, 2), (2, 5), (2, 7), (3, 1)");
        session.run(
                """
                DELETE FROM versions WHERE (id, v) NOT IN (SELECT id, MAX(v) FROM versions GROUP BY id)
                """);
        assertSql(session, "SELECT * FROM versions").returns("+I[1, 2]", "+I[2, 7]", "+I[3, 1]");
        session.run("DELETE FROM versions WHERE v = (SELECT MIN(v) FROM versions)");
        assertSql(session, "SELECT * FROM versions").returns("+I[1, 2]", "+I[2, 7]");
        session.run(
                "DELETE FROM versions WHERE EXISTS (SELECT 1 FROM versions o WHERE o.id = versions.id + 1)");
        assertSql(session, "SELECT * FROM versions").returns("+I[2, 7]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void deletesWholeFilesByMetadataAndReportsTheRows(int version) {
        String table = "whole_" + version;
        session.run(
                "CREATE TABLE %s (id INT, city STRING) PARTITIONED BY (city) WITH ('format-version' = '%d')"
                        .formatted(table, version));
        session.run(
                "INSERT INTO "
                        + table
                        + " VALUES (1, 'a'), (2, 'a'), (3, 'b'), (4, 'c'), (5, CAST(NULL AS STRING))");
        IcebergRows iceberg = IcebergRows.of(DATABASE, table);
        int before = iceberg.snapshots();
        assertSql(session, "DELETE FROM " + table + " WHERE city = 'a'").returns("+I[2]");
        assertThat(iceberg.snapshots()).isEqualTo(before + 1);
        assertThat(iceberg.summary()).containsEntry("total-delete-files", "0");
        assertSql(session, "DELETE FROM " + table + " WHERE city <> 'b'").returns("+I[1]");
        assertSql(session, "SELECT * FROM " + table).returns("+I[3, b]", "+I[5, null]");
        assertSql(session, "DELETE FROM " + table + " WHERE city = 'z'").returns("+I[0]");
        assertThat(iceberg.snapshots()).isEqualTo(before + 2);
        assertSql(session, "DELETE FROM " + table + " WHERE city IS NULL AND id > 4")
                .returns("+I[1]");
        assertSql(session, "DELETE FROM " + table).returns("+I[1]");
        assertSql(session, "DELETE FROM " + table).returns("+I[0]");
        assertThat(iceberg.rows()).isEmpty();
    }

    @Test
    void deletesFromHiddenPartitionsOfSeveralSpecs() {
        session.run(
                """
                CREATE TABLE hidden (id INT, ts TIMESTAMP(6), name STRING, b BYTES)
                WITH ('partitioning' = 'day(ts), truncate(1, name)')
                """);
        session.run(
                """
                INSERT INTO hidden VALUES
                (1, TIMESTAMP '2024-01-01 01:00:00', 'ab', x'01'),
                (2, TIMESTAMP '2024-01-01 02:00:00', 'ac', x'01'),
                (3, TIMESTAMP '1969-12-31 23:00:00', 'b', x'02'),
                (4, TIMESTAMP '1969-12-31 22:00:00', 'b', x'02')
                """);
        session.run("ALTER TABLE hidden SET ('partitioning' = 'bucket(4, id), b')");
        session.run(
                """
                INSERT INTO hidden VALUES
                (5, TIMESTAMP '2024-01-01 01:00:00', 'ab', x'01'),
                (6, CAST(NULL AS TIMESTAMP(6)), CAST(NULL AS STRING), CAST(NULL AS BYTES)),
                (7, TIMESTAMP '2024-01-01 01:00:00', 'ab', x'01')
                """);
        session.run("DELETE FROM hidden WHERE MOD(id, 2) = 1 AND (name LIKE '%b' OR id = 3)");
        assertSql(session, "SELECT id FROM hidden").returns("+I[2]", "+I[4]", "+I[6]");
        session.run("DELETE FROM hidden WHERE name IS NULL OR id + 0 = 4");
        assertSql(session, "SELECT id FROM hidden").returns("+I[2]");
        assertThat(IcebergRows.of(DATABASE, "hidden").rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void deletesRowsOfAKeyedTableWithPendingDeletes(int version) {
        String table = "keyed_" + version;
        session.run(
                "CREATE TABLE %s (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('format-version' = '%d')"
                        .formatted(table, version));
        session.run("INSERT INTO " + table + " VALUES (1, 1), (2, 2), (3, 3)");
        session.run("INSERT INTO " + table + " VALUES (2, 20), (4, 4)");
        session.run("DELETE FROM " + table + " WHERE v = 2 OR MOD(v, 3) = 0");
        assertSql(session, "SELECT * FROM " + table).returns("+I[1, 1]", "+I[2, 20]", "+I[4, 4]");
        session.run("INSERT INTO " + table + " VALUES (3, 30)");
        session.run("DELETE FROM " + table + " WHERE id IN (2, 1)");
        assertSql(session, "SELECT * FROM " + table).returns("+I[3, 30]", "+I[4, 4]");
        assertThat(IcebergRows.of(DATABASE, table).rows())
                .containsExactlyInAnyOrder(List.of(3, 30), List.of(4, 4));
        session.run("DELETE FROM " + table);
        assertSql(session, "SELECT * FROM " + table).returns();
    }

    @Test
    void mergesOlderPositionDeletesIntoTheVectorsOfAnUpgradedTable() {
        session.run("CREATE TABLE upgraded (id INT, name STRING) WITH ('format-version' = '2')");
        session.run("INSERT INTO upgraded VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
        session.run("DELETE FROM upgraded WHERE id = 1");
        session.run("ALTER TABLE upgraded SET ('format-version' = '3')");
        session.run("DELETE FROM upgraded WHERE id = 2");
        assertSql(session, "SELECT id FROM upgraded").returns("+I[3]", "+I[4]");
        session.run("DELETE FROM upgraded WHERE id = 3");
        assertSql(session, "SELECT id FROM upgraded").returns("+I[4]");
        assertThat(IcebergRows.of(DATABASE, "upgraded").rows()).containsExactly(List.of(4, "d"));
        assertThat(IcebergRows.of(DATABASE, "upgraded").summary()).containsEntry("added-dvs", "1");
    }

    @Test
    void deletesFromABranchAndFromNoOtherTime() {
        session.run("CREATE TABLE branched (id INT, name STRING)");
        session.run("INSERT INTO branched VALUES (1, 'a'), (2, 'b')");
        IcebergRows iceberg = IcebergRows.of(DATABASE, "branched");
        long snapshot = iceberg.table().currentSnapshot().snapshotId();
        iceberg.table()
                .manageSnapshots()
                .createBranch("b", snapshot)
                .createTag("t", snapshot)
                .commit();
        session.run("INSERT INTO branched /*+ OPTIONS('branch' = 'b') */ VALUES (3, 'c')");
        session.run("DELETE FROM branched /*+ OPTIONS('branch' = 'b') */ WHERE id = 1");
        assertSql(session, "SELECT id FROM branched /*+ OPTIONS('branch' = 'b') */")
                .returns("+I[2]", "+I[3]");
        assertSql(session, "SELECT id FROM branched").returns("+I[1]", "+I[2]");
        assertSql(session, "DELETE FROM branched /*+ OPTIONS('branch' = 'b') */ WHERE id > 0")
                .returns("+I[OK]");
        assertSql(session, "SELECT id FROM branched /*+ OPTIONS('branch' = 'b') */").returns();
        assertSql(session, "SELECT id FROM branched").returns("+I[1]", "+I[2]");
        assertSql(session, "DELETE FROM branched /*+ OPTIONS('tag' = 't') */ WHERE id = 1")
                .fails(
                        "Cannot delete rows of table: iceberg_delete.branched is read with the option 'tag', but a statement that changes rows reads all rows of the present — leave the option away");
        assertSql(
                        session,
                        "DELETE FROM branched /*+ OPTIONS('snapshot-id' = '%d') */"
                                .formatted(snapshot))
                .fails(
                        "Cannot delete rows of table: iceberg_delete.branched is read with the option 'snapshot-id', but a statement that changes rows reads all rows of the present — leave the option away");
        assertSql(session, "SELECT id FROM branched").returns("+I[1]", "+I[2]");
    }

    @Test
    void refusesWhatItCannotDo() {
        session.run("CREATE TABLE old_ (id INT) WITH ('format-version' = '1')");
        session.run("INSERT INTO old_ VALUES (1), (2)");
        assertSql(session, "DELETE FROM old_ WHERE id = 1")
                .fails(
                        "Cannot delete rows of table: iceberg_delete.old_ is an Iceberg table of format version 1, of which only whole files can be deleted — upgrade it with ALTER TABLE … SET ('format-version' = '2')");
        session.run("CREATE TABLE computed (id INT, twice AS id * 2)");
        session.run("INSERT INTO computed VALUES (1), (2)");
        assertSql(session, "DELETE FROM computed WHERE twice = 4")
                .fails(
                        "Cannot delete rows of table: iceberg_delete.computed has computed columns, behind which Flink's planner loses the place of a row — declare a temporary table with 'connector' = 'lakehouse' over it without them, and change the rows of that");
        session.run(
                "CREATE TEMPORARY TABLE plain (id INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'iceberg_delete', 'table' = 'computed')"
                        .formatted(Lake.instance().metastore().uri()));
        session.run("DELETE FROM plain WHERE id * 2 = 4");
        assertSql(session, "SELECT * FROM computed").returns("+I[1, 2]");
        assertSql(session, "DELETE FROM `old_$snapshots`")
                .fails(
                        "Cannot write to table: iceberg_delete.old_ stands here for its metadata or past — write to the table itself");
        Session streaming = Session.streaming();
        streaming.run("USE " + DATABASE);
        assertSql(streaming, "DELETE FROM old_ WHERE id = 1")
                .failsWith("DELETE statement is not supported for streaming mode now.");
        assertSql(session, "SELECT * FROM old_").returns("+I[1]", "+I[2]");
    }
}
