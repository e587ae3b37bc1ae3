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
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** ALTER TABLE on what is inside of the columns of Iceberg tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergNestedColumnsIT {
    private static final String DATABASE = "iceberg_nested";

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

    private static Table load(String table) {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of(DATABASE, table));
    }

    @Test
    void changesFieldsAtAnyDepthInOneCommit() {
        session.run(
                """
                CREATE TABLE deep (id INT, r ROW<
                  a INT NOT NULL,
                  list ARRAY<ROW<x INT, y STRING>>,
                  `map` MAP<STRING, ROW<z FLOAT>>>)
                """);
        session.run(
                "INSERT INTO deep VALUES (1, ROW(1, ARRAY[ROW(2, 'y')], MAP['k', ROW(CAST(1.5 AS FLOAT))]))");
        int x = load("deep").schema().findField("r.list.element.x").fieldId();
        int schemas = load("deep").schemas().size();
        session.run(
                """
                ALTER TABLE deep MODIFY r ROW<
                  `map` MAP<STRING, ROW<z DOUBLE>>,
                  a BIGINT,
                  list ARRAY<ROW<w STRING, x BIGINT, y STRING>>>
                """);
        Table table = load("deep");
        assertThat(table.schemas()).hasSize(schemas + 1);
        assertThat(table.schema().findField("r.list.element.x").fieldId()).isEqualTo(x);
        assertThat(table.schema().findField("r.a").isOptional()).isTrue();
        assertSql(session, "SELECT * FROM deep")
                .returns("+I[1, +I[{k=+I[1.5]}, 1, [+I[null, 2, y]]]]");
        session.run("ALTER TABLE deep MODIFY r ROW<a BIGINT, list ARRAY<ROW<x BIGINT>>>");
        assertSql(session, "SELECT * FROM deep").returns("+I[1, +I[1, [+I[2]]]]");
        session.run(
                "INSERT INTO deep VALUES (2, ROW(CAST(NULL AS BIGINT), ARRAY[ROW(CAST(3 AS BIGINT))]))");
        assertSql(session, "SELECT * FROM deep")
                .returns("+I[1, +I[1, [+I[2]]]]", "+I[2, +I[null, [+I[3]]]]");
    }

    @Test
    void refusesWhatCannotBeToldOrKept() {
        session.run("CREATE TABLE kept (id INT, r ROW<a INT, b STRING>, m MAP<INT, INT>)");
        assertSql(session, "ALTER TABLE kept MODIFY r ROW<a INT, c STRING>")
                .failsWith(
                        "Cannot alter column r of table: iceberg_nested.kept would lose the fields [b] and get [c], and it cannot be told whether some of them are only renamed — drop and add fields in two statements, which keeps no values");
        assertSql(session, "ALTER TABLE kept MODIFY r ROW<a STRING, b STRING>")
                .failsWith(
                        "Cannot alter table: iceberg_nested.kept — Cannot change column type: r.a: int -> string");
        assertSql(session, "ALTER TABLE kept MODIFY r ROW<a INT NOT NULL, b STRING>")
                .failsWith(
                        "Cannot alter column r.a of table: iceberg_nested.kept can have rows with NULL there, so that the column cannot become NOT NULL");
        assertSql(session, "ALTER TABLE kept MODIFY r ROW<a INT, b STRING, c INT NOT NULL>")
                .failsWith(
                        "Cannot alter column r of table: iceberg_nested.kept can have rows, which would be without a value for the NOT NULL field c — add it nullable");
        assertSql(session, "ALTER TABLE kept MODIFY m MAP<BIGINT, INT>")
                .failsWith(
                        "Cannot alter column m of table: iceberg_nested.kept is an Iceberg table, in which the keys of a map cannot change — add a column of the new type");
        assertSql(session, "ALTER TABLE kept MODIFY r ROW<a BIGINT, b INT>")
                .failsWith("Cannot change column type: r.b: string -> int");
        assertThat(load("kept").schemas()).hasSize(1);
    }
}
