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
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras.PhysicalColumn;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.types.DataType;

/**
 * Tables of systems that this project does not read. They are described, so that users see what is
 * there, and otherwise left alone.
 */
public final class ForeignTables extends NoPartitions {
    private final Metastore metastore;

    public ForeignTables(Metastore metastore) {
        super("foreign", metastore);
        this.metastore = metastore;
    }

    @Override
    public CatalogBaseTable load(MetastoreTable table) {
        List<PhysicalColumn> columns =
                Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                        .map(c -> new PhysicalColumn(c.name(), type(c), c.comment()))
                        .toList();
        Schema.Builder schema = Schema.newBuilder();
        columns.forEach(column -> schema.column(column.name(), column.type()));
        return new LakeTable(
                CatalogTable.newBuilder()
                        .schema(schema.build())
                        .comment(provider(table))
                        .options(Map.of("connector", "foreign"))
                        .build(),
                table);
    }

    /**
     * The metastore's columns of a foreign table need not be true, nor of a type that Flink has.
     */
    private static DataType type(MetastoreColumn column) {
        try {
            return HiveTypes.toFlink(column.type(), column.name());
        } catch (ValidationException e) {
            return DataTypes.STRING();
        }
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        throw new IllegalStateException("No statement makes a foreign table.");
    }

    @Override
    public void alter(MetastoreTable table, CatalogBaseTable newTable, List<TableChange> changes) {
        throw Refusal.of("alter table", table, "it is " + provider(table));
    }

    @Override
    public void rename(MetastoreTable table, String newName) {
        throw Refusal.of("rename table", table, "it is " + provider(table));
    }

    /** Only the entry of an external table can go without something of its system staying. */
    @Override
    public void checkDroppable(MetastoreTable table) {
        if (table.kind() != MetastoreTable.Kind.EXTERNAL) {
            throw Refusal.of(
                            "drop table",
                            table,
                            "it is " + provider(table) + " whose data its own engine manages")
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
