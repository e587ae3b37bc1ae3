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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.junit.jupiter.api.Test;

/** Flink's own test of a catalog, with Iceberg tables. */
class IcebergCatalogTestIT extends AbstractCatalogTest {

    /** With what every Iceberg table gets here: the test wants back exactly what it gives. */
    @Override
    Map<String, String> tableOptions() {
        return Map.of(
                "connector",
                "iceberg",
                "format-version",
                "2",
                "engine.hive.enabled",
                "true",
                "write.parquet.compression-codec",
                "zstd");
    }

    @Override
    Map<String, String> excluded() {
        Map<String, String> excluded = new HashMap<>();
        excluded.putAll(
                because(
                        "an Iceberg table has the partitions that its rows have: they cannot be created",
                        "testCreatePartition",
                        "testCreatePartition_PartitionSpecInvalidException",
                        "testCreatePartition_PartitionAlreadyExistsException",
                        "testCreatePartition_PartitionAlreadyExists_ignored",
                        "testDropPartition",
                        "testAlterPartition",
                        "testPartitionExists",
                        "testListPartitionPartialSpec",
                        "testGetPartitionStats",
                        "testAlterPartitionTableStats"));
        excluded.putAll(
                because(
                        "Iceberg counts its rows and files itself, with each snapshot",
                        "testAlterTableStats",
                        "testAlterTableStats_partitionedTable"));
        excluded.put(
                "testRenameTable_nonPartitionedTable",
                "the files of an Iceberg table stay, and the new name shows where");
        return excluded;
    }

    @Test
    void partitionsAndStatisticsAreRefused() throws Exception {
        catalog.createDatabase(db1, createDb(), false);
        catalog.createTable(path1, createPartitionedTable(), false);
        assertThat(catalog.listPartitions(path1)).isEmpty();
        assertThatThrownBy(
                        () ->
                                catalog.createPartition(
                                        path1, createPartitionSpec(), createPartition(), false))
                .hasMessage(
                        "Cannot add partition to table: db1.t1 is an Iceberg table, which has the"
                                + " partitions that its rows have — insert rows");
        assertThatThrownBy(
                        () ->
                                catalog.alterTableStatistics(
                                        path1, CatalogTableStatistics.UNKNOWN, false))
                .hasMessage(
                        "Cannot store statistics of table: db1.t1 is an Iceberg table, whose"
                                + " statistics come with each snapshot");
    }

    @Test
    void renamedTableShowsWhereItsFilesStayed() throws Exception {
        catalog.createDatabase(db1, createDb(), false);
        catalog.createTable(path1, createTable(), false);
        catalog.renameTable(path1, t2, false);
        assertThat(catalog.tableExists(path1)).isFalse();
        assertThat(catalog.getTable(path3).getOptions().get("location")).endsWith("/db1.db/t1");
    }

    @Test
    void alteringColumnsByOptionsIsRefused() throws Exception {
        catalog.createDatabase(db1, createDb(), false);
        catalog.createTable(path1, createTable(), false);
        assertThatThrownBy(
                        () ->
                                catalog.alterTable(
                                        path1,
                                        table(createAnotherSchema(), List.of(), Map.of()),
                                        false))
                .hasMessage(
                        "Cannot alter table: db1.t1 would get other columns, keys or comment,"
                                + " and the call does not say how — use ALTER TABLE");
    }
}
