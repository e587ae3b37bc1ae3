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
package io.github.flinklakehouse.catalog;

import io.github.flinklakehouse.catalog.CatalogOptions.DefaultTableFormat;
import io.github.flinklakehouse.catalog.foreign.ForeignTables;
import io.github.flinklakehouse.catalog.generic.GenericTables;
import io.github.flinklakehouse.catalog.hive.HiveTables;
import io.github.flinklakehouse.catalog.iceberg.IcebergTables;
import io.github.flinklakehouse.catalog.procedure.ProcedureSet;
import io.github.flinklakehouse.catalog.view.Views;
import io.github.flinklakehouse.connector.ConnectionOptions;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.LakeConnectionBuilder;
import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.hive.HiveLocks;
import io.github.flinklakehouse.connector.hive.PlannedPartitions;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.TableLock;
import io.github.flinklakehouse.connector.standalone.FormatConnectors;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;

/** The composition root: every {@code new} that wires the parts of a catalog together is here. */
final class CatalogAssembly {

    private CatalogAssembly() {}

    static LakehouseCatalog assemble(
            String name, ReadableConfig options, Map<String, String> allOptions) {
        LakeConnection connection = LakeConnectionBuilder.build(name, options, allOptions);
        Metastore metastore = connection.load();
        PlannedPartitions planned = new PlannedPartitions();
        Folders folders = new Folders(connection.configuration());
        TableRouter router =
                new TableRouter(
                        metastore,
                        Map.of(
                                TableFormat.ICEBERG,
                                        new IcebergTables(connection, metastore, folders),
                                TableFormat.HIVE, new HiveTables(metastore, folders, planned),
                                TableFormat.GENERIC, new GenericTables(metastore),
                                TableFormat.VIEW, new Views(connection, metastore),
                                TableFormat.FOREIGN, new ForeignTables(metastore)),
                        options.get(CatalogOptions.DEFAULT_TABLE_FORMAT)
                                        == DefaultTableFormat.ICEBERG
                                ? TableFormat.ICEBERG
                                : TableFormat.HIVE);
        LakehouseTableFactory tableFactory =
                new LakehouseTableFactory(FormatConnectors.over(connection, planned), router);
        Databases databases =
                new Databases(
                        name,
                        metastore,
                        router,
                        folders,
                        options.getOptional(ConnectionOptions.WAREHOUSE).orElse(""));
        Tables tables =
                new Tables(
                        name,
                        router,
                        databases,
                        table ->
                                HiveLocks.lock(
                                        metastore,
                                        table,
                                        TableLock.Mode.EXCLUSIVE,
                                        connection.configuration()));
        return new LakehouseCatalog(
                name,
                options.get(CatalogOptions.DEFAULT_DATABASE),
                databases,
                tables,
                new Partitions(name, router, tables),
                new Functions(name, metastore),
                new Procedures(databases, ProcedureSet.over(connection, metastore, folders)),
                tableFactory);
    }
}
