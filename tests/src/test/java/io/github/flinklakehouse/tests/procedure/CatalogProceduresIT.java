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

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Procedures that say and change what the metastore knows. */
class CatalogProceduresIT {
    private static final Session SESSION = Session.batch();

    @BeforeAll
    static void database() {
        SESSION.run("CREATE DATABASE catalog_procedures");
        SESSION.run("USE catalog_procedures");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE catalog_procedures CASCADE");
    }

    @Test
    void listsTablesOfAllFormats() {
        SESSION.run("CREATE DATABASE listed");
        SESSION.run("CREATE TABLE listed.i (id INT)");
        SESSION.run("CREATE TABLE listed.h (id INT) WITH ('connector' = 'hive')");
        SESSION.run("CREATE TABLE listed.g (id INT) WITH ('connector' = 'datagen')");
        SESSION.run("CREATE VIEW listed.v AS SELECT 1 AS x");
        OtherEngines.createTable(
                "listed",
                "d",
                MetastoreTable.Kind.MANAGED,
                Map.of("spark.sql.sources.provider", "delta"));
        try {
            assertThat(SESSION.rows("CALL sys.list_tables('Listed')"))
                    .extracting(
                            row ->
                                    "%s %s %s"
                                            .formatted(
                                                    row.getField(0),
                                                    row.getField(1),
                                                    row.getField(2)))
                    .containsExactly(
                            "d foreign managed",
                            "g generic managed",
                            "h hive managed",
                            "i iceberg external",
                            "v view view");
            assertThat(SESSION.rows("CALL sys.list_tables('listed')").get(2).getField(3))
                    .asString()
                    .endsWith("/listed.db/h");
        } finally {
            SESSION.run("DROP TABLE listed.i");
            removeEntry("listed", "d");
            SESSION.run("DROP DATABASE listed CASCADE");
        }
        assertSql(SESSION, "CALL sys.list_tables('listed')")
                .fails("Cannot list tables of database: listed does not exist");
    }

    private static void removeEntry(String database, String table) {
        OtherEngines.connection().load().dropTable(database, table, Metastore.Data.KEEP);
    }

    @Test
    void addsAndDropsPartitionsAsTheirFoldersCameAndWent() throws IOException {
        SESSION.run(
                """
                CREATE TABLE p (id INT, dt STRING, hr INT) PARTITIONED BY (dt, hr)
                WITH ('connector' = 'hive')
                """);
        SESSION.run("INSERT INTO p VALUES (1, 'a/b', 1), (2, 'c', 2)");
        Path folder =
                Path.of(
                        URI.create(
                                OtherEngines.read("catalog_procedures", "p").storage().location()));
        Files.createDirectories(folder.resolve("dt=d"));
        Files.move(folder.resolve("dt=c/hr=2"), folder.resolve("dt=d/hr=03"));
        Files.createDirectories(folder.resolve("_temporary/x"));

        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.p', 'add')")
                .returns("+I[dt=d/hr=03, added]");
        assertSql(SESSION, "SELECT * FROM p WHERE dt <> 'c'")
                .returns("+I[1, a/b, 1]", "+I[2, d, 3]");
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.p', 'Drop')")
                .returns("+I[dt=c/hr=2, dropped]");
        assertSql(SESSION, "SELECT * FROM p").returns("+I[1, a/b, 1]", "+I[2, d, 3]");

        Files.move(folder.resolve("dt=d/hr=03"), folder.resolve("dt=d/hr=4"));
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.p', 'full')")
                .returns("+I[dt=d/hr=03, dropped]", "+I[dt=d/hr=4, added]");
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.p', 'full')").returns();
        assertSql(SESSION, "SELECT * FROM p").returns("+I[1, a/b, 1]", "+I[2, d, 4]");
    }

