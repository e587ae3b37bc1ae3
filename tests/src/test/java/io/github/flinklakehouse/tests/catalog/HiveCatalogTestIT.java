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
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionImpl;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.junit.jupiter.api.Test;

/** Flink's own test of a catalog, with Hive tables. */
class HiveCatalogTestIT extends AbstractCatalogTest {

    @Override
    Map<String, String> tableOptions() {
        return Map.of("connector", "hive", "format", "parquet");
    }

    @Override
    Map<String, String> excluded() {
        return Map.of();
    }

    /** With text as partition keys, since the test gives them values such as {@code bob}. */
    @Override
    protected ResolvedSchema createSchema() {
        return new ResolvedSchema(
                List.of(
                        Column.physical("first", DataTypes.STRING()),
                        Column.physical("second", DataTypes.STRING()),
                        Column.physical("third", DataTypes.INT())),
                List.of(),
                null,
                super.createSchema().getIndexes());
    }

    /**
     * With the mark by which Flink's test knows partitions of Hive: they may have more properties
     * than they were given, such as their location.
     */
    @Override
    public CatalogPartition createPartition() {
        return new CatalogPartitionImpl(new HashMap<>(Map.of("connector", "hive")), TEST_COMMENT);
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
