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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.junit.jupiter.api.Test;

/** Dropping databases, views of other engines, and what must not be shown. */
class DatabasesAndViewsIT {

    @Test
    void cascadeDropsEachTableByItsOwnRules() throws IOException {
        Session session = Session.batch();
        Path database = Lake.instance().warehouse().resolve("mixed.db");
        Path outside = Lake.instance().newFolder("outside");
        session.run("CREATE DATABASE mixed COMMENT 'a mix' WITH ('k' = 'v')");
        session.run("USE mixed");
        session.run("CREATE TABLE i (id INT)");
        session.run("INSERT INTO i VALUES (1)");
        session.run("CREATE TABLE h (id INT) WITH ('connector' = 'hive')");
        session.run("INSERT INTO h VALUES (1)");
        for (String format : new String[] {"iceberg", "hive"}) {
            session.run(
                    "CREATE TABLE out_%1$s (id INT) WITH ('connector' = '%1$s', 'location' = '%2$s')"
                            .formatted(format, outside.resolve(format).toUri()));
            session.run("INSERT INTO out_%s VALUES (1)".formatted(format));
        }
        session.run(
                "CREATE TABLE kept (id INT) WITH ('connector' = 'hive', 'location' = '%s')"
                        .formatted(database.resolve("kept_files").toUri()));
        session.run("INSERT INTO kept VALUES (1)");
        session.run("CREATE TABLE g (id INT) WITH ('connector' = 'datagen')");
        session.run("CREATE VIEW v AS SELECT * FROM i");
        OtherEngines.createTable(
                "mixed",
                "delta",
                MetastoreTable.Kind.EXTERNAL,
                Map.of("spark.sql.sources.provider", "delta"));
        session.run("USE `default`");
        assertSql(session, "DROP DATABASE mixed")
                .failsWith("Database mixed in catalog lake is not empty");
        session.run("DROP DATABASE mixed CASCADE");
        assertSql(session, "SHOW DATABASES").doesNotContain("+I[mixed]");
        assertThat(files(database)).as("external tables keep theirs").hasSize(1);
        assertThat(database.resolve("i")).doesNotExist();
        assertThat(database.resolve("h")).doesNotExist();
        assertThat(outside.resolve("iceberg")).doesNotExist();
        assertThat(files(outside.resolve("hive"))).hasSize(1);
        session.run("DROP DATABASE IF EXISTS mixed");
        assertSql(session, "DROP DATABASE mixed").failsWith("Database mixed does not exist");
    }

    @Test
    void cascadeDropsNothingWhenOneTableMustStay() {
        Session session = Session.batch();
        session.run("CREATE DATABASE guarded");
        session.run("CREATE TABLE guarded.a (id INT) WITH ('connector' = 'hive')");
        OtherEngines.createTable(
                "guarded",
                "managed_delta",
                MetastoreTable.Kind.MANAGED,
                Map.of("spark.sql.sources.provider", "delta"));
        assertSql(session, "DROP DATABASE guarded CASCADE")
                .fails(
                        "Cannot drop table: guarded.managed_delta is a Delta table (provider=delta) whose data its own engine manages — drop it there");
        assertSql(session, "SHOW TABLES FROM guarded").returns("+I[a]", "+I[managed_delta]");
    }

    @Test
    void databasesKeepTheirProperties() throws Exception {
        Session session = Session.batch();
        Path location = Lake.instance().newFolder("database");
        session.run(
                "CREATE DATABASE Props COMMENT 'it''s one' WITH ('k' = 'v', 'hive.database.location-uri' = '%s')"
                        .formatted(location.toUri()));
        session.run("ALTER DATABASE props SET ('k' = 'w', 'l' = 'x')");
        CatalogDatabase database =
                Session.batch().environment().getCatalog("lake").orElseThrow().getDatabase("props");
        assertThat(database.getComment()).isEqualTo("it's one");
        assertThat(database.getProperties()).containsEntry("k", "w").containsEntry("l", "x");
        session.run("CREATE TABLE props.t (id INT)");
        session.run("INSERT INTO props.t VALUES (1)");
        assertThat(location.resolve("t/metadata")).isDirectory();
        assertThat(session.value("SHOW CREATE TABLE props.t")).contains(location.toString());
        assertSql(session, "CREATE DATABASE PROPS").failsWith("already exists");
        session.run("CREATE DATABASE IF NOT EXISTS PROPS");
        session.run("DROP DATABASE props CASCADE");
        assertThat(location).doesNotExist();
    }

