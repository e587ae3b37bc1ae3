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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.LakehouseTableFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogModel;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ModelChange;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;
import org.apache.flink.table.catalog.exceptions.ModelNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionAlreadyExistsException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionSpecInvalidException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FunctionDefinitionFactory;
import org.apache.flink.table.procedures.Procedure;

/**
 * All tables and views of one Hive Metastore. There is no logic here: each method goes to the class
 * that is responsible, and all of them are overridden, so that no default answers for a table.
 */
public final class LakehouseCatalog extends AbstractCatalog {
    private final Databases databases;
    private final Tables tables;
    private final Partitions partitions;
    private final Functions functions;
    private final Procedures procedures;
    private final LakehouseTableFactory tableFactory;

    LakehouseCatalog(
            String name,
            String defaultDatabase,
            Databases databases,
            Tables tables,
            Partitions partitions,
            Functions functions,
            Procedures procedures,
            LakehouseTableFactory tableFactory) {
        super(name, defaultDatabase);
        this.databases = requireNonNull(databases, "databases");
        this.tables = requireNonNull(tables, "tables");
        this.partitions = requireNonNull(partitions, "partitions");
        this.functions = requireNonNull(functions, "functions");
        this.procedures = requireNonNull(procedures, "procedures");
        this.tableFactory = requireNonNull(tableFactory, "tableFactory");
    }

    @Override
    public Optional<Factory> getFactory() {
        return Optional.of(tableFactory);
    }

    /** Flink's own: functions of the catalog are Flink functions. */
    @Override
    public Optional<FunctionDefinitionFactory> getFunctionDefinitionFactory() {
        return Optional.empty();
    }

    /** Fails when the metastore cannot be reached, rather than at the first query. */
    @Override
    public void open() {
        databases.checkReachable();
    }

    /** Connections belong to the process, which closes them when they are idle. */
    @Override
    public void close() {}

    // ---- databases

    @Override
    public String getDefaultDatabase() {
        return super.getDefaultDatabase();
    }

    @Override
    public List<String> listDatabases() {
        return databases.names();
    }

    @Override
    public CatalogDatabase getDatabase(String name) throws DatabaseNotExistException {
        return databases.load(name);
    }

    @Override
    public boolean databaseExists(String name) {
        return databases.exists(name);
    }

