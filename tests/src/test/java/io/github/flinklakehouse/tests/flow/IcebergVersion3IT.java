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

import io.github.flinklakehouse.tests.harness.Session;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What format version 3 of Iceberg added. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergVersion3IT {
    private static final String DATABASE = "iceberg_version_3";

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

    @Test
    void columnsWithDefaultsAreNotRead() {
        session.run("CREATE TABLE defaults (id INT) WITH ('format-version' = '3')");
        session.run("INSERT INTO defaults VALUES (1)");
        Table table = IcebergRows.of(DATABASE, "defaults").table();
        table.updateSchema().addColumn("n", Types.IntegerType.get(), Literal.of(5)).commit();
        session.run("INSERT INTO defaults VALUES (2, 6)");
        String refusal =
                "Cannot read table: iceberg_version_3.defaults has the column n with a default"
                        + " value, which older rows would not get here — read it by another engine";
        assertSql(session, "SELECT * FROM defaults").failsWith(refusal);
        assertSql(session, "DELETE FROM defaults WHERE n = 5").failsWith(refusal);
        assertSql(session, "UPDATE defaults SET n = 6 WHERE n = 5").failsWith(refusal);
        assertSql(session, "SELECT COUNT(*) FROM defaults").returns("+I[2]");
    }
}
