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

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.examples.MetastoreProcess;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partitions as other engines leave them: many, not registered, of another format, elsewhere. */
final class HivePartitionsOfOthersIT {
    private static final Session SESSION = Session.batch();
    private static final Metastore METASTORE = OtherEngines.connection().load();

    private static final String CREATE_TABLE =
            "CREATE TABLE %s (id INT, p STRING, n INT) PARTITIONED BY (p, n) WITH ('connector' = 'hive')";

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE others");
        SESSION.run("USE others");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE others CASCADE");
    }

    @Test
    void aDirectoryThatTheMetastoreDoesNotKnowIsNoPartition() throws IOException {
        MetastoreTable table = createTable("unregistered");
        SESSION.run("INSERT INTO unregistered PARTITION (p = 'a', n = 1) VALUES (1)");
        Path known = directory(table).resolve("p=a/n=1");
        Path unknown = Files.createDirectories(directory(table).resolve("p=b/n=1"));
        try (var files = Files.list(known)) {
            Path file =
                    files.filter(path -> path.toString().endsWith(".parquet"))
                            .findAny()
                            .orElseThrow();
            Files.copy(file, unknown.resolve(file.getFileName()));
        }

        assertSql(SESSION, "SELECT * FROM unregistered").returns("+I[1, a, 1]");
        SESSION.run("ALTER TABLE unregistered ADD PARTITION (p = 'b', n = 1)");
        assertSql(SESSION, "SELECT * FROM unregistered").returns("+I[1, a, 1]", "+I[1, b, 1]");
    }

    /** A metastore may be told to refuse conditions that find more than a few partitions. */
    @Test
    void aMetastoreThatRefusesToFilterIsAskedForNames() {
        try (MetastoreProcess strict =
                Lake.instance().newMetastore(Map.of("metastore.limit.partition.request", "1"))) {
            Session session = Session.batch(Map.of("uri", strict.uri()));
            session.run("CREATE DATABASE strict");
            session.run(
                    "CREATE TABLE strict.t (id INT, p STRING) PARTITIONED BY (p) WITH ('connector' = 'hive')");
            session.run("INSERT INTO strict.t VALUES (1, 'a'), (2, 'b'), (3, 'c')");

            assertSql(session, "SELECT * FROM strict.t WHERE p IN ('a', 'b')")
                    .returns("+I[1, a]", "+I[2, b]");
            assertSql(session, "SELECT * FROM strict.t WHERE p = 'c'").returns("+I[3, c]");
        }
    }

    /**
     * Derby, without the metastore's own SQL, fails when it is asked for a thousand names at once.
     */
    @Test
    void morePartitionsThanTheDatabaseComparesAtOnce() {
        MetastoreTable table = createTable("thousand");
        SESSION.run("INSERT INTO thousand PARTITION (p = 'last', n = 0) VALUES (7)");
        addEmptyPartitions(METASTORE, table, 1_000);

        assertSql(SESSION, "SELECT * FROM thousand").returns("+I[7, last, 0]");
    }

    /** More than 32,767, the greatest number that a call to the metastore can ask for. */
    @Test
    @Tag("large")
    void morePartitionsThanFitIntoAShort() {
        try (MetastoreProcess own = Lake.instance().newMetastore()) {
            Session session = Session.batch(Map.of("uri", own.uri()));
            session.run("CREATE DATABASE others");
            session.run("USE others");
            session.run(CREATE_TABLE.formatted("many"));
            session.run("INSERT INTO many PARTITION (p = 'last', n = 0) VALUES (7)");
            Metastore metastore = OtherEngines.connection(own).load();
            addEmptyPartitions(metastore, metastore.table("others", "many").orElseThrow(), 33_000);

            assertSql(session, "SELECT * FROM many WHERE p = 'last'").returns("+I[7, last, 0]");
            assertSql(session, "SELECT * FROM many WHERE n < 1").returns("+I[7, last, 0]");
            assertSql(session, "SELECT * FROM many WHERE p = 'p32999'").returns();
            session.run("INSERT INTO many VALUES (8, 'more', 1)");
            assertSql(session, "SELECT id FROM many WHERE n BETWEEN 0 AND 1")
                    .returns("+I[7]", "+I[8]");
            assertSql(session, "SELECT id FROM many").returns("+I[7]", "+I[8]");
        }
    }

    private static void addEmptyPartitions(Metastore metastore, MetastoreTable table, int count) {
        String empty = Lake.instance().newFolder("empty").toUri().toString();
        for (int from = 0; from < count; from += 1_000) {
            metastore.addPartitions(
                    table.database(),
                    table.name(),
                    IntStream.range(from, from + 1_000)
                            .mapToObj(n -> partition(table, empty, n))
                            .toList());
        }
    }

    private static MetastorePartition partition(MetastoreTable table, String location, int n) {
        return new MetastorePartition(
                List.of("p" + n, String.valueOf(n + 10)),
                table.columns(),
                table.storage().at(location),
                Map.of());
    }

    private static Path directory(MetastoreTable table) {
        return Path.of(URI.create(table.storage().location()));
    }

    private static MetastoreTable createTable(String name) {
        SESSION.run(CREATE_TABLE.formatted(name));
        return OtherEngines.read("others", name);
    }
}
