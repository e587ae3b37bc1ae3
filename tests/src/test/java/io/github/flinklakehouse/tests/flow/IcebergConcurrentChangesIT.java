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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.tests.harness.Session;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DELETE and UPDATE while others write to the same Iceberg table. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergConcurrentChangesIT {
    private static final String DATABASE = "iceberg_concurrent";

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
    @CsvSource({"2, false", "3, true"})
    void neitherAStreamNorAChangeLosesRows(int version, boolean keyed) throws Exception {
        String table = (keyed ? "keyed_" : "appended_") + version;
        session.run(
                "CREATE TABLE %s (id INT NOT NULL, v INT%s) WITH ('format-version' = '%d')"
                        .formatted(table, keyed ? ", PRIMARY KEY (id) NOT ENFORCED" : "", version));
        session.run(
                "INSERT INTO %s VALUES %s"
                        .formatted(
                                table,
                                String.join(
                                        ", ",
                                        IntStream.range(0, 100)
                                                .mapToObj(id -> "(" + id + ", 0)")
                                                .toList())));
        TableResult stream = startStream(table);
        session.run("DELETE FROM " + table + " WHERE id < 1000 AND MOD(id, 10) = 1");
        session.run("UPDATE " + table + " SET v = id WHERE id < 1000 AND MOD(id, 10) = 2");
        session.run("DELETE FROM " + table + " WHERE id < 1000 AND MOD(id, 10) = 3");
        session.run("UPDATE " + table + " SET v = v + 1 WHERE id < 1000 AND MOD(id, 10) < 5");
        assertThat(stream.getJobClient().orElseThrow().getJobStatus().get().isTerminalState())
                .as("the stream has ended before the changes were made")
                .isFalse();
        stream.await();
        String[] expected =
                IntStream.concat(
                                IntStream.range(0, 100).filter(id -> id % 10 != 1 && id % 10 != 3),
                                IntStream.range(1000, 1700))
                        .mapToObj(id -> Row.of(id, value(id)).toString())
                        .toArray(String[]::new);
        assertSql(session, "SELECT id, v FROM " + table).returns(expected);
        assertThat(IcebergRows.of(DATABASE, table).rows()).hasSize(expected.length);
    }

    private static int value(int id) {
        int last = id % 10;
        return id >= 1000 ? 7 : (last == 2 ? id : 0) + (last < 5 ? 1 : 0);
    }

    private TableResult startStream(String table) {
        Session streaming = Session.streaming();
        streaming.run("USE " + DATABASE);
        streaming
                .environment()
                .getConfig()
                .set(TableConfigOptions.TABLE_DML_SYNC, false)
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(400));
        streaming.run(
                """
                CREATE TEMPORARY TABLE numbers (id INT NOT NULL) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '20', 'fields.id.kind' = 'sequence',
                  'fields.id.start' = '1000', 'fields.id.end' = '1699')
                """);
        return streaming
                .environment()
                .executeSql("INSERT INTO " + table + " SELECT id, 7 FROM numbers");
    }

    /** A statement that is planned now and commits some seconds later. */
    private TableResult startSlowly(String statement) {
        Session slow = Session.batch();
        slow.run("USE " + DATABASE);
        slow.environment().getConfig().set(TableConfigOptions.TABLE_DML_SYNC, false);
        slow.run(
                """
                CREATE TEMPORARY TABLE slow (id INT NOT NULL) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '1', 'fields.id.kind' = 'sequence',
                  'fields.id.start' = '1', 'fields.id.end' = '8', 'number-of-rows' = '8')
                """);
        return slow.environment().executeSql(statement);
    }

    @Test
    void refusesToDeleteWhenRowsCameThatItWouldHaveDeleted() {
        session.run("CREATE TABLE overtaken (id INT, v INT)");
        session.run("INSERT INTO overtaken VALUES (1, 1), (20, 2)");
        TableResult delete = startSlowly("DELETE FROM overtaken WHERE id IN (SELECT id FROM slow)");
        session.run("INSERT INTO overtaken VALUES (2, 3)");
        assertThatThrownBy(delete::await)
                .hasStackTraceContaining(
                        "Cannot delete rows of table: iceberg_concurrent.overtaken was changed by another writer while the statement ran (Found conflicting files");
        assertSql(session, "SELECT id FROM overtaken").returns("+I[1]", "+I[2]", "+I[20]");
    }

    @Test
    void deletesWhatItReadWhenOtherRowsCame() throws Exception {
        session.run("CREATE TABLE passed (id INT, v INT)");
        session.run("INSERT INTO passed VALUES (1, 1), (20, 2)");
        TableResult delete =
                startSlowly("DELETE FROM passed WHERE v < 3 AND id IN (SELECT id FROM slow)");
        session.run("INSERT INTO passed VALUES (2, 3)");
        delete.await();
        assertSql(session, "SELECT id FROM passed").returns("+I[2]", "+I[20]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesToUpdateARowThatWasDeletedMeanwhile(int version) {
        String table = "deleted_" + version;
        session.run(
                "CREATE TABLE %s (id INT, v INT) WITH ('format-version' = '%d', 'write.update.isolation-level' = 'snapshot')"
                        .formatted(table, version));
        session.run("INSERT INTO " + table + " VALUES (1, 1), (2, 2), (20, 2)");
        TableResult update =
                startSlowly("UPDATE " + table + " SET v = 0 WHERE id IN (SELECT id FROM slow)");
        session.run("DELETE FROM " + table + " WHERE v = 1");
        assertThatThrownBy(update::await)
                .hasStackTraceContaining(
                        "Cannot update rows of table: iceberg_concurrent.%s was changed by another writer"
                                .formatted(table));
        assertSql(session, "SELECT id, v FROM " + table).returns("+I[2, 2]", "+I[20, 2]");
    }

    @Test
    void leavesNothingWhenItIsCancelled() throws Exception {
        session.run("CREATE TABLE cancelled (id INT, v INT)");
        session.run("INSERT INTO cancelled VALUES (1, 1), (2, 2)");
        IcebergRows iceberg = IcebergRows.of(DATABASE, "cancelled");
        int files = iceberg.files();
        TableResult update =
                startSlowly("UPDATE cancelled SET v = 0 WHERE id IN (SELECT id FROM slow)");
        update.getJobClient().orElseThrow().cancel().get();
        assertThatThrownBy(update::await).isNotNull();
        assertThat(iceberg.snapshots()).isEqualTo(1);
        assertThat(iceberg.files()).isEqualTo(files);
        assertSql(session, "SELECT * FROM cancelled").returns("+I[1, 1]", "+I[2, 2]");
    }
}
