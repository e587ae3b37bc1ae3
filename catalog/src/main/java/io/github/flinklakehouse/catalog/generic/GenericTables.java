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
package io.github.flinklakehouse.catalog.generic;

import io.github.flinklakehouse.catalog.FlinkProperties;
import io.github.flinklakehouse.catalog.NoPartitions;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogPropertiesUtil;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.expressions.DefaultSqlFactory;

/**
 * Tables of other Flink connectors. The metastore keeps their definition, schema included, as
 * parameters in the encoding of Flink's HiveCatalog, so that either can read the other's tables.
 */
public final class GenericTables extends NoPartitions {
    /** Where Flink 1.10 kept the schema. */
    private static final String OLD_SCHEMA = "generic.table.schema";

    private final Metastore metastore;

    public GenericTables(Metastore metastore) {
        super("a generic Flink table", metastore);
        this.metastore = metastore;
    }

    @Override
    public CatalogBaseTable load(MetastoreTable table) {
        Map<String, String> properties = FlinkProperties.decode(table.parameters());
        CatalogTable decoded = CatalogPropertiesUtil.deserializeCatalogTable(properties);
        return new LakeTable(
                decoded.getUnresolvedSchema().getColumns().isEmpty()
                        ? CatalogPropertiesUtil.deserializeCatalogTable(properties, OLD_SCHEMA)
                        : decoded,
                table);
    }

    @Override
    public MetastoreTable describe(ObjectPath path, ResolvedCatalogBaseTable<?> table) {
        return new MetastoreTable(
                path.getDatabaseName(),
                path.getObjectName(),
                owner(),
                MetastoreTable.Kind.MANAGED,
                List.of(),
                List.of(),
                HiveStorageFormat.TEXTFILE.storage(""),
                encode((ResolvedCatalogTable) table),
                "",
                "");
    }

    @Override
    public void alter(MetastoreTable table, CatalogBaseTable newTable, List<TableChange> changes) {
        Map<String, String> parameters = FlinkProperties.without(table.parameters());
        parameters.putAll(encode((ResolvedCatalogTable) newTable));
        metastore.alterTable(table.withParameters(parameters));
    }

    private static Map<String, String> encode(ResolvedCatalogTable table) {
        return FlinkProperties.encode(
                CatalogPropertiesUtil.serializeCatalogTable(table, DefaultSqlFactory.INSTANCE));
    }
}
