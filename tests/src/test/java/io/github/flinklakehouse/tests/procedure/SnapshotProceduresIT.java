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

import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Row;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Procedures that move a table between its snapshots and name them. */
class SnapshotProceduresIT {
    private static final Session SESSION = Session.batch();

    /** Of the two commits, the first {@code (1)}, the second {@code (2)}. */
    private long first;

    private long second;

    @BeforeAll
    static void database() {
        SESSION.run("CREATE DATABASE snapshot_procedures");
        SESSION.run("USE snapshot_procedures");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE snapshot_procedures CASCADE");
    }

    @BeforeEach
    void tableWithTwoSnapshots() {
        SESSION.run("DROP TABLE IF EXISTS t");
        SESSION.run("CREATE TABLE t (id INT)");
        SESSION.run("INSERT INTO t VALUES 1");
        SESSION.run("INSERT INTO t VALUES 2");
        List<Long> ids = new ArrayList<>();
        table().history().forEach(entry -> ids.add(entry.snapshotId()));
        first = ids.get(0);
        second = ids.get(1);
    }

    private static Table table() {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of("snapshot_procedures", "t"));
    }

    private static String call(String procedure, Object... more) {
        StringBuilder arguments = new StringBuilder("'snapshot_procedures.t'");
        for (Object argument : more) {
            arguments.append(", ").append(argument);
        }
        return "CALL sys.%s(%s)".formatted(procedure, arguments);
    }

    private static void assertRows(String... rows) {
        assertSql(SESSION, "SELECT * FROM t").returns(rows);
    }

    @Test
    void rollsBackToASnapshot() {
        assertSql(SESSION, call("rollback_to_snapshot", first))
                .returns("+I[%d, %d]".formatted(second, first));
        assertRows("+I[1]");
        assertSql(SESSION, call("rollback_to_snapshot", second))
                .fails(
                        "Cannot roll back table: snapshot_procedures.t has the snapshot %d, which was never its current one before — call sys.set_current_snapshot"
                                .formatted(second));
        assertSql(SESSION, call("rollback_to_snapshot", 42))
                .fails(
                        "Cannot roll back table: snapshot_procedures.t has no snapshot 42 — query `t$snapshots` for those that it has");
        assertRows("+I[1]");
    }

    /** A time without a zone is of the session's, Asia/Shanghai. */
    @Test
    void rollsBackToATimeOfTheSession() {
        String time =
                SESSION.value(
                                "SELECT CAST(committed_at AS TIMESTAMP(3)) FROM t$snapshots WHERE snapshot_id = "
                                        + second)
                        .replace('T', ' ');
        assertSql(SESSION, call("rollback_to_timestamp", "TIMESTAMP '2001-01-01 00:00:00'"))
                .fails(
                        "Cannot roll back table: snapshot_procedures.t has no snapshot from before 2000-12-31T16:00:00Z");
        assertSql(SESSION, call("rollback_to_timestamp", "TIMESTAMP '" + time + "'"))
                .returns("+I[%d, %d]".formatted(second, first));
        assertRows("+I[1]");
    }

    @Test
    void rollsBackToATimeAgo() {
        assertSql(SESSION, call("rollback_to_timestamp", "CURRENT_TIMESTAMP - INTERVAL '1' HOUR"))
                .failsWith(
                        "Cannot roll back table: snapshot_procedures.t has no snapshot from before ");
        assertSql(SESSION, call("rollback_to_timestamp", "CURRENT_TIMESTAMP + INTERVAL '1' HOUR"))
                .returns("+I[%d, %d]".formatted(second, second));
    }

    @Test
    void setsAnySnapshotOrReference() {
        SESSION.run(call("create_tag", "'latest'"));
        assertSql(SESSION, call("set_current_snapshot", first))
                .returns("+I[%d, %d]".formatted(second, first));
        assertRows("+I[1]");
        assertSql(
                        SESSION,
                        "CALL sys.set_current_snapshot(`table` => 'snapshot_procedures.t', `ref` => 'latest')")
                .returns("+I[%d, %d]".formatted(first, second));
        assertRows("+I[1]", "+I[2]");
        assertSql(SESSION, call("set_current_snapshot"))
                .fails(
                        "Cannot set current snapshot of table: snapshot_procedures.t needs either a snapshot_id or a ref — give one of them");
        assertSql(SESSION, call("set_current_snapshot", "CAST(NULL AS BIGINT)", "'none'"))
                .fails(
                        "Cannot set current snapshot of table: snapshot_procedures.t has no branch or tag 'none' — query `t$refs` for those that it has");
    }

    @Test
    void picksASnapshotThatIsNoAncestor() {
        SESSION.run(call("rollback_to_snapshot", first));
        SESSION.run("INSERT INTO t VALUES 3");
        Row picked = SESSION.rows(call("cherrypick_snapshot", second)).get(0);
        assertThat(picked).isEqualTo(Row.of(second, table().currentSnapshot().snapshotId()));
        assertRows("+I[1]", "+I[2]", "+I[3]");
        assertSql(SESSION, call("cherrypick_snapshot", first))
                .failsWith(
                        "Cannot pick snapshot of table: snapshot_procedures.t is not fit for it: ");
    }

    @Test
    void publishesStagedChanges() throws IOException {
        Table table = table();
        DataFile file;
        try (CloseableIterable<FileScanTask> tasks =
                table.newIncrementalAppendScan()
                        .fromSnapshotExclusive(first)
                        .toSnapshot(second)
                        .planFiles()) {
            file = tasks.iterator().next().file();
        }
        table.newAppend().appendFile(file).stageOnly().set("wap.id", "audit").commit();
        assertRows("+I[1]", "+I[2]");
        assertThat(SESSION.rows(call("publish_changes", "'audit'"))).hasSize(1);
        assertRows("+I[1]", "+I[2]", "+I[2]");
        assertSql(SESSION, call("publish_changes", "'other'"))
                .fails(
                        "Cannot publish changes of table: snapshot_procedures.t has no snapshot with the wap.id 'other'");
        assertSql(SESSION, call("publish_changes", "'audit'"))
                .failsWith("Cannot publish changes of table: snapshot_procedures.t ");
    }

    @Test
    void namesSnapshotsByBranchesAndTags() {
        assertSql(SESSION, call("create_branch", "'b'", first))
                .returns("+I[b, %d]".formatted(first));
        assertSql(SESSION, call("create_tag", "'v1'")).returns("+I[v1, %d]".formatted(second));
        assertSql(SESSION, "SELECT * FROM t /*+ OPTIONS('branch' = 'b') */").returns("+I[1]");
        assertSql(SESSION, call("create_tag", "'b'"))
                .fails(
                        "Cannot create tag of table: snapshot_procedures.t has the branch 'b' already — take another name");
        assertSql(SESSION, call("create_branch", "'c'", "42"))
                .fails(
                        "Cannot create branch of table: snapshot_procedures.t has no snapshot 42 — query `t$snapshots` for those that it has");
        assertSql(SESSION, call("create_tag", "'c'", first, "0"))
                .fails(
                        "Cannot create tag of table: snapshot_procedures.t would keep 'c' for 0 days — retain_days is at least 1");
        assertSql(SESSION, call("drop_tag", "'b'"))
                .fails(
                        "Cannot drop tag of table: snapshot_procedures.t has no tag 'b' — query `t$refs` for those that it has");
        assertSql(SESSION, call("drop_branch", "'main'"))
                .fails(
                        "Cannot drop branch of table: snapshot_procedures.t has its rows in the branch 'main' — drop another branch");
        assertSql(SESSION, call("drop_branch", "'b'")).returns("+I[b, %d]".formatted(first));
        assertSql(SESSION, call("drop_tag", "'v1'")).returns("+I[v1, %d]".formatted(second));
        assertSql(SESSION, "SELECT name FROM t$refs").returns("+I[main]");
    }

    @Test
    void branchesATableWithoutRows() {
        SESSION.run("CREATE TABLE bare (id INT)");
        assertThat(SESSION.rows("CALL sys.create_branch('snapshot_procedures.bare', 'b')"))
                .hasSize(1);
        assertSql(SESSION, "CALL sys.create_tag('snapshot_procedures.bare', 't')")
                .fails(
                        "Cannot create tag of table: snapshot_procedures.bare has no snapshot yet — insert rows");
        assertSql(SESSION, "CALL sys.ancestors_of('snapshot_procedures.bare')").returns();
        SESSION.run("DROP TABLE bare");
    }

    @Test
    void movesABranchForward() {
        SESSION.run(call("create_branch", "'audit'"));
        SESSION.run("INSERT INTO t /*+ OPTIONS('branch' = 'audit') */ VALUES 3");
        long third = table().snapshot("audit").snapshotId();
        assertRows("+I[1]", "+I[2]");
        assertSql(SESSION, call("fast_forward", "'main'", "'audit'"))
                .returns("+I[main, %d, %d]".formatted(second, third));
        assertRows("+I[1]", "+I[2]", "+I[3]");
        SESSION.run("INSERT INTO t VALUES 4");
        assertSql(SESSION, call("fast_forward", "'main'", "'audit'"))
                .fails(
                        "Cannot fast forward table: snapshot_procedures.t has changes in the branch 'main' that 'audit' does not have — pick the snapshots of 'audit' by sys.cherrypick_snapshot");
        assertSql(SESSION, call("fast_forward", "'main'", "'none'"))
                .fails(
                        "Cannot fast forward table: snapshot_procedures.t has no branch 'none' — query `t$refs` for those that it has");
    }

    @Test
    void listsAncestorsWithTheTimeTheyWereMade() {
        Snapshot snapshot = table().snapshot(first);
        assertSql(SESSION, call("ancestors_of", first))
                .returns(
                        "+I[%d, %s]"
                                .formatted(
                                        first, Instant.ofEpochMilli(snapshot.timestampMillis())));
        assertThat(SESSION.rows(call("ancestors_of")))
                .extracting(row -> row.getField(0))
                .containsExactly(second, first);
    }
}
