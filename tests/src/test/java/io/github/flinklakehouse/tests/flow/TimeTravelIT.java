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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code FOR SYSTEM_TIME AS OF}, and snapshots by name. */
class TimeTravelIT {
    private static final Session SESSION = Session.batch();
    private static String before;
    private static String firstSnapshot;

    @BeforeAll
    static void tables() {
        SESSION.run("CREATE DATABASE time_travel");
        SESSION.run("USE time_travel");
        SESSION.run("CREATE TABLE t (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED)");
        SESSION.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        firstSnapshot = SESSION.value("SELECT snapshot_id FROM t$snapshots");
        // In the time zone of the session, as the literal is; the table's clock has milliseconds.
        before =
                SESSION.value("SELECT CAST(committed_at AS TIMESTAMP(3)) FROM t$snapshots")
                        .replace('T', ' ');
        SESSION.run("ALTER TABLE t ADD (extra INT)");
        SESSION.run("INSERT INTO t VALUES (2, 'B', 7)");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE time_travel CASCADE");
    }

    @Test
    void readsRowsAndSchemaOfThatTime() {
        assertSql(SESSION, "SELECT * FROM t").returns("+I[1, a, null]", "+I[2, B, 7]");
        assertSql(SESSION, "SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '" + before + "'")
                .returns("+I[1, a]", "+I[2, b]");
        assertSql(SESSION, "SELECT * FROM t$snapshot_" + firstSnapshot)
                .returns("+I[1, a]", "+I[2, b]");
    }

    @Test
    void joinsThePastBySnapshotName() {
        assertSql(
                        SESSION,
                        "SELECT o.name, n.name FROM t n JOIN t$snapshot_%s o ON o.id = n.id"
                                .formatted(firstSnapshot))
                .returns("+I[a, a]", "+I[b, B]");
    }

    @Test
    void refusesWhatFlinkWouldReadAtAnotherTime() {
        String past = "t FOR SYSTEM_TIME AS OF TIMESTAMP '" + before + "'";
        String sentence =
                "Cannot read the past of table: time_travel.t stands in one statement at two"
                        + " times, or under an alias, where Flink's planner would take one time for the"
                        + " other — name the past as `t$snapshot_"
                        + firstSnapshot
                        + "` instead";
        assertSql(SESSION, "SELECT o.name FROM t n JOIN " + past + " o ON o.id = n.id")
                .fails(sentence);
        readsRowsAndSchemaOfThatTime();
        assertSql(SESSION, "SELECT o.name FROM " + past + " AS o").fails(sentence);
        assertSql(SESSION, "SELECT name FROM t UNION ALL SELECT name FROM " + past).fails(sentence);
        assertSql(SESSION, "SELECT name FROM " + past + " UNION ALL SELECT name FROM t")
                .fails(sentence);
        readsRowsAndSchemaOfThatTime();
    }

    @Test
    void restoresThePastIntoThePresent() {
        SESSION.run("CREATE TABLE restored LIKE t");
        SESSION.run(
                """
                INSERT INTO restored SELECT id, name, CAST(NULL AS INT)
                FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '%s'
                """
                        .formatted(before));
        assertSql(SESSION, "SELECT id, name FROM restored").returns("+I[1, a]", "+I[2, b]");
    }

    @Test
    void refusesTimesBeforeTheTable() {
        assertSql(SESSION, "SELECT * FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2001-01-01 00:00:00'")
                .fails(
                        "Cannot read the past of table: time_travel.t has no snapshot from"
                                + " 2000-12-31T16:00:00Z or before");
    }

    @Test
    void refusesWritingIntoThePast() {
        assertSql(SESSION, "INSERT INTO t$snapshot_" + firstSnapshot + " VALUES (3, 'c')")
                .fails(
                        "Cannot write to table: time_travel.t stands here for its metadata or past"
                                + " — write to the table itself");
    }
}
