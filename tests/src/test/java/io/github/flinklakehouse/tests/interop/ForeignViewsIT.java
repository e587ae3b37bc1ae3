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

import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Views that other engines made: those whose text Flink SQL can parse are used as they are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignViewsIT {
    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE foreign_views");
        session.run("USE foreign_views");
        session.run("CREATE TABLE source (id BIGINT, name STRING)");
        session.run("INSERT INTO source VALUES (1, 'one')");
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE foreign_views CASCADE");
    }

    @Test
    void aHiveViewThatDoesNotParseIsNamed() {
        String text = "select `id`, `name` from `foreign_views`.`source` lateral view explode(x) t";
        OtherEngines.createView("foreign_views", "lateral_", Map.of(), text, text);
        assertSql(session, "SELECT * FROM lateral_")
                .failsWith(
                        "Cannot read view: foreign_views.lateral_ is a view of another engine, whose text Flink SQL cannot parse (Encountered ");
        assertSql(session, "DESCRIBE lateral_")
                .contains("+I[name, STRING, true, null, null, null, null]");
        session.run("DROP VIEW lateral_");
    }

    @Test
    void anIcebergViewIsReadInTheDialectThatParses() {
        iceberg("two_dialects")
                .withQuery("trino", "SELECT \"id\", \"name\" FROM \"source\"")
                .withQuery("spark", "SELECT id, UPPER(name) AS name FROM source")
                .create();
        assertSql(session, "SELECT name FROM two_dialects WHERE id = 1").returns("+I[ONE]");
        assertSql(session, "SHOW VIEWS").contains("+I[two_dialects]");
        assertSql(session, "DESCRIBE two_dialects")
                .returnsInOrder(
                        "+I[id, BIGINT, true, null, null, null]",
                        "+I[name, STRING, true, null, null, null]");
        session.run("DROP VIEW two_dialects");
    }

    @Test
    void anIcebergViewInNoDialectOfOursIsNamed() {
        iceberg("trino_only").withQuery("trino", "SELECT \"id\", name FROM source").create();
        assertSql(session, "SELECT * FROM trino_only")
                .failsWith(
                        "Cannot read view: foreign_views.trino_only is an Iceberg view in no dialect that Flink SQL can parse (trino: ");
        iceberg("elsewhere")
                .withDefaultNamespace(Namespace.of("default"))
                .withQuery("spark", "SELECT id, name FROM source")
                .create();
        assertSql(session, "SELECT * FROM elsewhere")
                .fails(
                        "Cannot read view: foreign_views.elsewhere is an Iceberg view whose text counts on the current database default — create a view with Flink's SQL");
        session.run("DROP VIEW trino_only");
        session.run("DROP VIEW elsewhere");
    }

    private static ViewBuilder iceberg(String name) {
        return OtherEngines.connection()
                .icebergCatalog()
                .buildView(TableIdentifier.of("foreign_views", name))
                .withDefaultNamespace(Namespace.of("foreign_views"))
                .withSchema(
                        new Schema(
                                Types.NestedField.optional(1, "id", Types.LongType.get()),
                                Types.NestedField.optional(2, "name", Types.StringType.get())));
    }
}
