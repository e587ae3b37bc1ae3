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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Procedures that remove what an Iceberg table no longer needs: its rows stay the same. */
class MaintenanceProceduresIT {
    private static final Session SESSION = Session.batch();
    private static final String DISTANT_PAST = "TIMESTAMP '2001-01-01 00:00:00'";
    private static final String DISTANT_FUTURE = "TIMESTAMP '2999-01-01 00:00:00'";

    @BeforeAll
    static void database() {
        SESSION.run("CREATE DATABASE maintenance_procedures");
        SESSION.run("USE maintenance_procedures");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE maintenance_procedures CASCADE");
    }

    /** Two rows written, the second of them replaced. */
    @BeforeEach
    void tableWithThreeSnapshots() {
        SESSION.run("DROP TABLE IF EXISTS t");
        SESSION.run("CREATE TABLE t (id INT, name STRING, PRIMARY KEY (id) NOT ENFORCED)");
        SESSION.run("INSERT INTO t VALUES (1, 'a')");
        SESSION.run("INSERT INTO t VALUES (2, 'b')");
        SESSION.run("INSERT INTO t VALUES (2, 'B')");
    }

    private static Table table() {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of("maintenance_procedures", "t"));
    }

    private static String call(String procedure, String more) {
        return "CALL sys.%s(`table` => 'maintenance_procedures.t'%s)".formatted(procedure, more);
    }

    private static void assertRows() {
        assertSql(SESSION, "SELECT * FROM t").returns("+I[1, a]", "+I[2, B]");
    }

    private static long fileCount() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    private static Path folder() {
        return Path.of(URI.create(table().location()).getPath());
    }

    @Test
    void expiresWhatIsOldAndKeepsWhatIsAskedFor() throws IOException {
        assertSql(SESSION, call("expire_snapshots", "")).returns("+I[0, 0]");
        assertSql(SESSION, call("expire_snapshots", ", older_than => " + DISTANT_PAST))
                .returns("+I[0, 0]");
        SESSION.run(call("create_tag", ", tag => 'kept', snapshot_id => " + firstSnapshot()));
        long filesBefore = fileCount();
        Row expired =
                SESSION.rows(
                                call(
                                        "expire_snapshots",
                                        ", retain_last => 1, older_than => " + DISTANT_FUTURE))
                        .get(0);
        assertThat(expired.getField(0)).isEqualTo(1L);
        // A metadata file is new, and what was deleted is said.
        assertThat(fileCount()).isEqualTo(filesBefore + 1 - (long) expired.getField(1));
        assertThat((long) expired.getField(1)).isPositive();
        assertRows();
        assertSql(SESSION, "SELECT * FROM t /*+ OPTIONS('tag' = 'kept') */").returns("+I[1, a]");
    }

    private static long firstSnapshot() {
        return table().history().get(0).snapshotId();
    }

    @Test
    void refusesToExpireAllOrWhatOthersNeed() {
        assertSql(SESSION, call("expire_snapshots", ", retain_last => 0"))
                .fails(
                        "Cannot expire snapshots of table: maintenance_procedures.t would keep 0 snapshots — retain_last is at least 1");
        SESSION.run("ALTER TABLE t SET ('gc.enabled' = 'false')");
        assertSql(SESSION, call("expire_snapshots", ""))
                .fails(
                        "Cannot expire snapshots of table: maintenance_procedures.t has 'gc.enabled' = 'false', since other tables may need its files — set it to 'true' if none does");
        assertSql(SESSION, call("remove_orphan_files", ""))
                .fails(
                        "Cannot remove orphan files of table: maintenance_procedures.t has 'gc.enabled' = 'false', since other tables may need its files — set it to 'true' if none does");
        SESSION.run("ALTER TABLE t RESET ('gc.enabled')");
    }

    @Test
    void mergesManifests() {
        String before = SESSION.value("SELECT COUNT(*) FROM t$manifests WHERE content = 0");
        assertSql(SESSION, call("rewrite_manifests", "")).returns("+I[" + before + ", 1]");
        assertSql(SESSION, "SELECT COUNT(*) FROM t$manifests WHERE content = 0").returns("+I[1]");
        assertRows();
        assertSql(SESSION, call("rewrite_manifests", "")).returns("+I[0, 0]");
        assertSql(SESSION, "SELECT * FROM `t$snapshot_%d`".formatted(firstSnapshot()))
                .returns("+I[1, a]");
    }

    @Test
    void removesOrphansOnly() throws IOException {
        Path old = stray("data/old.parquet", Duration.ofDays(4));
        Path recent = stray("data/recent.parquet", Duration.ofHours(1));
        Path hidden = stray("data/_temporary/old.parquet", Duration.ofDays(4));
        String row = "+I[" + old.toUri().toString().replace("file:///", "file:/") + "]";
        makeOlder();
        assertSql(SESSION, call("remove_orphan_files", ", dry_run => TRUE")).returns(row);
        assertThat(old).exists();
        assertSql(SESSION, call("remove_orphan_files", "")).returns(row);
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
        assertThat(hidden).exists();
        Files.delete(recent);
        assertRows();
        assertSql(SESSION, "SELECT * FROM `t$snapshot_%d`".formatted(firstSnapshot()))
                .returns("+I[1, a]");
        SESSION.run("INSERT INTO t VALUES (3, 'c')");
        SESSION.run("DELETE FROM t WHERE id = 3");
        assertRows();
    }

    @Test
    void removesRecentOrphansOnlyWhenToldSo() throws IOException {
        Path recent = stray("metadata/recent.avro", Duration.ofHours(1));
        String now = ", older_than => " + DISTANT_FUTURE;
        assertSql(SESSION, call("remove_orphan_files", now))
                .fails(
                        "Cannot remove orphan files of table: maintenance_procedures.t may have files of the last 24 hours that a running job has yet to commit — set older_than to an earlier time, or allow_recent to TRUE if no job writes to it");
        assertThat(SESSION.rows(call("remove_orphan_files", now + ", dry_run => TRUE"))).hasSize(1);
        assertThat(recent).exists();
        assertThat(SESSION.rows(call("remove_orphan_files", now + ", allow_recent => TRUE")))
                .hasSize(1);
        assertThat(recent).doesNotExist();
        assertRows();
    }

    @Test
    void refusesOrphansWhereAnotherTableIsInside() {
        SESSION.run(
                "CREATE TABLE inside (id INT) WITH ('connector' = 'hive', 'location' = '%s/inside')"
                        .formatted(table().location()));
        try {
            assertSql(SESSION, call("remove_orphan_files", ""))
                    .fails(
                            "Cannot remove orphan files of table: maintenance_procedures.t has the table maintenance_procedures.inside in its folder, whose files would go too — move that one first");
        } finally {
            SESSION.run("DROP TABLE inside");
        }
    }

    @Test
    void loseNoRowWhileAnotherEngineWrites() throws Exception {
        SESSION.run("DROP TABLE t");
        SESSION.run("CREATE TABLE t (id INT)");
        SESSION.run("INSERT INTO t VALUES 1");
        int commits = 12;
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> append(commits));
        while (!writer.isDone()) {
            SESSION.run(call("rewrite_manifests", ""));
            SESSION.run(call("expire_snapshots", ", older_than => " + DISTANT_FUTURE));
        }
        writer.join();
        assertSql(SESSION, "SELECT SUM(id) FROM t").returns("+I[" + (commits + 1) + "]");
    }

    /** Commits the file of the table again and again. */
    private static void append(int times) {
        Table table = table();
        DataFile file;
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            file = tasks.iterator().next().file();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < times; i++) {
            table.newFastAppend().appendFile(file).commit();
        }
    }

    private static Path stray(String name, Duration age) throws IOException {
        Path file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "stray");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    /** All files of the table become older than the limit, strays excepted. */
    private static void makeOlder() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder())) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (!file.endsWith("recent.parquet")) {
                Files.setLastModifiedTime(
                        file, FileTime.from(Instant.now().minus(Duration.ofDays(5))));
            }
        }
    }
}