    @Test
    void keepsPartitionsThatAreElsewhere() {
        SESSION.run(
                "CREATE TABLE e (id INT, dt STRING) PARTITIONED BY (dt) WITH ('connector' = 'hive')");
        SESSION.run("INSERT INTO e VALUES (1, 'a')");
        SESSION.run(
                "ALTER TABLE e ADD PARTITION (dt = 'b') WITH ('location' = '%s')"
                        .formatted(Lake.instance().newFolder("elsewhere").toUri()));
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.e', 'full')").returns();
        assertSql(SESSION, "SHOW PARTITIONS e").returns("+I[dt=a]", "+I[dt=b]");
    }

    @Test
    void refusesPartitionsThatAreNone() throws IOException {
        SESSION.run(
                "CREATE TABLE q (id INT, hr INT) PARTITIONED BY (hr) WITH ('connector' = 'hive')");
        String location = OtherEngines.read("catalog_procedures", "q").storage().location();
        Path folder = Path.of(URI.create(location));
        String call = "CALL sys.sync_partitions('catalog_procedures.q', '%s')";
        assertSql(SESSION, call.formatted("all"))
                .fails(
                        "Cannot sync partitions of table: catalog_procedures.q has no mode 'all' to be synced in — take 'add', 'drop' or 'full'");
        Files.createDirectories(folder.resolve("backup"));
        assertSql(SESSION, call.formatted("add"))
                .fails(
                        "Cannot sync partitions of table: catalog_procedures.q has the folder %s/backup, which is no partition of its key 'hr' — move it away"
                                .formatted(location));
        Files.move(folder.resolve("backup"), folder.resolve("hr=noon"));
        assertSql(SESSION, call.formatted("add"))
                .failsWith("catalog_procedures.q.hr=noon is no INT");
        Files.delete(folder.resolve("hr=noon"));
        Files.delete(folder);
        assertSql(SESSION, call.formatted("drop"))
                .fails(
                        "Cannot sync partitions of table: catalog_procedures.q has no folder "
                                + location);
        Files.createDirectories(folder);
        SESSION.run("CREATE TABLE whole (id INT) WITH ('connector' = 'hive')");
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.whole', 'add')")
                .fails(
                        "Cannot sync partitions of table: catalog_procedures.whole has no partition keys");
        SESSION.run("CREATE TABLE ice (id INT)");
        assertSql(SESSION, "CALL sys.sync_partitions('catalog_procedures.ice', 'add')")
                .fails(
                        "Cannot sync partitions of table: catalog_procedures.ice is an Iceberg table, not a Hive table");
    }

    @Test
    void registersATableThatExistsAsFiles() {
        SESSION.run("CREATE TABLE lost (id INT)");
        SESSION.run("INSERT INTO lost VALUES 1, 2");
        Table table =
                OtherEngines.connection()
                        .icebergCatalog()
                        .loadTable(TableIdentifier.of("catalog_procedures", "lost"));
        String metadata = ((BaseTable) table).operations().current().metadataFileLocation();
        long snapshot = table.currentSnapshot().snapshotId();
        String call = "CALL sys.register_table('catalog_procedures.%s', '%s')";
        assertSql(SESSION, call.formatted("lost", metadata))
                .fails(
                        "Cannot register table: catalog_procedures.lost exists already — take another name");
        removeEntry("catalog_procedures", "lost");
        assertThat(SESSION.rows(call.formatted("found", metadata)))
                .singleElement()
                .extracting(row -> row.getField(0), row -> row.getField(1))
                .containsExactly(snapshot, 2L);
        assertSql(SESSION, "SELECT * FROM found").returns("+I[1]", "+I[2]");
        assertSql(SESSION, call.formatted("other", metadata + ".metadata.json"))
                .fails(
                        "Cannot register table: catalog_procedures.other has no metadata file %s.metadata.json"
                                .formatted(metadata));
        assertSql(SESSION, "CALL sys.register_table('nowhere.t', '%s')".formatted(metadata))
                .fails(
                        "Cannot register table: nowhere.t would be in a database that does not exist — create the database");
    }
}
