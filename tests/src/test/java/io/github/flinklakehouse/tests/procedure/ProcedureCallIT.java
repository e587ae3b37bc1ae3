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
package io.github.flinklakehouse.tests.procedure;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How procedures are found, listed and given arguments, and what all of them refuse. */
class ProcedureCallIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void tables() {
        SESSION.run("CREATE DATABASE procedure_call");
        SESSION.run("USE procedure_call");
        SESSION.run("CREATE TABLE t (id INT)");
        SESSION.run("INSERT INTO t VALUES 1");
        SESSION.run("CREATE TABLE h (id INT) WITH ('connector' = 'hive')");
        SESSION.run("CREATE VIEW v AS SELECT 1 AS x");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE procedure_call CASCADE");
    }

    @Test
    void areListedInTheDatabaseSys() {
        assertSql(SESSION, "SHOW PROCEDURES IN sys")
                .contains("+I[expire_snapshots]", "+I[rollback_to_snapshot]");
        assertSql(SESSION, "SHOW PROCEDURES IN lake.SYS LIKE 'create%'")
                .returnsInOrder("+I[create_branch]", "+I[create_tag]");
        assertSql(SESSION, "SHOW PROCEDURES IN procedure_call").returns();
        assertSql(SESSION, "SHOW PROCEDURES IN nowhere")
                .failsWith("Database `nowhere` to show from/in does not exist");
        assertSql(SESSION, "SHOW DATABASES").doesNotContain("+I[sys]");
    }

    @Test
    void takePositionalNamedAndOptionalArguments() {
        String id = SESSION.value("SELECT snapshot_id FROM t$snapshots");
        String row = "+I[%s, " + id + "]";
        assertSql(SESSION, "CALL sys.create_tag('procedure_call.t', 'a')")
                .returns(row.formatted("a"));
        assertSql(SESSION, "CALL lake.SYS.Create_Tag('PROCEDURE_CALL.T', 'b', %s)".formatted(id))
                .returns(row.formatted("b"));
        assertSql(SESSION, "CALL sys.create_tag(tag => 'c', `table` => 'procedure_call.t')")
                .returns(row.formatted("c"));
        assertSql(
                        SESSION,
                        "CALL sys.create_tag(`table` => 'procedure_call.t', tag => 'd', retain_days => 1 + 1)")
                .returns(row.formatted("d"));
        assertSql(SESSION, "CALL sys.create_tag('procedure_call.t', 'e', CAST(NULL AS BIGINT), 7)")
                .returns(row.formatted("e"));
        assertSql(SESSION, "SELECT name, max_reference_age_in_ms FROM t$refs WHERE type = 'TAG'")
                .returns(
                        "+I[a, null]",
                        "+I[b, null]",
                        "+I[c, null]",
                        "+I[d, 172800000]",
                        "+I[e, 604800000]");
    }

    @Test
    void workWhereTheMetastoreHasADatabaseSysOfItsOwn() {
        SESSION.run("CREATE DATABASE sys");
        try {
            SESSION.run("CREATE TABLE sys.dbs (id INT)");
            SESSION.run("USE sys");
            assertSql(SESSION, "SHOW TABLES").returns("+I[dbs]");
            assertSql(SESSION, "SHOW PROCEDURES").contains("+I[ancestors_of]");
            assertSql(SESSION, "CALL ancestors_of('sys.dbs')").returns();
        } finally {
            SESSION.run("USE procedure_call");
            SESSION.run("DROP DATABASE sys CASCADE");
        }
    }

    @Test
    void refuseNamesThatAreNoProcedures() {
        assertSql(SESSION, "CALL sys.nothing('procedure_call.t')")
                .fails(
                        "Cannot call procedure: sys.nothing does not exist — SHOW PROCEDURES IN sys lists those that do");
        assertSql(SESSION, "CALL expire_snapshots('procedure_call.t')")
                .fails(
                        "Cannot call procedure: procedure_call.expire_snapshots does not exist — call sys.expire_snapshots");
    }

    @Test
    void refuseTablesThatTheyAreNotFor() {
        assertSql(SESSION, "CALL sys.ancestors_of('t')")
                .fails(
                        "Cannot list snapshots of table: 't' is not the name of a table and its database — write 'database.table'");
        assertSql(SESSION, "CALL sys.ancestors_of('procedure_call.missing')")
                .fails("Cannot list snapshots of table: procedure_call.missing does not exist");
        assertSql(SESSION, "CALL sys.ancestors_of('procedure_call.h')")
                .fails(
                        "Cannot list snapshots of table: procedure_call.h is a Hive table, not an Iceberg table");
        assertSql(SESSION, "CALL sys.ancestors_of('procedure_call.v')")
                .fails(
                        "Cannot list snapshots of table: procedure_call.v is a view, not an Iceberg table");
    }

    @Test
    void refuseTablesWhoseMetadataIsLost() {
        OtherEngines.createTable(
                "procedure_call",
                "broken",
                MetastoreTable.Kind.EXTERNAL,
                Map.of(
                        "table_type",
                        "ICEBERG",
                        "metadata_location",
                        "file:/nowhere/v1.metadata.json"));
        assertSql(SESSION, "CALL sys.ancestors_of('procedure_call.broken')")
                .fails(
                        "Cannot list snapshots of table: procedure_call.broken is an Iceberg table whose metadata file is missing: file:/nowhere/v1.metadata.json — restore the file, or drop the table");
        assertSql(SESSION, "CALL sys.drop_broken_table('procedure_call.t')")
                .failsWith("Cannot drop broken table: procedure_call.t has its metadata file ");
        assertSql(SESSION, "CALL sys.drop_broken_table('procedure_call.broken')")
                .returns("+I[procedure_call.broken, file:/nowhere/v1.metadata.json]");
        assertSql(SESSION, "SHOW TABLES").doesNotContain("+I[broken]");
    }

    /** In Flink's words, which name the procedure and what it takes. */
    @Test
    void refuseArgumentsThatAreWrong() {
        for (String arguments :
                List.of(
                        "'procedure_call.t'",
                        "`table` => 'procedure_call.t', snapshot => 1",
                        "'procedure_call.t', 'first'",
                        "'procedure_call.t', CAST(NULL AS BIGINT)",
                        "'procedure_call.t', 1, 2")) {
            assertSql(SESSION, "CALL sys.rollback_to_snapshot(" + arguments + ")")
                    .failsWith("rollback_to_snapshot(");
        }
        assertThat(SESSION.rows("SELECT * FROM t")).hasSize(1);
    }
}
