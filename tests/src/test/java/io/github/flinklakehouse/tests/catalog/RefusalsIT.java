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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CatalogMaterializedTable;
import org.apache.flink.table.catalog.CatalogMaterializedTable.LogicalRefreshMode;
import org.apache.flink.table.catalog.CatalogMaterializedTable.RefreshMode;
import org.apache.flink.table.catalog.CatalogMaterializedTable.RefreshStatus;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.IntervalFreshness;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogMaterializedTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.StartMode;
import org.apache.flink.table.catalog.StartMode.StartModeKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sentences of refusals that no other test brings about. */
class RefusalsIT {
    private static Session session;

    @BeforeAll
    static void createTables() {
        session = Session.batch();
        session.run("CREATE DATABASE refusals");
        session.run("USE refusals");
        session.run("CREATE TABLE i (id INT, p INT) PARTITIONED BY (p)");
        session.run("CREATE TABLE h (id INT, name STRING) WITH ('connector' = 'hive')");
        session.run("CREATE TABLE g (id INT) WITH ('connector' = 'datagen')");
    }

    @AfterAll
    static void dropTables() {
        session.run("USE `default`");
        session.run("DROP DATABASE refusals CASCADE");
    }

    @Test
    void columnsThatCannotBe() {
        assertSql(session, "CREATE TABLE x (id INT, `file.path` STRING METADATA VIRTUAL)")
                .fails(
                        "Cannot keep metadata column file.path: refusals.x has no metadata in its files that Flink could read — leave it out");
        assertSql(
                        session,
                        "CREATE TABLE x (p INT, id INT) PARTITIONED BY (p) WITH ('connector' = 'hive')")
                .fails(
                        "Cannot create table: refusals.x would be a Hive table, which has its partition columns [p] behind all others, in this order — declare them last");
    }

    @Test
    void changesOfHiveColumnsThatFilesWouldNotFollow() {
        String end =
                "refusals.h has files that store columns by name and type, and would no longer match — add a column, or migrate the table to Iceberg";
        assertSql(session, "ALTER TABLE h RENAME id TO number")
                .fails("Cannot rename column id of table: " + end);
        assertSql(session, "ALTER TABLE h MODIFY id BIGINT")
                .fails("Cannot change the type of column id of table: " + end);
        session.run(
                "CREATE TABLE narrow (id BIGINT) WITH ('connector' = 'hive', 'format' = 'textfile')");
        assertSql(session, "ALTER TABLE narrow MODIFY id INT")
                .fails(
                        "Cannot change the type of column id of table: refusals.narrow can have values of BIGINT that are not of INT — add a column");
    }

    @Test
    void functionsModelsAndPartitionsThatCannotBeKept() {
        assertSql(session, "CREATE FUNCTION f AS 'a.B' USING JAR 'file:///no.jar'")
                .fails(
                        "Cannot store function: refusals.f has USING JAR, which the metastore would not keep — put the jar into lib/, or create a temporary function");
        assertSql(
                        session,
                        "CREATE MODEL m INPUT (a INT) OUTPUT (b INT) WITH ('provider' = 'openai')")
                .fails(
                        "Cannot create model: refusals.m would be in a Hive Metastore, which keeps no models — create a temporary model");
        session.run("INSERT INTO i VALUES (1, 2)");
        Catalog catalog = session.environment().getCatalog("lake").orElseThrow();
        assertThatThrownBy(
                        () ->
                                catalog.alterPartition(
                                        new ObjectPath("refusals", "i"),
                                        new CatalogPartitionSpec(Map.of("p", "2")),
                                        new CatalogPartitionImpl(Map.of(), ""),
                                        false))
                .hasMessage(
                        "Cannot alter partition of table: refusals.i is an Iceberg table, whose partitions have no properties");
    }

    @Test
    void materializedTables() {
        CatalogMaterializedTable table =
                CatalogMaterializedTable.newBuilder()
                        .schema(Schema.newBuilder().column("id", "INT").build())
                        .originalQuery("SELECT id FROM i")
                        .expandedQuery("SELECT id FROM i")
                        .freshness(IntervalFreshness.ofMinute(1))
                        .logicalRefreshMode(LogicalRefreshMode.FULL)
                        .refreshMode(RefreshMode.FULL)
                        .refreshStatus(RefreshStatus.INITIALIZING)
                        .build();
        ResolvedCatalogMaterializedTable resolved =
                new ResolvedCatalogMaterializedTable(
                        table,
                        ResolvedSchema.of(Column.physical("id", DataTypes.INT())),
                        RefreshMode.FULL,
                        IntervalFreshness.ofMinute(1),
                        StartMode.of(StartModeKind.FROM_BEGINNING));
        Catalog catalog = session.environment().getCatalog("lake").orElseThrow();
        assertThatThrownBy(
                        () -> catalog.createTable(new ObjectPath("refusals", "m"), resolved, false))
                .hasMessage(
                        "Cannot create materialized table: refusals.m is in a Hive Metastore, which has no place for a refresh job — create a table and an INSERT job");
    }

    @Test
    void writesAndReadsThatCannotBe() {
        assertSql(session, "INSERT INTO i /*+ OPTIONS('upsert-enabled' = 'true') */ VALUES (1, 1)")
                .fails(
                        "Cannot upsert into table: refusals.i is an Iceberg table without a primary key — declare one with PRIMARY KEY (…) NOT ENFORCED, or set 'upsert-enabled' = 'false'");
        session.run(
                "CREATE TEMPORARY TABLE alone (id INT) WITH ('connector' = 'lakehouse', 'uri' = '%s', 'database' = 'refusals', 'table' = 'g')"
                        .formatted(Lake.instance().metastore().uri()));
        assertSql(session, "SELECT * FROM alone")
                .fails(
                        "Cannot use table: lake.refusals.alone — refusals.g is no Hive or Iceberg table");
        session.run("DROP TEMPORARY TABLE alone");
    }
}
