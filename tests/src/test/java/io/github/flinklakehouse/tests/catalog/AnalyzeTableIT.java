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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBoolean;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDate;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataDouble;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataLong;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** ANALYZE TABLE, and what the metastore knows of a table or partition afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnalyzeTableIT {
    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE analyzed");
        session.run("USE analyzed");
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE analyzed CASCADE");
    }

    @Test
    void onePartitionOfATextKey() {
        create("text_", "`date` STRING", "`date`");
        session.run("INSERT INTO text_ VALUES (1, '2024-01-01'), (2, '2024-01-01'), (3, 'it''s')");
        session.run("ANALYZE TABLE text_ PARTITION (`date`='2024-01-01') COMPUTE STATISTICS");
        assertThat(rows("text_", "2024-01-01")).isEqualTo("2");
        session.run("ANALYZE TABLE text_ PARTITION (`date`='it''s') COMPUTE STATISTICS");
        assertThat(rows("text_", "it's")).isEqualTo("1");
        session.run("ANALYZE TABLE text_ PARTITION (`date`='none') COMPUTE STATISTICS");
    }

    @Test
    void allPartitionsWithNullAmongThem() {
        create("all_", "dt DATE, h INT", "dt, h");
        session.run(
                """
                INSERT INTO all_ VALUES
                  (1, DATE '2024-01-01', 1), (2, DATE '2024-01-01', 1), (3, DATE '2024-01-02', 1),
                  (4, CAST(NULL AS DATE), 1), (5, CAST(NULL AS DATE), 1), (6, CAST(NULL AS DATE), 2)
                """);
        session.run("ANALYZE TABLE all_ PARTITION (dt, h=1) COMPUTE STATISTICS");
        assertThat(rows("all_", "2024-01-01", "1")).isEqualTo("2");
        assertThat(rows("all_", "2024-01-02", "1")).isEqualTo("1");
        assertThat(rows("all_", "__HIVE_DEFAULT_PARTITION__", "1")).isEqualTo("2");
        session.run("ANALYZE TABLE all_ PARTITION (dt, h) COMPUTE STATISTICS");
        assertThat(rows("all_", "__HIVE_DEFAULT_PARTITION__", "2")).isEqualTo("1");
        assertSql(session, "SHOW PARTITIONS all_")
                .returns(
                        "+I[dt=2024-01-01/h=1]",
                        "+I[dt=2024-01-02/h=1]",
                        "+I[dt=null/h=1]",
                        "+I[dt=null/h=2]");
    }

    @Test
    void keysOfEveryType() {
        create(
                "types",
                "d DECIMAL(5, 2), f DOUBLE, c CHAR(3), t TIMESTAMP(3), l BIGINT",
                "d, f, c, t, l");
        session.run(
                """
                INSERT INTO types VALUES
                  (1, 1.5, 0.25, 'a', TIMESTAMP '2024-02-29 12:34:56.789', 9223372036854775807)
                """);
        session.run("ANALYZE TABLE types PARTITION (d, f, c, t, l) COMPUTE STATISTICS");
        assertThat(partitions("types").get(0).parameters()).containsEntry("numRows", "1");
        session.run(
                "ANALYZE TABLE types PARTITION (d='1.50', f, c='a', t, l='9223372036854775807') COMPUTE STATISTICS");
    }

    @Test
    void icebergTablesKeepTheirOwnStatistics() {
        session.run("CREATE TABLE iceberg_ (id INT, dt STRING) PARTITIONED BY (dt)");
        assertSql(session, "ANALYZE TABLE iceberg_ PARTITION (dt='x') COMPUTE STATISTICS")
                .fails(
                        "Cannot store statistics of table: analyzed.iceberg_ is an Iceberg table, whose statistics come with each snapshot");
    }

    @Test
    void columnsOfATable() throws Exception {
        session.run(
                """
                CREATE TABLE columns_ (i INT, l BIGINT, d DOUBLE, n DECIMAL(5, 2), s STRING, b BOOLEAN,
                  dt DATE, ts TIMESTAMP(3), bin BYTES, a ARRAY<INT>) WITH ('connector' = 'hive')
                """);
        session.run(
                """
                INSERT INTO columns_ VALUES
                  (1, 5, 1.5, 1.25, 'ab', TRUE, DATE '2024-01-01', TIMESTAMP '2024-01-01 00:00:00', X'01', ARRAY[1]),
                  (3, -7, 2.5, 9.75, 'abcd', TRUE, DATE '1969-12-31', TIMESTAMP '2024-01-02 00:00:00', X'02', ARRAY[2]),
                  (3, CAST(NULL AS BIGINT), 2.5, 9.75, 'abcd', FALSE, DATE '1969-12-31', CAST(NULL AS TIMESTAMP(3)), X'02', ARRAY[2])
                """);
        session.run("ANALYZE TABLE columns_ COMPUTE STATISTICS FOR ALL COLUMNS");
        Map<String, CatalogColumnStatisticsDataBase> found = columns("columns_");
        assertThat(found.keySet())
                .containsExactlyInAnyOrder("i", "l", "d", "n", "s", "b", "dt", "ts");
        assertThat((CatalogColumnStatisticsDataLong) found.get("i"))
                .extracting("min", "max", "ndv", "nullCount")
                .containsExactly(1L, 3L, 2L, 0L);
        assertThat((CatalogColumnStatisticsDataLong) found.get("l"))
                .extracting("min", "max", "ndv", "nullCount")
                .containsExactly(-7L, 5L, 2L, 1L);
        assertThat((CatalogColumnStatisticsDataDouble) found.get("d"))
                .extracting("min", "max", "ndv", "nullCount")
                .containsExactly(1.5, 2.5, 2L, 0L);
        assertThat((CatalogColumnStatisticsDataDouble) found.get("n"))
                .extracting("min", "max", "ndv", "nullCount")
                .containsExactly(null, null, 2L, 0L);
        assertThat((CatalogColumnStatisticsDataString) found.get("s"))
                .extracting("maxLength", "ndv", "nullCount")
                .containsExactly(4L, 2L, 0L);
        assertThat((CatalogColumnStatisticsDataBoolean) found.get("b"))
                .extracting("trueCount", "falseCount", "nullCount")
                .containsExactly(2L, 1L, 0L);
        assertThat(((CatalogColumnStatisticsDataDate) found.get("dt")).getMin().getDaysSinceEpoch())
                .isEqualTo(-1);
        assertThat((CatalogColumnStatisticsDataLong) found.get("ts"))
                .extracting("min", "max", "ndv", "nullCount")
                .containsExactly(null, null, 2L, 1L);
        // What an insert makes untrue is not told any more.
        session.run("INSERT INTO columns_ (i) VALUES (100)");
        assertThat(columns("columns_")).isEmpty();
        session.run("ANALYZE TABLE columns_ COMPUTE STATISTICS FOR COLUMNS i");
        assertThat(columns("columns_").keySet()).containsExactly("i");
        session.run("ANALYZE TABLE columns_ COMPUTE STATISTICS");
        assertThat(columns("columns_")).isEmpty();
    }

    @Test
    void columnsOfPartitions() throws Exception {
        create("parts", "dt STRING", "dt");
        session.run("INSERT INTO parts VALUES (1, 'a'), (5, 'a'), (9, 'b/c')");
        session.run("ANALYZE TABLE parts PARTITION (dt) COMPUTE STATISTICS FOR COLUMNS id");
        ObjectPath path = new ObjectPath("analyzed", "parts");
        List<CatalogPartitionSpec> partitions =
                List.of(
                        new CatalogPartitionSpec(Map.of("dt", "b/c")),
                        new CatalogPartitionSpec(Map.of("dt", "a")));
        assertThat(catalog().bulkGetPartitionColumnStatistics(path, partitions))
                .extracting(each -> each.getColumnStatisticsData().get("id"))
                .extracting("min", "max", "ndv")
                .containsExactly(tuple(9L, 9L, 1L), tuple(1L, 5L, 2L));
        assertThat(catalog().getPartitionColumnStatistics(path, partitions.get(1)))
                .extracting(each -> each.getColumnStatisticsData().get("id"))
                .extracting("max")
                .isEqualTo(5L);
        assertSql(session, "SELECT MAX(id) FROM parts WHERE dt = 'a'").returns("+I[5]");
    }

    @Test
    void genericTablesAreRefused() {
        session.run(
                "CREATE TABLE generic_ (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '1')");
        assertSql(session, "ANALYZE TABLE generic_ COMPUTE STATISTICS FOR COLUMNS id")
                .fails(
                        "Cannot store statistics of table: analyzed.generic_ is a generic Flink table, of which the metastore keeps the definition only");
        assertThatThrownBy(
                        () ->
                                catalog()
                                        .alterTableColumnStatistics(
                                                new ObjectPath("analyzed", "generic_"),
                                                CatalogColumnStatistics.UNKNOWN,
                                                false))
                .hasMessage(
                        "Cannot store column statistics of table: analyzed.generic_ is not a Hive table, and the metastore keeps those of Hive tables only");
    }

    private Map<String, CatalogColumnStatisticsDataBase> columns(String table) throws Exception {
        return catalog()
                .getTableColumnStatistics(new ObjectPath("analyzed", table))
                .getColumnStatisticsData();
    }

    private Catalog catalog() {
        return session.environment().getCatalog("lake").orElseThrow();
    }

    private void create(String table, String keys, String names) {
        session.run(
                "CREATE TABLE %s (id INT, %s) PARTITIONED BY (%s) WITH ('connector' = 'hive')"
                        .formatted(table, keys, names));
    }

    private static String rows(String table, String... values) {
        return partitions(table).stream()
                .filter(partition -> partition.values().equals(List.of(values)))
                .findFirst()
                .orElseThrow()
                .parameters()
                .get("numRows");
    }

    private static List<MetastorePartition> partitions(String table) {
        return OtherEngines.connection().load().partitions("analyzed", table);
    }
}
