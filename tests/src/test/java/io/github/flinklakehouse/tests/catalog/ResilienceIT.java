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
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.flinklakehouse.examples.MetastoreProcess;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.MetastoreConnections;
import io.github.flinklakehouse.tests.harness.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.CatalogFunctionImpl;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many at once, and a metastore that goes: one of its own, so that no other test sees that. */
class ResilienceIT {
    private static final int CLIENTS = 4;
    private static final int THREADS = 16;

    /** Fewer, since they wait for each other. */
    private static final int ALTERING = 4;

    private static MetastoreProcess metastore;

    @BeforeAll
    static void startMetastore() {
        metastore = Lake.instance().newMetastore();
    }

    @AfterAll
    static void stopMetastore() {
        metastore.close();
    }

    @Test
    void threadsAndSessionsShareConnections() throws Exception {
        assumeThat(MetastoreConnections.canBeCounted()).isTrue();
        Session first = session();
        first.createCatalog("other", Map.of("uri", metastore.uri()));
        List<Catalog> catalogs =
                List.of(
                        catalog(first, "lake"),
                        catalog(first, "other"),
                        catalog(session(), "lake"));
        List<Long> counts =
                together(
                        thread -> {
                            for (int i = 0; i < 20; i++) {
                                Catalog catalog = catalogs.get((thread + i) % catalogs.size());
                                assertThat(catalog.listDatabases()).contains("default");
                            }
                            return MetastoreConnections.open(metastore.uri());
                        });
        assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(1L, (long) CLIENTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive", "datagen"})
    void oneOfManyCreatesATable(String connector) throws Exception {
        Session session = session();
        Catalog catalog = catalog(session, "lake");
        catalog.createDatabase("race", new CatalogDatabaseImpl(Map.of(), ""), true);
        ResolvedCatalogTable table = table(connector);
        ObjectPath path = new ObjectPath("race", "t");

        together(thread -> outcome(() -> catalog.createTable(path, table, true)))
                .forEach(error -> assertThat(error).isEmpty());
        together(thread -> outcome(() -> catalog.dropTable(path, true)))
                .forEach(error -> assertThat(error).isEmpty());

        List<Optional<Throwable>> creations =
                together(thread -> outcome(() -> catalog.createTable(path, table, false)));
        assertThat(creations).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(creations)
                .filteredOn(Optional::isPresent)
                .allSatisfy(
                        e -> assertThat(e.get()).isInstanceOf(TableAlreadyExistException.class));
        List<Optional<Throwable>> drops =
                together(thread -> outcome(() -> catalog.dropTable(path, false)));
        assertThat(drops)
                .filteredOn(Optional::isPresent)
                .allSatisfy(e -> assertThat(e.get()).isInstanceOf(TableNotExistException.class));
        assertThat(drops).filteredOn(Optional::isEmpty).isNotEmpty();
        session.run("DROP DATABASE race CASCADE");
    }

    private static ResolvedCatalogTable table(String connector) {
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().column("id", "BIGINT").build())
                        .options(Map.of("connector", connector))
                        .build(),
                ResolvedSchema.of(Column.physical("id", DataTypes.BIGINT())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive", "datagen"})
    void noAlterationIsLost(String connector) throws Exception {
        Session session = session();
        session.run("CREATE DATABASE altered");
        session.run("CREATE TABLE altered.t (id BIGINT) WITH ('connector' = '" + connector + "')");
        Queue<Session> sessions = new ConcurrentLinkedQueue<>();
        for (int thread = 0; thread < ALTERING; thread++) {
            sessions.add(session());
        }
        List<Optional<Throwable>> errors =
                together(
                        ALTERING,
                        thread -> {
                            Session own = sessions.remove();
                            return outcome(
                                    () ->
                                            own.run(
                                                    "ALTER TABLE altered.t ADD (c%d TIMESTAMP(3))"
                                                            .formatted(thread)));
                        });
        assertThat(errors)
                .filteredOn(Optional::isPresent)
                .allSatisfy(
                        e ->
                                assertThat(e.get())
                                        .rootCause()
                                        .hasMessageMatching(
                                                "Cannot alter table: altered.t was altered by somebody"
                                                        + " else at the same time — run the statement again"));
        List<String> expected = new ArrayList<>(List.of("`id` BIGINT"));
        for (int thread = 0; thread < ALTERING; thread++) {
            if (errors.get(thread).isEmpty()) {
                expected.add("`c%d` TIMESTAMP(3)".formatted(thread));
            }
        }
        assertThat(expected).hasSizeGreaterThan(1);
        assertThat(session.value("SHOW CREATE TABLE altered.t").lines())
                .map(line -> line.strip().replaceFirst(",$", ""))
                .filteredOn(line -> line.startsWith("`"))
                .containsExactlyInAnyOrderElementsOf(expected);
        session.run("DROP DATABASE altered CASCADE");
    }

    @Test
    void oneOfManyCreatesAFunction() throws Exception {
        Catalog catalog = catalog(session(), "lake");
        ObjectPath path = new ObjectPath("default", "f");
        CatalogFunctionImpl function = new CatalogFunctionImpl("some.Class");
        together(thread -> outcome(() -> catalog.createFunction(path, function, true)))
                .forEach(error -> assertThat(error).isEmpty());
        together(thread -> outcome(() -> catalog.dropFunction(path, true)))
                .forEach(error -> assertThat(error).isEmpty());
        List<Optional<Throwable>> creations =
                together(thread -> outcome(() -> catalog.createFunction(path, function, false)));
        assertThat(creations).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(creations)
                .filteredOn(Optional::isPresent)
                .allSatisfy(
                        e -> assertThat(e.get()).isInstanceOf(FunctionAlreadyExistException.class));
        catalog.dropFunction(path, false);
    }

    @Test
    void sessionOutlivesTheMetastore() {
        Session session = session();
        session.run("CREATE DATABASE outlive");
        session.run("USE outlive");
        session.run("CREATE TABLE i (id BIGINT)");
        session.run("CREATE TABLE h (id BIGINT) WITH ('connector' = 'hive')");
        session.run("INSERT INTO i VALUES (1)");
        session.run("INSERT INTO h VALUES (1)");

        metastore.restart();
        assertSql(session, "SHOW TABLES").returns("+I[h]", "+I[i]");
        metastore.restart();
        assertSql(session, "SELECT * FROM i").returns("+I[1]");
        metastore.restart();
        assertSql(session, "SELECT * FROM h").returns("+I[1]");
        metastore.restart();
        session.run("INSERT INTO i VALUES (2)");
        metastore.restart();
        session.run("INSERT INTO h VALUES (2)");
        assertSql(session, "SELECT * FROM i").returns("+I[1]", "+I[2]");
        assertSql(session, "SELECT * FROM h").returns("+I[1]", "+I[2]");
        session.run("USE `default`");
        session.run("DROP DATABASE outlive CASCADE");
    }

    @Test
    void metastoreThatIsDownIsNamedSoon() {
        MetastoreProcess own = Lake.instance().newMetastore();
        Session session = Session.batch(Map.of("uri", own.uri()));
        Session other = session();
        own.stop();
        String end = ": no answer from the Hive Metastore at " + own.uri();
        assertSoon(
                () ->
                        assertSql(session, "SHOW TABLES")
                                .fails("Cannot list tables of default" + end));
        assertSoon(() -> assertSql(session, "SHOW DATABASES").fails("Cannot list databases" + end));
        assertSoon(
                () ->
                        assertSql(
                                        other,
                                        "CREATE CATALOG down WITH ('type' = 'lakehouse', 'uri' = '"
                                                + own.uri()
                                                + "')")
                                .fails("Cannot list databases" + end));
        own.restart();
        assertSql(session, "SHOW TABLES").returns();
        own.close();
    }

    private static void assertSoon(Runnable action) {
        long start = System.nanoTime();
        action.run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isLessThan(Duration.ofSeconds(15));
    }

    private static Session session() {
        return Session.batch(Map.of("uri", metastore.uri(), "clients", String.valueOf(CLIENTS)));
    }

    private static Catalog catalog(Session session, String name) {
        return session.environment().getCatalog(name).orElseThrow();
    }

    /** Something that can fail. */
    private interface Attempt {
        void run() throws Exception;
    }

    /** Something that each thread does. */
    private interface Work<R> {
        R of(int thread) throws Exception;
    }

    private static Optional<Throwable> outcome(Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    private static <R> List<R> together(Work<R> work) throws Exception {
        return together(THREADS, work);
    }

    private static <R> List<R> together(int count, Work<R> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<R>> tasks = new ArrayList<>();
            for (int thread = 0; thread < count; thread++) {
                int number = thread;
                tasks.add(
                        () -> {
                            start.await();
                            return work.of(number);
                        });
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
