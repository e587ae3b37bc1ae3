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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.junit.jupiter.api.Test;

/** Flink's own test of a catalog, with Generic tables. */
class GenericCatalogTestIT extends AbstractCatalogTest {

    @Override
    Map<String, String> tableOptions() {
        return Map.of("connector", "kafka");
    }

    @Override
    Map<String, String> excluded() {
        Map<String, String> excluded = new HashMap<>();
        excluded.putAll(
                because(
                        "the partitions of a generic table are its connector's, and not in the metastore",
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
                        "the size of a generic table is its connector's, and not in the metastore",
                        "testAlterTableStats",
                        "testAlterTableStats_partitionedTable"));
        return excluded;
    }

    @Test
    void partitionsAndStatisticsAreRefused() throws Exception {
        catalog.createDatabase(db1, createDb(), false);
        catalog.createTable(path1, createPartitionedTable(), false);
        assertThatThrownBy(() -> catalog.listPartitions(path1))
                .isInstanceOf(TableNotPartitionedException.class);
        assertThatThrownBy(
                        () ->
                                catalog.alterTableStatistics(
                                        path1, CatalogTableStatistics.UNKNOWN, false))
                .hasMessage(
                        "Cannot store statistics of table: db1.t1 is a generic Flink table, of which"
                                + " the metastore keeps the definition only");
    }
}