    @Override
    public void createDatabase(String name, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        databases.create(name, database, ignoreIfExists);
    }

    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        databases.drop(name, ignoreIfNotExists, false);
    }

    @Override
    public void dropDatabase(String name, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        databases.drop(name, ignoreIfNotExists, cascade);
    }

    @Override
    public void alterDatabase(String name, CatalogDatabase database, boolean ignoreIfNotExists)
            throws DatabaseNotExistException {
        databases.alter(name, database, ignoreIfNotExists);
    }

    // ---- tables and views

    @Override
    public List<String> listTables(String database) throws DatabaseNotExistException {
        return databases.tables(database);
    }

    @Override
    public List<String> listViews(String database) throws DatabaseNotExistException {
        return databases.views(database);
    }

    @Override
    public List<String> listMaterializedTables(String database) throws DatabaseNotExistException {
        return databases.nothing(database);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path) throws TableNotExistException {
        return tables.load(path);
    }

    @Override
    public CatalogBaseTable getTable(ObjectPath path, long timestamp)
            throws TableNotExistException {
        return tables.loadAsOf(path, timestamp);
    }

    @Override
    public boolean tableExists(ObjectPath path) {
        return tables.exists(path);
    }

    @Override
    public void dropTable(ObjectPath path, boolean ignoreIfNotExists)
            throws TableNotExistException {
        tables.drop(path, ignoreIfNotExists);
    }

    @Override
    public void renameTable(ObjectPath path, String newName, boolean ignoreIfNotExists)
            throws TableNotExistException, TableAlreadyExistException {
        tables.rename(path, newName, ignoreIfNotExists);
    }

    @Override
    public void createTable(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        tables.create(path, table, ignoreIfExists);
    }

    @Override
    public void alterTable(ObjectPath path, CatalogBaseTable newTable, boolean ignoreIfNotExists)
            throws TableNotExistException {
        tables.alter(path, newTable, ignoreIfNotExists);
    }

    @Override
    public void alterTable(
            ObjectPath path,
            CatalogBaseTable newTable,
            List<TableChange> changes,
            boolean ignoreIfNotExists)
            throws TableNotExistException {
        tables.alter(path, newTable, changes, ignoreIfNotExists);
    }

    // ---- partitions

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        return AnalyzedPartition.isAskedFor()
                ? partitions.listToAnalyze(path, Map.of())
                : partitions.list(path);
    }

    @Override
    public List<CatalogPartitionSpec> listPartitions(ObjectPath path, CatalogPartitionSpec part)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException {
        return partitions.list(path, part);
    }

    /**
     * The planner takes the list as the exact answer and drops the filter. What is not understood
     * exactly, or does not let the metastore leave out anything, is left to it: this exception
     * makes it list all partitions by name and evaluate the filter itself.
     */
    @Override
    public List<CatalogPartitionSpec> listPartitionsByFilter(
            ObjectPath path, List<Expression> filters)
            throws TableNotExistException, TableNotPartitionedException {
        if (AnalyzedPartition.isAskedFor()) {
            return partitions.listToAnalyze(path, AnalyzedPartition.named(filters));
        }
        PartitionFilter filter =
                PartitionFilter.of(filters)
                        .orElseThrow(
                                () ->
                                        new UnsupportedOperationException(
                                                "Cannot list partitions of %s by filter: Flink evaluates this one itself"
                                                        .formatted(path)));
        return partitions.list(path, filter);
    }

    @Override
    public CatalogPartition getPartition(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return partitions.load(path, partition);
    }

    @Override
    public boolean partitionExists(ObjectPath path, CatalogPartitionSpec partition) {
        return partitions.exists(path, partition);
    }

    @Override
    public void createPartition(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition properties,
            boolean ignoreIfExists)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException,
                    PartitionAlreadyExistsException {
        partitions.create(path, partition, properties, ignoreIfExists);
    }

    @Override
    public void dropPartition(
            ObjectPath path, CatalogPartitionSpec partition, boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        partitions.drop(path, partition, ignoreIfNotExists);
    }

    @Override
    public void alterPartition(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition properties,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        partitions.alter(path, partition, properties, ignoreIfNotExists);
    }

    // ---- functions, procedures, models

    @Override
    public List<String> listFunctions(String database) throws DatabaseNotExistException {
        databases.load(database);
        return functions.names(database);
    }

    @Override
    public CatalogFunction getFunction(ObjectPath path) throws FunctionNotExistException {
        return functions.load(path);
    }

    @Override
    public boolean functionExists(ObjectPath path) {
        return functions.exists(path);
    }

    @Override
    public void createFunction(ObjectPath path, CatalogFunction function, boolean ignoreIfExists)
            throws FunctionAlreadyExistException, DatabaseNotExistException {
        functions.create(path, function, ignoreIfExists);
    }

    @Override
    public void alterFunction(ObjectPath path, CatalogFunction function, boolean ignoreIfNotExists)
            throws FunctionNotExistException {
        functions.alter(path, function, ignoreIfNotExists);
    }

    @Override
    public void dropFunction(ObjectPath path, boolean ignoreIfNotExists)
            throws FunctionNotExistException {
        functions.drop(path, ignoreIfNotExists);
    }

    @Override
    public List<String> listProcedures(String database) throws DatabaseNotExistException {
        return procedures.names(database);
    }

    @Override
    public Procedure getProcedure(ObjectPath path) {
        return procedures.find(path);
    }

    @Override
    public List<String> listModels(String database) throws DatabaseNotExistException {
        return databases.nothing(database);
    }

    @Override
    public CatalogModel getModel(ObjectPath path) throws ModelNotExistException {
        throw new ModelNotExistException(getName(), path);
    }

    @Override
    public boolean modelExists(ObjectPath path) {
        return false;
    }

    @Override
    public void createModel(ObjectPath path, CatalogModel model, boolean ignoreIfExists) {
        throw Refusal.of(
                        "create model",
                        path.getFullName(),
                        "would be in a Hive Metastore, which keeps no models")
                .instead("create a temporary model");
    }

    @Override
    public void alterModel(ObjectPath path, CatalogModel model, boolean ignoreIfNotExists)
            throws ModelNotExistException {
        noModel(path, ignoreIfNotExists);
    }

    @Override
    public void alterModel(
            ObjectPath path,
            CatalogModel model,
            List<ModelChange> changes,
            boolean ignoreIfNotExists)
            throws ModelNotExistException {
        noModel(path, ignoreIfNotExists);
    }

    @Override
    public void renameModel(ObjectPath path, String newName, boolean ignoreIfNotExists)
            throws ModelNotExistException {
        noModel(path, ignoreIfNotExists);
    }

    @Override
    public void dropModel(ObjectPath path, boolean ignoreIfNotExists)
            throws ModelNotExistException {
        noModel(path, ignoreIfNotExists);
    }

    private void noModel(ObjectPath path, boolean ignoreIfNotExists) throws ModelNotExistException {
        if (!ignoreIfNotExists) {
            throw new ModelNotExistException(getName(), path);
        }
    }

    // ---- statistics

    @Override
    public CatalogTableStatistics getTableStatistics(ObjectPath path)
            throws TableNotExistException {
        return tables.statistics(path);
    }

    @Override
    public CatalogColumnStatistics getTableColumnStatistics(ObjectPath path)
            throws TableNotExistException {
        return tables.columnStatistics(path);
    }

    @Override
    public CatalogTableStatistics getPartitionStatistics(
            ObjectPath path, CatalogPartitionSpec partition) throws PartitionNotExistException {
        return partitions.statistics(path, partition);
    }

    @Override
    public List<CatalogTableStatistics> bulkGetPartitionStatistics(
            ObjectPath path, List<CatalogPartitionSpec> wanted) throws PartitionNotExistException {
        return partitions.statistics(path, wanted);
    }

    @Override
    public CatalogColumnStatistics getPartitionColumnStatistics(
            ObjectPath path, CatalogPartitionSpec partition) throws PartitionNotExistException {
        return partitions.columnStatistics(path, AnalyzedPartition.unwrap(partition));
    }

    @Override
    public List<CatalogColumnStatistics> bulkGetPartitionColumnStatistics(
            ObjectPath path, List<CatalogPartitionSpec> wanted) throws PartitionNotExistException {
        return partitions.columnStatistics(path, wanted);
    }

    @Override
    public void alterTableStatistics(
            ObjectPath path, CatalogTableStatistics statistics, boolean ignoreIfNotExists)
            throws TableNotExistException {
        tables.alterStatistics(path, statistics, ignoreIfNotExists);
    }

    @Override
    public void alterTableColumnStatistics(
            ObjectPath path, CatalogColumnStatistics statistics, boolean ignoreIfNotExists)
            throws TableNotExistException {
        tables.alterColumnStatistics(path, statistics, ignoreIfNotExists);
    }

    @Override
    public void alterPartitionStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        partitions.alterStatistics(
                path, AnalyzedPartition.unwrap(partition), statistics, ignoreIfNotExists);
    }

    @Override
    public void alterPartitionColumnStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogColumnStatistics statistics,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        partitions.alterColumnStatistics(
                path, AnalyzedPartition.unwrap(partition), statistics, ignoreIfNotExists);
    }
}
