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
package io.github.flinklakehouse.connector.metastore;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.PartitionDropOptions;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.iceberg.ClientPool;
import org.apache.thrift.TException;

/**
 * The metastore over Thrift. It borrows its connections from a pool that all catalogs and jobs of a
 * process on the same metastore share, Iceberg's included; the pool's clients reconnect by
 * themselves.
 */
public final class HiveMetastore implements Metastore {
    /** Partitions asked for or sent in one call: keeps messages below a metastore's limits. */
    private static final int BATCH = 1000;

    private static final int SMALLEST_BATCH = 50;

    private static final short ALL = -1;

    private final ThriftCalls calls;
    private final MetastoreProbe probe;

    public HiveMetastore(
            ClientPool<IMetaStoreClient, TException> clients, String uri, MetastoreProbe probe) {
        this.calls = new ThriftCalls(clients, uri);
        this.probe = requireNonNull(probe, "probe");
    }

    @Override
    public void checkReachable() {
        probe.check();
        databases();
    }

    @Override
    public List<String> databases() {
        return calls.ask("list databases", IMetaStoreClient::getAllDatabases);
    }

    @Override
    public Optional<MetastoreDatabase> database(String name) {
        return calls.find("read database " + name, client -> client.getDatabase(name))
                .map(ThriftRecords::database);
    }

    @Override
    public void createDatabase(MetastoreDatabase database) {
        calls.run(
                "create database " + database.name(),
                client -> client.createDatabase(ThriftRecords.thrift(database)));
    }

    @Override
    public void alterDatabase(MetastoreDatabase database) {
        calls.run(
                "alter database " + database.name(),
                client ->
                        client.alterDatabase(
                                database.name(),
                                ThriftRecords.merge(
                                        database, client.getDatabase(database.name()))));
    }

    @Override
    public void dropDatabase(String name) {
        calls.run(
                "drop database " + name, client -> client.dropDatabase(name, false, false, false));
    }

    @Override
    public List<String> tables(String database) {
        return calls.ask("list tables of " + database, client -> client.getAllTables(database));
    }

    @Override
    public List<String> views(String database) {
        return calls.ask(
                "list views of " + database,
                client -> client.getTables(database, "*", TableType.VIRTUAL_VIEW));
    }

    @Override
    public Optional<MetastoreTable> table(String database, String table) {
        return calls.find(
                        "read table " + database + "." + table,
                        client -> client.getTable(database, table))
                .map(ThriftRecords::table);
    }

    @Override
    public List<MetastoreTable> tablesByNames(String database, List<String> names) {
        List<MetastoreTable> tables = new ArrayList<>(names.size());
        for (List<String> batch : batches(names)) {
            calls.ask(
                            "read tables of " + database,
                            client -> client.getTableObjectsByName(database, batch))
                    .forEach(table -> tables.add(ThriftRecords.table(table)));
        }
        return tables;
    }

    @Override
    public void createTable(MetastoreTable table) {
        calls.run(
                "create table " + table.fullName(),
                client -> client.createTable(ThriftRecords.thrift(table)));
    }

    @Override
    public void alterTable(MetastoreTable table) {
        calls.run(
                "alter table " + table.fullName(),
                client -> {
                    Table current = client.getTable(table.database(), table.name());
                    alter(client, table.name(), ThriftRecords.merge(table, current));
                });
    }

    @Override
    public Optional<Map<String, String>> changeTableParameters(
            String database, String table, UnaryOperator<Map<String, String>> change) {
        return calls.find(
                "alter table " + database + "." + table,
                client -> {
                    Table current = client.getTable(database, table);
                    Map<String, String> before = ThriftRecords.table(current).parameters();
                    Map<String, String> after = change.apply(before);
                    if (!after.equals(before)) {
                        Table changed = current.deepCopy();
                        changed.setParameters(new HashMap<>(after));
                        alter(client, table, changed);
                    }
                    return before;
                });
    }

    @Override
    public void renameTable(String database, String table, String newName) {
        calls.run(
                "rename table " + database + "." + table,
                client -> {
                    Table renamed = client.getTable(database, table).deepCopy();
                    renamed.setTableName(newName);
                    alter(client, table, renamed);
                });
    }

    private static void alter(IMetaStoreClient client, String name, Table table) throws TException {
        client.alter_table_with_environmentContext(
                table.getDbName(), name, table, keepStatistics());
    }

    /**
     * Statistics are kept as they are given: the metastore would otherwise list all files anew, and
     * take its own numbers for true.
     */
    private static EnvironmentContext keepStatistics() {
        EnvironmentContext context = new EnvironmentContext();
        context.putToProperties("DO_NOT_UPDATE_STATS", "true");
        return context;
    }

    @Override
    public void dropTable(String database, String table, Data data) {
        calls.run(
                "drop table " + database + "." + table,
                client -> client.dropTable(database, table, data == Data.DELETE, false));
    }

    @Override
    public List<String> partitionNames(String database, String table) {
        return calls.ask(
                "list partitions of " + database + "." + table,
                client -> client.listPartitionNames(database, table, ALL));
    }

    @Override
    public List<String> partitionNames(String database, String table, List<String> values) {
        return calls.ask(
                "list partitions of " + database + "." + table,
                client -> client.listPartitionNames(database, table, values, ALL));
    }

    @Override
    public Optional<MetastorePartition> partition(
            String database, String table, List<String> values) {
        return calls.find(
                        "read a partition of " + database + "." + table,
                        client -> client.getPartition(database, table, values))
                .map(ThriftRecords::partition);
    }

