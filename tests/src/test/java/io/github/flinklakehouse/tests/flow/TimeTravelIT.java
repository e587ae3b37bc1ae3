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

import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static String past() {
        return "t FOR SYSTEM_TIME AS OF TIMESTAMP '" + before + "'";
    }

    private static String refusal() {
        return "Cannot read the past of table: time_travel.t stands in one query at two times, of"
                + " which Flink's planner would take one for the other — name the past as"
                + " `t$snapshot_"
                + firstSnapshot
                + "` instead";
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
    void aNameIsThatOfTheColumnThatHadItThen() {
        SESSION.run("CREATE TABLE renamed (id INT, a INT)");
        SESSION.run("INSERT INTO renamed VALUES (1, 10)");
        String then =
                "renamed$snapshot_" + SESSION.value("SELECT snapshot_id FROM renamed$snapshots");
        SESSION.run("ALTER TABLE renamed RENAME a TO b");
        SESSION.run("ALTER TABLE renamed ADD a INT");
        SESSION.run("INSERT INTO renamed VALUES (2, 20, 200)");
        for (String column : List.of("id", "b")) {
            assertSql(SESSION, "SELECT id, a FROM " + then).returns("+I[1, 10]");
            assertSql(SESSION, "SELECT MAX(a), COUNT(*) FROM " + then).returns("+I[10, 1]");
            assertSql(SESSION, "SELECT a FROM %s WHERE a = 10".formatted(then)).returns("+I[10]");
            SESSION.run("ALTER TABLE renamed DROP " + column);
        }
        assertSql(SESSION, "SELECT * FROM renamed").returns("+I[null]", "+I[200]");
    }

    @Test
    void aPartitionedTableHasAPast() {
        SESSION.run("CREATE TABLE parts (id INT, part STRING) PARTITIONED BY (part)");
        SESSION.run("INSERT INTO parts VALUES (1, 'a'), (2, 'b')");
        String then = "parts$snapshot_" + SESSION.value("SELECT snapshot_id FROM parts$snapshots");
        SESSION.run("INSERT INTO parts VALUES (3, 'c')");
        assertSql(SESSION, "SELECT * FROM " + then).returns("+I[1, a]", "+I[2, b]");
        assertSql(SESSION, "SELECT id FROM %s WHERE part = 'b'".formatted(then)).returns("+I[2]");
        assertSql(SESSION, "SELECT p.id FROM parts p JOIN %s o ON p.id = o.id".formatted(then))
                .returns("+I[1]", "+I[2]");
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
        String past = past();
        String sentence = refusal();
        assertSql(SESSION, "SELECT o.name FROM t n JOIN " + past + " o ON o.id = n.id")
                .fails(sentence);
        readsRowsAndSchemaOfThatTime();
        assertSql(SESSION, "SELECT name FROM t UNION ALL SELECT name FROM " + past).fails(sentence);
        assertSql(SESSION, "SELECT name FROM " + past + " UNION ALL SELECT name FROM t")
                .fails(sentence);
        readsRowsAndSchemaOfThatTime();
    }

    @Test
    void readsThePastUnderAnAlias() {
        assertSql(SESSION, "SELECT o.* FROM %s AS o".formatted(past()))
                .returns("+I[1, a]", "+I[2, b]");
        SESSION.run("CREATE TABLE names (id INT, name STRING) WITH ('connector' = 'hive')");
        SESSION.run("INSERT INTO names VALUES (2, 'two')");
        assertSql(
                        SESSION,
                        "SELECT o.name, n.name FROM names n JOIN %s AS o ON n.id = o.id"
                                .formatted(past()))
                .returns("+I[b, two]");
        assertSql(
                        SESSION,
                        "SELECT a.id FROM %1$s AS a JOIN %1$s AS b ON a.id = b.id"
                                .formatted(past()))
                .returns("+I[1]", "+I[2]");
        assertSql(SESSION, "SELECT * FROM t").returns("+I[1, a, null]", "+I[2, B, 7]");
    }

    /** Flink writes an alias into the text of a view. */
    @ParameterizedTest
    @ValueSource(strings = {"VIEW", "TEMPORARY VIEW"})
    void readsThePastThroughAView(String view) {
        SESSION.run("CREATE %s was AS SELECT id, name FROM %s".formatted(view, past()));
        SESSION.run("CREATE %s wrapped AS SELECT * FROM was".formatted(view));
        try {
            for (String name : List.of("was", "wrapped")) {
                assertBothTimes(name);
            }
        } finally {
            SESSION.run("DROP %s wrapped".formatted(view));
            SESSION.run("DROP %s was".formatted(view));
        }
    }

    @Test
    void readsThePastInAViewOfAnotherEngine() {
        OtherEngines.createView(
                "time_travel", "theirs", Map.of(), "SELECT 1", "SELECT id, name FROM " + past());
        assertBothTimes("theirs");
        SESSION.run("DROP VIEW theirs");
    }

    private static void assertBothTimes(String view) {
        assertSql(SESSION, "SELECT * FROM " + view).returns("+I[1, a]", "+I[2, b]");
        assertSql(SESSION, "SELECT a.name FROM %1$s a JOIN %1$s b ON a.id = b.id".formatted(view))
                .returns("+I[a]", "+I[b]");
        assertSql(SESSION, "SELECT a.name, t.name FROM %s a JOIN t ON a.id = t.id".formatted(view))
                .returns("+I[a, a]", "+I[b, B]");
        assertSql(SESSION, "SELECT a.name, t.name FROM t JOIN %s a ON a.id = t.id".formatted(view))
                .returns("+I[a, a]", "+I[b, B]");
        assertSql(SESSION, "SELECT id, name FROM t UNION ALL SELECT * FROM " + view)
                .returns("+I[1, a]", "+I[1, a]", "+I[2, B]", "+I[2, b]");
        assertSql(SESSION, "SELECT * FROM %s UNION ALL SELECT id, name FROM t".formatted(view))
                .returns("+I[1, a]", "+I[1, a]", "+I[2, B]", "+I[2, b]");
    }

    /** As the SQL client does between BEGIN STATEMENT SET and END. */
    @Test
    void readsTwoTimesInAStatementSet() throws Exception {
        SESSION.run("CREATE TABLE changed (id INT)");
        SESSION.run("INSERT INTO changed VALUES 1");
        String then =
                SESSION.value("SELECT CAST(committed_at AS TIMESTAMP(3)) FROM changed$snapshots")
                        .replace('T', ' ');
        SESSION.run("INSERT INTO changed VALUES 2");
        SESSION.run("CREATE TABLE `old` LIKE changed");
        SESSION.run("CREATE TABLE `new` LIKE changed");
        SESSION.environment()
                .createStatementSet()
                .addInsertSql(
                        "INSERT INTO `old` SELECT * FROM changed FOR SYSTEM_TIME AS OF TIMESTAMP '"
                                + then
                                + "'")
                .addInsertSql("INSERT INTO `new` SELECT * FROM changed")
                .execute()
                .await();
        assertSql(SESSION, "SELECT * FROM `old`").returns("+I[1]");
        assertSql(SESSION, "SELECT * FROM `new`").returns("+I[1]", "+I[2]");
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
