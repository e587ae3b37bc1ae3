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
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Statements that change or remove rows: those that work, and how the others are refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowChangesIT {
    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE row_changes");
        session.run("USE row_changes");
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE row_changes CASCADE");
    }

    @Test
    void truncatesAHiveTable() {
        session.run("CREATE TABLE plain (id INT) WITH ('connector' = 'hive')");
        session.run("INSERT INTO plain VALUES (1), (2)");
        session.run("ANALYZE TABLE plain COMPUTE STATISTICS");
        session.run("TRUNCATE TABLE plain");
        assertSql(session, "SELECT * FROM plain").returns();
        assertThat(OtherEngines.read("row_changes", "plain").parameters())
                .doesNotContainKeys("numRows", "COLUMN_STATS_ACCURATE");
        session.run("TRUNCATE TABLE plain");
        session.run("INSERT INTO plain VALUES (3)");
        assertSql(session, "SELECT * FROM plain").returns("+I[3]");
    }

    @Test
    void truncatesThePartitionsOfAHiveTable() {
        session.run(
                """
                CREATE TABLE parts (id INT, dt STRING) PARTITIONED BY (dt) WITH ('connector' = 'hive')
                """);
        Path elsewhere = Lake.instance().newFolder("elsewhere");
        session.run(
                "ALTER TABLE parts ADD PARTITION (dt = 'c') WITH ('location' = '%s')"
                        .formatted(elsewhere.toUri()));
        session.run("INSERT INTO parts VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        session.run("ANALYZE TABLE parts PARTITION (dt) COMPUTE STATISTICS");
        session.run("TRUNCATE TABLE parts");
        assertSql(session, "SELECT * FROM parts").returns();
        assertSql(session, "SHOW PARTITIONS parts").returns("+I[dt=a]", "+I[dt=b]", "+I[dt=c]");
        assertThat(OtherEngines.connection().load().partitions("row_changes", "parts"))
                .allSatisfy(
                        partition ->
                                assertThat(partition.parameters()).doesNotContainKey("numRows"));
    }

    @Test
    void doesNotTruncateFilesOfOthers() {
        Path folder = Lake.instance().newFolder("external");
        session.run(
                "CREATE TABLE external_ (id INT) WITH ('connector' = 'hive', 'location' = '%s')"
                        .formatted(folder.toUri()));
        session.run("INSERT INTO external_ VALUES (1)");
        assertSql(session, "TRUNCATE TABLE external_")
                .fails(
                        "Cannot truncate table: row_changes.external_ is an external Hive table, whose files are not its own — delete the files where they come from, or drop the table");
        assertSql(session, "SELECT * FROM external_").returns("+I[1]");
        session.run("CREATE TABLE outer_ (id INT) WITH ('connector' = 'hive')");
        session.run("CREATE DATABASE row_changes_inside");
        session.run(
                "CREATE TABLE row_changes_inside.i (id INT) WITH ('connector' = 'hive', 'location' = '%s/i')"
                        .formatted(
                                OtherEngines.read("row_changes", "outer_").storage().location()));
        session.run("INSERT INTO row_changes_inside.i VALUES (1)");
        assertSql(session, "TRUNCATE TABLE outer_")
                .fails(
                        "Cannot truncate table: row_changes.outer_ has the table row_changes_inside.i in its folder, whose files would go too — drop or move that one first");
        assertSql(session, "DROP TABLE outer_")
                .fails(
                        "Cannot drop table: row_changes.outer_ has the table row_changes_inside.i in its folder, whose files would go too — drop or move that one first");
        assertSql(session, "SELECT * FROM row_changes_inside.i").returns("+I[1]");
        session.run("DROP DATABASE row_changes_inside CASCADE");
    }

    @Test
    void truncatesAnIcebergTableInOneCommit() {
        session.run("CREATE TABLE keyed (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED)");
        session.run("TRUNCATE TABLE keyed");
        session.run("INSERT INTO keyed VALUES (1, 'a'), (2, 'b')");
        session.run("INSERT INTO keyed VALUES (1, 'c')");
        Table table =
                OtherEngines.connection()
                        .icebergCatalog()
                        .loadTable(TableIdentifier.of("row_changes", "keyed"));
        int before = table.history().size();
        session.run("TRUNCATE TABLE keyed");
        table.refresh();
        assertThat(table.history()).hasSize(before + 1);
        assertThat(table.currentSnapshot().summary())
                .containsEntry("total-records", "0")
                .containsEntry("total-delete-files", "0");
        assertSql(session, "SELECT * FROM keyed").returns();
        session.run("INSERT INTO keyed VALUES (1, 'd')");
        assertSql(session, "SELECT * FROM keyed").returns("+I[1, d]");
    }

    @Test
    void refusesDeleteAndUpdateOnHiveTables() {
        session.run("CREATE TABLE h (id INT, name STRING) WITH ('connector' = 'hive')");
        assertSql(session, "DELETE FROM h WHERE id = 1")
                .fails(
                        "Cannot delete rows of table: row_changes.h is a Hive table, to which rows can only be added — make it an Iceberg table with a PRIMARY KEY, which takes changes by key");
        assertSql(session, "UPDATE h SET name = 'x' WHERE id = 1")
                .fails(
                        "Cannot update rows of table: row_changes.h is a Hive table, to which rows can only be added — make it an Iceberg table with a PRIMARY KEY, which takes changes by key");
    }

    @Test
    void refusesLookups() {
        session.run("CREATE TABLE dimension (id INT, name STRING)");
        session.run(
                """
                CREATE TEMPORARY TABLE facts (id INT, proc AS PROCTIME())
                WITH ('connector' = 'datagen', 'number-of-rows' = '1')
                """);
        assertSql(
                        session,
                        """
                        SELECT f.id, d.name FROM facts AS f
                        JOIN dimension FOR SYSTEM_TIME AS OF f.proc AS d ON f.id = d.id
                        """)
                .fails(
                        "Cannot look up rows of table: row_changes.dimension is an Iceberg table, which has no index to look rows up by — join it without FOR SYSTEM_TIME AS OF");
    }

    @Test
    void refusesUnknownHints() {
        session.run("CREATE TABLE hinted (id INT) WITH ('anything' = 'goes')");
        session.run("INSERT INTO hinted /*+ OPTIONS('write-parallelism' = '1') */ VALUES (1)");
        assertSql(session, "SELECT * FROM hinted /*+ OPTIONS('split-size' = '1000') */")
                .returns("+I[1]");
        assertSql(session, "SELECT * FROM hinted /*+ OPTIONS('splitsize' = '1000') */")
                .fails(
                        "Cannot read table row_changes.hinted: unknown option 'splitsize' — did you mean 'split-size'?");
        assertSql(session, "SELECT * FROM hinted /*+ OPTIONS('anything' = 'else') */")
                .failsWith("Cannot read table row_changes.hinted: unknown option 'anything'");
        assertSql(
                        session,
                        "INSERT INTO hinted /*+ OPTIONS('write.parallelism' = '1') */ VALUES (2)")
                .fails(
                        "Cannot write to table row_changes.hinted: unknown option 'write.parallelism' — did you mean 'write-parallelism'?");
        session.run(
                "CREATE TEMPORARY TABLE standalone (id INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'row_changes', 'table' = 'hinted', 'streamin' = 'true')"
                        .formatted(Lake.instance().metastore().uri()));
        assertSql(session, "SELECT * FROM standalone")
                .fails(
                        "Cannot use table row_changes.hinted: unknown option 'streamin' — did you mean 'streaming'?");
        session.run("CREATE TABLE hinted_hive (id INT) WITH ('connector' = 'hive')");
        session.run(
                "CREATE TEMPORARY TABLE standalone_hive (id INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'row_changes', 'table' = 'hinted_hive', 'streamin' = 'true')"
                        .formatted(Lake.instance().metastore().uri()));
        assertSql(session, "SELECT * FROM standalone_hive")
                .fails(
                        "Cannot use table row_changes.hinted_hive: unknown option 'streamin' — did you mean 'streaming'?");
        assertSql(session, "SELECT * FROM hinted").returns("+I[1]");
    }
}