    @Test
    void viewsOfHiveAndSparkAreUsable() {
        Session session = Session.batch();
        session.run("CREATE DATABASE lake_views");
        session.run("CREATE TABLE lake_views.source (id BIGINT, name STRING)");
        session.run("INSERT INTO lake_views.source VALUES (1, 'one'), (2, 'two')");
        OtherEngines.createView(
                "lake_views",
                "hive_view",
                Map.of("comment", "of Hive"),
                "select id, name from source where id < 2",
                "select `source`.`id`, `source`.`name` from `lake_views`.`source` where `source`.`id` < 2");
        assertSql(session, "SELECT * FROM lake_views.hive_view").returns("+I[1, one]");
        session.run("USE CATALOG default_catalog");
        assertSql(session, "SELECT name FROM lake.lake_views.hive_view").returns("+I[one]");
        session.run("USE CATALOG lake");
        Map<String, String> spark =
                Map.of(
                        "spark.sql.create.version", "3.5.1",
                        "view.catalogAndNamespace.numParts", "2",
                        "view.catalogAndNamespace.part.0", "spark_catalog",
                        "view.catalogAndNamespace.part.1", "lake_views");
        String text =
                "SELECT id, upper(name) AS name FROM source JOIN (SELECT 1 AS low) ON id > low";
        OtherEngines.createView("lake_views", "spark_view", spark, text, text);
        assertSql(session, "SELECT * FROM lake_views.spark_view").returns("+I[2, TWO]");
        session.run("CREATE DATABASE elsewhere");
        OtherEngines.createView("elsewhere", "spark_view", spark, text, text);
        assertSql(session, "SELECT * FROM elsewhere.spark_view")
                .fails(
                        "Cannot read view: elsewhere.spark_view is a Spark view whose text counts on the current database lake_views — create a view with Flink's SQL");
        String lateral =
                "select id, name from source lateral view explode(split(name, 'x')) t as c";
        OtherEngines.createView("lake_views", "lateral_view", Map.of(), lateral, lateral);
        assertSql(session, "SELECT * FROM lake_views.lateral_view")
                .failsWith(
                        "Cannot read view: lake_views.lateral_view is a view of another engine, whose text Flink SQL cannot parse (Encountered ");
        assertSql(session, "DESCRIBE lake_views.lateral_view").succeeds();
        session.run("DROP VIEW lake_views.lateral_view");
        session.run("DROP DATABASE elsewhere CASCADE");
        session.run("DROP DATABASE lake_views CASCADE");
    }

    @Test
    void secretsOfTheCatalogAreNotShown() {
        Session session =
                Session.batch(
                        Map.of(
                                "hadoop.fs.s3a.secret.key", "opensesame",
                                "hive.metastore.client.plain.password", "opensesame",
                                "iceberg.io.secret", "opensesame"));
        session.run("CREATE DATABASE secrets");
        session.run("USE secrets");
        session.run("CREATE TABLE i (id INT)");
        session.run("CREATE TABLE h (id INT) WITH ('connector' = 'hive')");
        session.run("CREATE TABLE like_i LIKE i");
        for (String table : new String[] {"i", "h", "like_i"}) {
            assertThat(session.value("SHOW CREATE TABLE " + table)).doesNotContain("opensesame");
            assertThat(session.rows("DESCRIBE EXTENDED " + table).toString())
                    .doesNotContain("opensesame");
            assertThat(session.rows("EXPLAIN SELECT * FROM " + table).toString())
                    .doesNotContain("opensesame");
            assertThat(OtherEngines.read("secrets", table).toString()).doesNotContain("opensesame");
        }
        session.run("USE `default`");
        session.run("DROP DATABASE secrets CASCADE");
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .toList()
                    .stream();
        }
    }
}
