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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the planner is told of Iceberg tables, and what it makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergStatisticsIT {
    private static final String DATABASE = "iceberg_statistics";

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

    @Test
    void boundsAndNullsComeFromTheManifests() throws Exception {
        session.run(
                """
                CREATE TABLE typed (i INT, l BIGINT, t TINYINT, d DOUBLE, n DECIMAL(5, 2), s STRING, dt DATE,
                  b BOOLEAN, empty_ INT, a ARRAY<INT>)
                """);
        session.run(
                """
                INSERT INTO typed VALUES (1, 5, CAST(-3 AS TINYINT), 1.5, 1.25, 'ab', DATE '2024-01-01', TRUE,
                  CAST(NULL AS INT), ARRAY[1])
                """);
        session.run(
                """
                INSERT INTO typed VALUES (3, CAST(NULL AS BIGINT), CAST(7 AS TINYINT), -2.5, 9.75, 'c',
                  DATE '1969-12-31', FALSE, CAST(NULL AS INT), ARRAY[2])
                """);
        session.run("ALTER TABLE typed MODIFY i BIGINT");
        session.run("ALTER TABLE typed ADD later INT");
        assertThat(rowCount("typed")).isEqualTo(2);
        Map<String, CatalogColumnStatisticsDataBase> columns = columns("typed");
        assertThat(columns.keySet())
                .containsExactlyInAnyOrder("i", "l", "t", "d", "n", "s", "dt", "empty_", "later");
        assertThat((CatalogColumnStatisticsDataLong) columns.get("i"))
                .satisfies(i -> assertThat(i.getMin()).isEqualTo(1))
                .satisfies(i -> assertThat(i.getMax()).isEqualTo(3))
                .satisfies(i -> assertThat(i.getNullCount()).isZero());
        assertThat((CatalogColumnStatisticsDataLong) columns.get("l"))
                .satisfies(l -> assertThat(l.getMin()).isEqualTo(5))
                .satisfies(l -> assertThat(l.getMax()).isEqualTo(5))
                .satisfies(l -> assertThat(l.getNullCount()).isEqualTo(1));
        assertThat((CatalogColumnStatisticsDataLong) columns.get("t"))
                .satisfies(t -> assertThat(t.getMin()).isEqualTo(-3))
                .satisfies(t -> assertThat(t.getMax()).isEqualTo(7));
        assertThat((CatalogColumnStatisticsDataDouble) columns.get("d"))
                .satisfies(d -> assertThat(d.getMin()).isEqualTo(-2.5))
                .satisfies(d -> assertThat(d.getMax()).isEqualTo(1.5));
        assertThat((CatalogColumnStatisticsDataDouble) columns.get("n"))
                .satisfies(n -> assertThat(n.getMin()).isEqualTo(1.25))
                .satisfies(n -> assertThat(n.getMax()).isEqualTo(9.75));
        assertThat((CatalogColumnStatisticsDataDate) columns.get("dt"))
                .satisfies(dt -> assertThat(dt.getMin().getDaysSinceEpoch()).isEqualTo(-1))
                .satisfies(dt -> assertThat(dt.getMax().getDaysSinceEpoch()).isEqualTo(19723));
        assertThat((CatalogColumnStatisticsDataLong) columns.get("empty_"))
                .satisfies(empty -> assertThat(empty.getMin()).isNull())
                .satisfies(empty -> assertThat(empty.getNullCount()).isEqualTo(2));
        assertThat((CatalogColumnStatisticsDataLong) columns.get("later"))
                .satisfies(later -> assertThat(later.getMin()).isNull());
    }

    @Test
    void deletedRowsAreSubtractedAndTheirBoundsStay() throws Exception {
        session.run("CREATE TABLE deleted (id INT, n INT, PRIMARY KEY (id) NOT ENFORCED)");
        assertThat(rowCount("deleted")).isZero();
        session.run("INSERT INTO deleted VALUES (1, 1), (2, CAST(NULL AS INT)), (3, 3)");
        session.run("DELETE FROM deleted WHERE n = 3");
        assertThat(rowCount("deleted")).isEqualTo(2);
        assertThat((CatalogColumnStatisticsDataLong) columns("deleted").get("n"))
                .satisfies(n -> assertThat(n.getMax()).isEqualTo(3))
                .satisfies(n -> assertThat(n.getNullCount()).isNull());
    }

    @Test
    void distinctValuesAreThoseThatAnotherEngineCounted() throws Exception {
        session.run("CREATE TABLE counted (id INT, s STRING)");
        session.run("INSERT INTO counted VALUES (1, 'a'), (2, 'a')");
        Table table = IcebergRows.of(DATABASE, "counted").table();
        long snapshot = table.currentSnapshot().snapshotId();
        table.updateStatistics()
                .setStatistics(
                        new GenericStatisticsFile(
                                snapshot,
                                table.location() + "/metadata/counted.stats",
                                1,
                                1,
                                List.of(
                                        new GenericBlobMetadata(
                                                "apache-datasketches-theta-v1",
                                                snapshot,
                                                1,
                                                List.of(2),
                                                Map.of("ndv", "1")))))
                .commit();
        session.run("INSERT INTO counted VALUES (3, 'a')");
        assertThat((CatalogColumnStatisticsDataString) columns("counted").get("s"))
                .satisfies(s -> assertThat(s.getNdv()).isEqualTo(1))
                .satisfies(s -> assertThat(s.getNullCount()).isZero());
    }

    @Test
    void thePlannerJoinsFirstWhatLeavesFewRows() {
        session.run("CREATE TABLE facts (a INT, b INT)");
        session.run("CREATE TABLE a (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED)");
        session.run("CREATE TABLE b (id INT, v INT, PRIMARY KEY (id) NOT ENFORCED)");
        session.run(
                """
                CREATE TEMPORARY TABLE numbers (n INT NOT NULL) WITH ('connector' = 'datagen', 'number-of-rows' = '1000',
                  'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '1000')
                """);
        session.run("INSERT INTO facts SELECT n, n FROM numbers");
        for (String table : new String[] {"a", "b"}) {
            session.run("INSERT INTO " + table + " SELECT n, n FROM numbers");
            session.run("DELETE FROM " + table + " WHERE id = 7");
        }
        session.environment().getConfig().set("table.optimizer.join-reorder-enabled", "true");
        String join =
                "EXPLAIN SELECT * FROM facts JOIN %s ON facts.%s = %s.id JOIN %s ON facts.%s = %s.id WHERE a.v < %d AND b.v < %d";
        assertThat(session.value(join.formatted("a", "a", "a", "b", "b", "b", 900, 10)))
                .satisfies(plan -> assertThat(firstJoined(plan)).isEqualTo("b"));
        assertThat(session.value(join.formatted("b", "b", "b", "a", "a", "a", 10, 900)))
                .satisfies(plan -> assertThat(firstJoined(plan)).isEqualTo("a"));
    }

    /** The table that is joined with the facts in the innermost join. */
    private static String firstJoined(String plan) {
        String optimized = plan.substring(plan.indexOf("== Optimized Physical Plan =="));
        int facts = optimized.indexOf("iceberg_statistics, facts");
        int a = Math.abs(facts - optimized.indexOf("iceberg_statistics, a,"));
        int b = Math.abs(facts - optimized.indexOf("iceberg_statistics, b,"));
        return a < b ? "a" : "b";
    }

    private long rowCount(String table) throws Exception {
        return catalog().getTableStatistics(new ObjectPath(DATABASE, table)).getRowCount();
    }

    private Map<String, CatalogColumnStatisticsDataBase> columns(String table) throws Exception {
        return catalog()
                .getTableColumnStatistics(new ObjectPath(DATABASE, table))
                .getColumnStatisticsData();
    }

    private Catalog catalog() {
        return session.environment().getCatalog("lake").orElseThrow();
    }
}