    @Override
    public List<MetastorePartition> partitions(String database, String table) {
        return records(
                calls.ask(
                        "list partitions of " + database + "." + table,
                        client -> client.listPartitions(database, table, ALL)));
    }

    @Override
    public List<MetastorePartition> partitionsByNames(
            String database, String table, List<String> names) {
        List<MetastorePartition> partitions = new ArrayList<>(names.size());
        for (List<String> batch : batches(names)) {
            partitions.addAll(batchByNames(database, table, batch));
        }
        return partitions;
    }

    /** In halves where the database behind the metastore cannot compare with so many names. */
    private List<MetastorePartition> batchByNames(
            String database, String table, List<String> names) {
        try {
            return records(
                    calls.ask(
                            "read partitions of " + database + "." + table,
                            client -> client.getPartitionsByNames(database, table, names)));
        } catch (MetastoreException e) {
            if (e.reason() == MetastoreException.Reason.UNAVAILABLE
                    || names.size() <= SMALLEST_BATCH) {
                throw e;
            }
            int half = names.size() / 2;
            List<MetastorePartition> partitions = new ArrayList<>(names.size());
            partitions.addAll(batchByNames(database, table, names.subList(0, half)));
            partitions.addAll(batchByNames(database, table, names.subList(half, names.size())));
            return partitions;
        }
    }

    @Override
    public List<MetastorePartition> partitionsByFilter(
            String database, String table, String filter) {
        return records(
                calls.ask(
                        "filter partitions of " + database + "." + table,
                        client -> client.listPartitionsByFilter(database, table, filter, ALL)));
    }

    @Override
    public void addPartitions(String database, String table, List<MetastorePartition> partitions) {
        calls.run(
                "add partitions to " + database + "." + table,
                client ->
                        client.add_partitions(
                                ThriftRecords.thrift(database, table, partitions), false, false));
    }

    @Override
    public void alterPartitions(
            String database, String table, List<MetastorePartition> partitions) {
        calls.run(
                "alter partitions of " + database + "." + table,
                client ->
                        client.alter_partitions(
                                database,
                                table,
                                ThriftRecords.thrift(database, table, partitions),
                                keepStatistics()));
    }

    @Override
    public List<MetastoreColumnStatistics> columnStatistics(
            String database, String table, List<String> columns) {
        return ThriftStatistics.statistics(
                calls.ask(
                        "read column statistics of " + database + "." + table,
                        client -> client.getTableColumnStatistics(database, table, columns)));
    }

    @Override
    public Map<String, List<MetastoreColumnStatistics>> columnStatistics(
            String database, String table, List<String> partitionNames, List<String> columns) {
        Map<String, List<MetastoreColumnStatistics>> statistics = new HashMap<>();
        for (List<String> batch : batches(partitionNames)) {
            calls.ask(
                            "read column statistics of partitions of " + database + "." + table,
                            c -> c.getPartitionColumnStatistics(database, table, batch, columns))
                    .forEach((name, of) -> statistics.put(name, ThriftStatistics.statistics(of)));
        }
        return statistics;
    }

    @Override
    public void setColumnStatistics(
            String database,
            String table,
            Optional<String> partitionName,
            List<MetastoreColumnStatistics> statistics) {
        ColumnStatistics thrift =
                ThriftStatistics.thrift(database, table, partitionName, statistics);
        if (thrift.getStatsObj().isEmpty()) {
            return;
        }
        calls.run(
                "store column statistics of " + database + "." + table,
                client -> {
                    if (partitionName.isPresent()) {
                        client.updatePartitionColumnStatistics(thrift);
                    } else {
                        client.updateTableColumnStatistics(thrift);
                    }
                });
    }

    @Override
    public void dropPartition(String database, String table, List<String> values, Data data) {
        PartitionDropOptions options =
                PartitionDropOptions.instance().deleteData(data == Data.DELETE).ifExists(false);
        calls.run(
                "drop a partition of " + database + "." + table,
                client -> client.dropPartition(database, table, values, options));
    }

    @Override
    public TableLock lock(String database, String table, TableLock.Mode mode, Duration patience) {
        return ThriftTableLock.acquire(calls, database, table, mode, patience);
    }

    @Override
    public List<String> functions(String database) {
        return calls.ask(
                "list functions of " + database, client -> client.getFunctions(database, "*"));
    }

    @Override
    public Optional<MetastoreFunction> function(String database, String name) {
        return calls.find(
                        "read function " + database + "." + name,
                        client -> client.getFunction(database, name))
                .map(ThriftRecords::function);
    }

    @Override
    public void createFunction(MetastoreFunction function) {
        calls.run(
                "create function " + function.database() + "." + function.name(),
                client -> client.createFunction(ThriftRecords.thrift(function)));
    }

    @Override
    public void alterFunction(MetastoreFunction function) {
        calls.run(
                "alter function " + function.database() + "." + function.name(),
                client ->
                        client.alterFunction(
                                function.database(),
                                function.name(),
                                ThriftRecords.thrift(function)));
    }

    @Override
    public void dropFunction(String database, String name) {
        calls.run(
                "drop function " + database + "." + name,
                client -> client.dropFunction(database, name));
    }

    private static List<MetastorePartition> records(List<Partition> partitions) {
        return partitions.stream().map(ThriftRecords::partition).toList();
    }

    private static List<List<String>> batches(List<String> names) {
        List<List<String>> batches = new ArrayList<>();
        for (int start = 0; start < names.size(); start += BATCH) {
            batches.add(names.subList(start, Math.min(start + BATCH, names.size())));
        }
        return batches;
    }
}
