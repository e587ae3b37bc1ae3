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
package io.github.flinklakehouse.tests.catalog;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Partition specs and sort orders that only options can spell, and dropping of partitions. */
class IcebergLayoutIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void database() {
        SESSION.run("CREATE DATABASE layout");
        SESSION.run("USE layout");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE layout CASCADE");
    }

    @Test
    void hiddenPartitioningAndSortOrderAreDeclaredAndShown() {
        SESSION.run(
                """
                CREATE TABLE events (id BIGINT, name STRING, ts TIMESTAMP(6), city STRING) WITH (
                  'partitioning' = 'city, days(ts), bucket(4, id), truncate(2, name)',
                  'sort-order' = 'ts DESC NULLS LAST, id')
                """);
        Table table = iceberg("events");
        assertThat(table.spec().fields())
                .extracting(field -> field.name() + "=" + field.transform())
                .containsExactly(
                        "city=identity",
                        "ts_day=day",
                        "id_bucket=bucket[4]",
                        "name_trunc=truncate[2]");
        assertThat(table.sortOrder().fields())
                .extracting(field -> field.direction() + " " + field.nullOrder())
                .containsExactly("DESC NULLS LAST", "ASC NULLS FIRST");
        assertThat(table.properties()).doesNotContainKeys("partitioning", "sort-order");
        String shown = SESSION.value("SHOW CREATE TABLE events");
        assertThat(shown)
                .contains(
                        "'partitioning' = 'city, day(ts), bucket(4, id), truncate(2, name)'",
                        "'sort-order' = 'ts DESC, id'")
                .doesNotContain("PARTITIONED BY");
        SESSION.run(shown.replace("`events`", "`again`"));
        assertThat(SESSION.value("SHOW CREATE TABLE again").replace("`again`", "`events`"))
                .isEqualTo(shown);
        SESSION.run("CREATE TABLE alike LIKE events");
        assertThat(iceberg("alike").spec().fields()).hasSize(4);
        SESSION.run(
                "INSERT INTO events VALUES (1, 'abc', TIMESTAMP '2026-01-01 10:00:00', 'x'), (2, 'abd', TIMESTAMP '2026-01-02 10:00:00', 'x')");
        assertSql(SESSION, "SELECT id FROM events WHERE ts < TIMESTAMP '2026-01-02 00:00:00'")
                .returns("+I[1]");
        assertSql(SESSION, "SHOW PARTITIONS events")
                .returns(
                        "+I[city=x/ts_day=2026-01-01/id_bucket=0/name_trunc=ab]",
                        "+I[city=x/ts_day=2026-01-02/id_bucket=0/name_trunc=ab]");
    }

    @Test
    void alterEvolvesTheSpecAndOldFilesStayReadable() throws Exception {
        SESSION.run(
                "CREATE TABLE evolving (id BIGINT, ts TIMESTAMP(6)) WITH ('format-version' = '2')");
        SESSION.run("INSERT INTO evolving VALUES (1, TIMESTAMP '2026-01-01 10:00:00')");
        SESSION.run(
                "ALTER TABLE evolving SET ('partitioning' = 'day(ts)', 'sort-order' = 'id', 'comment.of' = 'x')");
        SESSION.run("INSERT INTO evolving VALUES (2, TIMESTAMP '2026-01-02 10:00:00')");
        SESSION.run("ALTER TABLE evolving SET ('partitioning' = 'hour(ts), bucket(2, id)')");
        SESSION.run("INSERT INTO evolving VALUES (3, TIMESTAMP '2026-01-03 10:00:00')");
        assertSql(SESSION, "SELECT id FROM evolving").returns("+I[1]", "+I[2]", "+I[3]");
        assertSql(SESSION, "SELECT id FROM evolving WHERE ts > TIMESTAMP '2026-01-02 00:00:00'")
                .returns("+I[2]", "+I[3]");
        Table table = iceberg("evolving");
        assertThat(table.specs()).hasSize(3);
        assertThat(table.properties()).containsEntry("comment.of", "x");
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            assertThat(files).map(FileScanTask::file).map(DataFile::specId).contains(0, 1, 2);
        }
        assertThat(SESSION.value("SHOW CREATE TABLE evolving"))
                .contains("'partitioning' = 'hour(ts), bucket(2, id)'", "'sort-order' = 'id'");
        SESSION.run("ALTER TABLE evolving RESET ('partitioning', 'sort-order')");
        assertThat(iceberg("evolving").spec().isPartitioned()).isFalse();
        assertThat(SESSION.value("SHOW CREATE TABLE evolving"))
                .doesNotContain("partitioning", "sort-order");
    }

    @Test
    void tablesOfOtherEnginesEvolveToo() {
        SESSION.run("CREATE TABLE foreign_ (id BIGINT, dt STRING) PARTITIONED BY (dt)");
        iceberg("foreign_").updateSpec().addField(Expressions.bucket("id", 8)).commit();
        assertThat(SESSION.value("SHOW CREATE TABLE foreign_"))
                .contains("'partitioning' = 'dt, bucket(8, id)'");
        SESSION.run("ALTER TABLE foreign_ SET ('partitioning' = 'dt')");
        assertThat(SESSION.value("SHOW CREATE TABLE foreign_"))
                .contains("PARTITIONED BY (`dt`)")
                .doesNotContain("'partitioning'");
    }

    @Test
    void badTextsAreRefusedWhereTheyAreWrong() {
        assertSql(SESSION, "CREATE TABLE bad (id INT) WITH ('partitioning' = 'id, dayz(ts)')")
                .fails(
                        "Cannot create table: layout.bad has the option 'partitioning' = 'id, dayz(ts)', where the term 'dayz(ts)' at character 5 has the unknown transform 'dayz'; there are year, month, day and hour (column), bucket and truncate (number, column)");
        assertSql(SESSION, "CREATE TABLE bad (id INT) WITH ('sort-order' = 'name')")
                .fails(
                        "Cannot create table: layout.bad has the option 'sort-order' = 'name', where the term 'name' at character 1 names no column of the table");
        assertSql(
                        SESSION,
                        "CREATE TABLE bad (id INT, dt STRING) PARTITIONED BY (dt) WITH ('partitioning' = 'bucket(2, id)')")
                .fails(
                        "Cannot create table: layout.bad has both PARTITIONED BY and the option 'partitioning' — name all of it in the option");
        assertSql(
                        SESSION,
                        "CREATE TABLE bad (id INT) WITH ('connector' = 'hive', 'partitioning' = 'id')")
                .fails(
                        "Cannot create table: layout.bad would be a Hive table, and has the option 'partitioning' of Iceberg tables — use PARTITIONED BY, or 'connector' = 'iceberg'");
        SESSION.run(
                "CREATE TABLE keyed (id INT, ts TIMESTAMP(6), PRIMARY KEY (id) NOT ENFORCED) WITH ('partitioning' = 'bucket(2, id)')");
        SESSION.run("INSERT INTO keyed VALUES (1, TIMESTAMP '2026-01-01 10:00:00')");
        SESSION.run("INSERT INTO keyed VALUES (1, TIMESTAMP '2026-01-02 10:00:00')");
        assertSql(SESSION, "SELECT * FROM keyed").returns("+I[1, 2026-01-02T10:00]");
        SESSION.run("ALTER TABLE keyed SET ('partitioning' = 'day(ts)')");
        SESSION.run("INSERT INTO keyed VALUES (1, TIMESTAMP '2026-01-03 10:00:00')");
        SESSION.run("INSERT INTO keyed VALUES (1, TIMESTAMP '2026-01-04 10:00:00')");
        assertSql(SESSION, "SELECT * FROM keyed").returns("+I[1, 2026-01-04T10:00]");
        SESSION.run(
                "CREATE TABLE unkeyed (id INT NOT NULL, dt STRING) PARTITIONED BY (dt) WITH ('format-version' = '2')");
        assertSql(SESSION, "ALTER TABLE unkeyed SET ('partitioning' = 'dt, bucket(id)')")
                .fails(
                        "Cannot alter table: layout.unkeyed has the option 'partitioning' = 'dt, bucket(id)', where the term 'bucket(id)' at character 5 lacks a number before the column");
    }

    @Test
    void partitionsAreDroppedByWholeFiles() throws Exception {
        SESSION.run("CREATE TABLE dropping (id INT, dt STRING, n INT) PARTITIONED BY (dt, n)");
        SESSION.run(
                "INSERT INTO dropping VALUES (1, 'a', 1), (2, 'b', 1), (3, CAST(NULL AS STRING), 1), (4, 'a', 2)");
        SESSION.run("ALTER TABLE dropping DROP PARTITION (dt = 'a', n = 1)");
        assertSql(SESSION, "SELECT id FROM dropping").returns("+I[2]", "+I[3]", "+I[4]");
        assertSql(SESSION, "SHOW PARTITIONS dropping PARTITION (n = 1)")
                .returns("+I[dt=b/n=1]", "+I[dt=null/n=1]");
        assertSql(SESSION, "ALTER TABLE dropping DROP PARTITION (dt = 'a', n = 1)")
                .failsWith("Partition");
        SESSION.run("ALTER TABLE dropping DROP IF EXISTS PARTITION (dt = 'a', n = 1)");
        assertThat(iceberg("dropping").currentSnapshot().operation()).isEqualTo("delete");

        SESSION.run("CREATE TABLE mixed (id INT, dt STRING)");
        SESSION.run("INSERT INTO mixed VALUES (1, 'a'), (2, 'b')");
        SESSION.run("ALTER TABLE mixed SET ('partitioning' = 'dt')");
        SESSION.run("INSERT INTO mixed VALUES (3, 'a'), (4, 'c')");
        assertSql(SESSION, "ALTER TABLE mixed DROP PARTITION (dt = 'a')")
                .fails(
                        "Cannot drop partition of table: layout.mixed has files with rows of this and of other partitions, written before its partition spec was changed — use DELETE FROM");
        SESSION.run("ALTER TABLE mixed DROP PARTITION (dt = 'c')");
        assertSql(SESSION, "SELECT id FROM mixed").returns("+I[1]", "+I[2]", "+I[3]");
    }

    @Test
    void hiddenPartitionsAreDroppedByTheirFields() {
        SESSION.run(
                """
                CREATE TABLE hidden (id INT, ts TIMESTAMP(6), name STRING) WITH (
                  'partitioning' = 'hour(ts), truncate(1, name), bucket(1, id)')
                """);
        SESSION.run(
                """
                INSERT INTO hidden VALUES
                  (1, TIMESTAMP '2026-01-01 10:30:00', 'abc'), (2, TIMESTAMP '2026-01-01 11:30:00', 'abc'),
                  (3, TIMESTAMP '1969-12-31 23:30:00', 'x')
                """);
        SESSION.run(
                "ALTER TABLE hidden DROP PARTITION (ts_hour = '2026-01-01-10', name_trunc = 'a', id_bucket = 0)");
        SESSION.run(
                "ALTER TABLE hidden DROP PARTITION (ts_hour = '1969-12-31-23', name_trunc = 'x', id_bucket = 0)");
        assertSql(SESSION, "SELECT id FROM hidden").returns("+I[2]");
    }

    private static Table iceberg(String table) {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of("layout", table));
    }
}
