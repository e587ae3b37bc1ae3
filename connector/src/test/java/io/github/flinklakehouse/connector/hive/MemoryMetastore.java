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
package io.github.flinklakehouse.connector.hive;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreColumnStatistics;
import io.github.flinklakehouse.connector.metastore.MetastoreDatabase;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreFunction;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Tables and partitions in memory, as far as reading and writing needs them. */
final class MemoryMetastore implements Metastore {
    private static final int MAX_LOCKS = 1000;

    private final Map<String, MetastoreTable> tables = new LinkedHashMap<>();
    private final Map<String, Map<List<String>, MetastorePartition>> partitions =
            new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Semaphore locks = new Semaphore(MAX_LOCKS);
    private boolean refusing;
    private boolean losingAnswers;
    private volatile boolean refusingLocks;
    private Runnable beforeAdding = () -> {};
    private Runnable beforeEachCall = () -> {};
    private Consumer<MetastorePartition> onAdd = partition -> {};

    /** The methods called since the last time. */
    synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** From now on, new partitions are refused. */
    synchronized void refusePartitions() {
        refusing = true;
    }

    /** From now on, locks are refused. */
    void refuseLocks() {
        refusingLocks = true;
    }

    /** From now on, new partitions are taken, but the answer is lost. */
    synchronized void loseAnswers() {
        losingAnswers = true;
    }

    /** What somebody else does just before the next partitions are added. */
    synchronized void beforeAdding(Runnable action) {
        beforeAdding = action;
    }

    /** What happens before the calls that writing needs. */
    synchronized void beforeEachCall(Runnable action) {
        beforeEachCall = action;
    }

    /** What happens with each new partition. */
    synchronized void onAdd(Consumer<MetastorePartition> action) {
        onAdd = action;
    }

    private Map<List<String>, MetastorePartition> partitionsOf(String database, String table) {
        return partitions.computeIfAbsent(database + "." + table, key -> new LinkedHashMap<>());
    }

    @Override
    public synchronized void createTable(MetastoreTable table) {
        tables.put(table.fullName(), table);
    }

    @Override
    public synchronized Optional<MetastoreTable> table(String database, String table) {
        calls.add("table");
        return Optional.ofNullable(tables.get(database + "." + table));
    }

    @Override
    public synchronized List<MetastoreTable> tablesByNames(String database, List<String> names) {
        return names.stream().map(name -> tables.get(database + "." + name)).toList();
    }

    @Override
    public synchronized void alterTable(MetastoreTable table) {
        calls.add("alterTable");
        tables.put(table.fullName(), table);
    }

    @Override
    public synchronized Optional<Map<String, String>> changeTableParameters(
            String database, String table, UnaryOperator<Map<String, String>> change) {
        calls.add("changeTableParameters");
        beforeEachCall.run();
        MetastoreTable current = tables.get(database + "." + table);
        tables.put(current.fullName(), current.withParameters(change.apply(current.parameters())));
        return Optional.of(current.parameters());
    }

    /** Not synchronized: who has a lock must not be kept from giving it back. */
    @Override
    public TableLock lock(String database, String table, TableLock.Mode mode, Duration patience) {
        if (refusingLocks) {
            throw new MetastoreException(
                    MetastoreException.Reason.REFUSED, "somebody else has locked it", null);
        }
        int permits = mode == TableLock.Mode.EXCLUSIVE ? MAX_LOCKS : 1;
        locks.acquireUninterruptibly(permits);
        return new TableLock() {
            @Override
            public void requireHeld() {}

            @Override
            public void close() {
                locks.release(permits);
            }
        };
    }

    @Override
    public synchronized List<String> partitionNames(String database, String table) {
        calls.add("partitionNames");
        return partitionsOf(database, table).keySet().stream()
                .map(values -> name(database, table, values))
                .toList();
    }

    private String name(String database, String table, List<String> values) {
        return PartitionPath.name(tables.get(database + "." + table).partitionKeyNames(), values);
    }

    @Override
    public synchronized List<String> partitionNames(
            String database, String table, List<String> pattern) {
        calls.add("partitionNames");
        return partitionsOf(database, table).keySet().stream()
                .filter(
                        values ->
                                IntStream.range(0, pattern.size())
                                        .allMatch(
                                                i ->
                                                        pattern.get(i).isEmpty()
                                                                || pattern.get(i)
                                                                        .equals(values.get(i))))
                .map(values -> name(database, table, values))
                .toList();
    }

    @Override
    public synchronized Optional<MetastorePartition> partition(
            String database, String table, List<String> values) {
        return Optional.ofNullable(partitionsOf(database, table).get(values));
    }

    @Override
    public synchronized List<MetastorePartition> partitions(String database, String table) {
        calls.add("partitions");
        return List.copyOf(partitionsOf(database, table).values());
    }

    @Override
    public synchronized List<MetastorePartition> partitionsByNames(
            String database, String table, List<String> names) {
        calls.add("partitionsByNames");
        beforeEachCall.run();
        return partitionsOf(database, table).values().stream()
                .filter(partition -> names.contains(name(database, table, partition.values())))
                .toList();
    }

    @Override
    public synchronized void addPartitions(
            String database, String table, List<MetastorePartition> added) {
        calls.add("addPartitions");
        beforeEachCall.run();
        Runnable action = beforeAdding;
        beforeAdding = () -> {};
        action.run();
        if (refusing) {
            throw new MetastoreException(
                    MetastoreException.Reason.REFUSED, "no more partitions", null);
        }
        if (added.stream()
                .map(MetastorePartition::values)
                .anyMatch(partitionsOf(database, table)::containsKey)) {
            throw new MetastoreException(
                    MetastoreException.Reason.ALREADY_EXISTS, "it already exists", null);
        }
        added.forEach(onAdd);
        added.forEach(
                partition -> partitionsOf(database, table).put(partition.values(), partition));
        if (losingAnswers) {
            throw new MetastoreException(MetastoreException.Reason.UNAVAILABLE, "no answer", null);
        }
    }

    @Override
    public synchronized void alterPartitions(
            String database, String table, List<MetastorePartition> altered) {
        calls.add("alterPartitions");
        beforeEachCall.run();
        altered.forEach(
                partition -> partitionsOf(database, table).put(partition.values(), partition));
    }

    @Override
    public List<MetastorePartition> partitionsByFilter(
            String database, String table, String filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<MetastoreColumnStatistics> columnStatistics(
            String database, String table, List<String> columns) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, List<MetastoreColumnStatistics>> columnStatistics(
            String database, String table, List<String> partitionNames, List<String> columns) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setColumnStatistics(
            String database,
            String table,
            Optional<String> partitionName,
            List<MetastoreColumnStatistics> statistics) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkReachable() {}

    @Override
    public List<String> databases() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<MetastoreDatabase> database(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDatabase(MetastoreDatabase database) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void alterDatabase(MetastoreDatabase database) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dropDatabase(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> tables(String database) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> views(String database) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void renameTable(String database, String table, String newName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dropTable(String database, String table, Data data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dropPartition(String database, String table, List<String> values, Data data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> functions(String database) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<MetastoreFunction> function(String database, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createFunction(MetastoreFunction function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void alterFunction(MetastoreFunction function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void dropFunction(String database, String name) {
        throw new UnsupportedOperationException();
    }
}
