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
package io.github.flinklakehouse.catalog.foreign;

import io.github.flinklakehouse.catalog.NoPartitions;
import io.github.flinklakehouse.catalog.NotedColumns;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;

/**
 * Tables of systems that this project does not read. They are described, so that users see what is
 * there, and otherwise left alone.
 */
public final class ForeignTables extends NoPartitions {
    /** What stands in the place of a connector that there is not. */
    private static final String CONNECTOR = "foreign";

    private final Metastore metastore;

    public ForeignTables(Metastore metastore) {
        super("a table of another system", metastore);
        this.metastore = metastore;
    }

    @Override
    public CatalogBaseTable load(MetastoreTable table) {
        Map<String, String> options = new HashMap<>();
        options.put("connector", CONNECTOR);
        options.put("provider", provider(table));
        if (!table.storage().location().isEmpty()) {
            options.put("location", table.storage().location());
        }
        return new LakeTable(
                CatalogTable.newBuilder()
                        .schema(NotedColumns.of(table))
                        .comment(table.comment().orElse(""))
                        .partitionKeys(table.partitionKeyNames())
                        .options(options)
                        .build(),
                table);
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        throw Refusal.of(
                        "create table",
                        path.getFullName(),
                        "has the connector '"
                                + CONNECTOR
                                + "', which marks tables of other systems")
                .instead("create it with an engine of its system");
    }

    @Override
    public void alter(MetastoreTable table, CatalogBaseTable newTable, List<TableChange> changes) {
        throw Refusal.of("alter table", table, "is " + provider(table));
    }

    @Override
    public void rename(MetastoreTable table, String newName) {
        throw Refusal.of("rename table", table, "is " + provider(table));
    }

    @Override
    public boolean isPartitioned(MetastoreTable table) {
        return !table.partitionKeys().isEmpty();
    }

    /** The metastore need not know them. */
    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table) {
        throw Refusal.of("list partitions of table", table, "is " + provider(table));
    }

    @Override
    public List<CatalogPartitionSpec> partitions(MetastoreTable table, CatalogPartitionSpec part) {
        return partitions(table);
    }

    /** Only the entry of an external table can go without something of its system staying. */
    @Override
    public void checkDroppable(MetastoreTable table) {
        if (table.kind() != MetastoreTable.Kind.EXTERNAL) {
            throw Refusal.of(
                            "drop table",
                            table,
                            "is " + provider(table) + " whose data its own engine manages")
                    .instead("drop it there");
        }
    }

    @Override
    public void drop(MetastoreTable table) {
        metastore.dropTable(table.database(), table.name(), Metastore.Data.KEEP);
    }

    private static String provider(MetastoreTable table) {
        return TableFormat.foreignProvider(table).orElseThrow();
    }
}
