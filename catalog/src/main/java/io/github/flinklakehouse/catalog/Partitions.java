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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.table.catalog.CatalogPartition;
import org.apache.flink.table.catalog.CatalogPartitionSpec;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.PartitionAlreadyExistsException;
import org.apache.flink.table.catalog.exceptions.PartitionNotExistException;
import org.apache.flink.table.catalog.exceptions.PartitionSpecInvalidException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.exceptions.TableNotPartitionedException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/** What Flink's catalog interface asks of partitions: existence here, the rest by format. */
final class Partitions {

    /** Something to do with a partition that exists. */
    @FunctionalInterface
    private interface Action<R> {
        R apply(FormatTables tables, MetastoreTable table);
    }

    private final String catalogName;
    private final TableRouter router;

    /** Statistics are asked for first, then those of columns. */
    private final RecentRecord counted = new RecentRecord();

    private final Tables tables;

    Partitions(String catalogName, TableRouter router, Tables tables) {
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.router = requireNonNull(router, "router");
        this.tables = requireNonNull(tables, "tables");
    }

    List<CatalogPartitionSpec> list(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        MetastoreTable table = requirePartitioned(path);
        return CatalogErrors.ask(() -> router.of(table).partitions(table));
    }

    List<CatalogPartitionSpec> list(ObjectPath path, CatalogPartitionSpec part)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException {
        MetastoreTable table = requirePartitioned(path);
        checkKeys(path, table, part);
        return CatalogErrors.ask(() -> router.of(table).partitions(table, part));
    }

    /** The partitions that have the named values, spelt for ANALYZE TABLE. */
    List<CatalogPartitionSpec> listToAnalyze(ObjectPath path, Map<String, String> named)
            throws TableNotExistException, TableNotPartitionedException {
        MetastoreTable table = requirePartitioned(path);
        return CatalogErrors.ask(() -> router.of(table).partitionsToAnalyze(table, named));
    }

    List<CatalogPartitionSpec> list(ObjectPath path, PartitionFilter filter)
            throws TableNotExistException, TableNotPartitionedException {
        MetastoreTable table = requirePartitioned(path);
        return CatalogErrors.ask(() -> router.of(table).partitions(table, filter));
    }

    CatalogPartition load(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return withExisting(path, partition, (format, table) -> format.partition(table, partition));
    }

    boolean exists(ObjectPath path, CatalogPartitionSpec partition) {
        return router.find(path).filter(table -> exists(table, partition)).isPresent();
    }

    void create(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition properties,
            boolean ignoreIfExists)
            throws TableNotExistException,
                    TableNotPartitionedException,
                    PartitionSpecInvalidException,
                    PartitionAlreadyExistsException {
        MetastoreTable table = requirePartitioned(path);
        checkKeys(path, table, partition);
        if (partition.getPartitionSpec().size() != table.partitionKeys().size()
                && !table.partitionKeys().isEmpty()) {
            throw new PartitionSpecInvalidException(
                    catalogName, table.partitionKeyNames(), path, partition);
        }
        if (exists(table, partition)) {
            if (!ignoreIfExists) {
                throw new PartitionAlreadyExistsException(catalogName, path, partition);
            }
            return;
        }
        try {
            CatalogErrors.orExists(
                    () -> router.of(table).createPartition(table, partition, properties),
                    () -> new PartitionAlreadyExistsException(catalogName, path, partition));
        } catch (PartitionAlreadyExistsException e) {
            if (!ignoreIfExists) {
                throw e;
            }
        }
    }

    void drop(ObjectPath path, CatalogPartitionSpec partition, boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        if (ignoreIfNotExists) {
            requireAllKeys(path, partition);
        }
        change(
                path,
                partition,
                ignoreIfNotExists,
                (format, table) -> format.dropPartition(table, partition));
    }

    /** Else IF EXISTS would say that partitions are gone which only were not named whole. */
    private void requireAllKeys(ObjectPath path, CatalogPartitionSpec partition) {
        router.find(path)
                .filter(table -> !table.partitionKeys().isEmpty())
                .filter(table -> !hasKeysOf(table, partition))
                .ifPresent(
                        table -> {
                            throw Refusal.of(
                                            "drop partition of table",
                                            table,
                                            "is partitioned by %s, not by %s"
                                                    .formatted(
                                                            table.partitionKeyNames(),
                                                            partition.getPartitionSpec().keySet()))
                                    .instead("name a value of each key");
                        });
    }

    private static boolean hasKeysOf(MetastoreTable table, CatalogPartitionSpec partition) {
        return partition.getPartitionSpec().keySet().equals(Set.copyOf(table.partitionKeyNames()));
    }

    void alter(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogPartition properties,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        change(
                path,
                partition,
                ignoreIfNotExists,
                (format, table) -> format.alterPartition(table, partition, properties));
    }

    CatalogTableStatistics statistics(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return withExisting(
                path, partition, (format, table) -> format.statistics(table, partition));
    }

    CatalogColumnStatistics columnStatistics(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return withExisting(
                path,
                partition,
                (format, table) -> format.columnStatistics(table, List.of(partition)).get(0));
    }

    List<CatalogTableStatistics> statistics(ObjectPath path, List<CatalogPartitionSpec> partitions)
            throws PartitionNotExistException {
        if (partitions.isEmpty()) {
            return List.of();
        }
        MetastoreTable table = require(path, partitions.get(0));
        counted.put(path, table);
        return CatalogErrors.ask(() -> router.of(table).statistics(table, partitions));
    }

    List<CatalogColumnStatistics> columnStatistics(
            ObjectPath path, List<CatalogPartitionSpec> partitions)
            throws PartitionNotExistException {
        if (partitions.isEmpty()) {
            return List.of();
        }
        Optional<MetastoreTable> recent = counted.take(path);
        MetastoreTable table = recent.isPresent() ? recent.get() : require(path, partitions.get(0));
        return CatalogErrors.ask(() -> router.of(table).columnStatistics(table, partitions));
    }

    private MetastoreTable require(ObjectPath path, CatalogPartitionSpec partition)
            throws PartitionNotExistException {
        return router.find(path)
                .orElseThrow(() -> new PartitionNotExistException(catalogName, path, partition));
    }

    void alterStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogTableStatistics statistics,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        change(
                path,
                partition,
                ignoreIfNotExists,
                (format, table) -> format.alterStatistics(table, partition, statistics));
    }

    void alterColumnStatistics(
            ObjectPath path,
            CatalogPartitionSpec partition,
            CatalogColumnStatistics statistics,
            boolean ignoreIfNotExists)
            throws PartitionNotExistException {
        change(
                path,
                partition,
                ignoreIfNotExists,
                (format, table) ->
                        format.alterColumnStatistics(table, Optional.of(partition), statistics));
    }

    /** Changes a partition; a missing one is an error, or with IF EXISTS nothing. */
    private void change(
            ObjectPath path,
            CatalogPartitionSpec partition,
            boolean ignoreIfNotExists,
            BiConsumer<FormatTables, MetastoreTable> change)
            throws PartitionNotExistException {
        try {
            withExisting(
                    path,
                    partition,
                    (format, table) -> {
                        change.accept(format, table);
                        return true;
                    });
        } catch (PartitionNotExistException e) {
            if (!ignoreIfNotExists) {
                throw e;
            }
        }
    }

    private <R> R withExisting(ObjectPath path, CatalogPartitionSpec partition, Action<R> action)
            throws PartitionNotExistException {
        MetastoreTable table = router.find(path).orElse(null);
        if (table == null || !exists(table, partition)) {
            throw new PartitionNotExistException(catalogName, path, partition);
        }
        return CatalogErrors.ask(() -> action.apply(router.of(table), table));
    }

    private boolean exists(MetastoreTable table, CatalogPartitionSpec partition) {
        FormatTables format = router.of(table);
        return CatalogErrors.ask(
                () ->
                        format.isPartitioned(table)
                                && (table.partitionKeys().isEmpty() || hasKeysOf(table, partition))
                                && format.partitionExists(table, partition));
    }

    private void checkKeys(ObjectPath path, MetastoreTable table, CatalogPartitionSpec partition)
            throws PartitionSpecInvalidException {
        List<String> keys = table.partitionKeyNames();
        if (!keys.isEmpty() && !keys.containsAll(partition.getPartitionSpec().keySet())) {
            throw new PartitionSpecInvalidException(catalogName, keys, path, partition);
        }
    }

    private MetastoreTable requirePartitioned(ObjectPath path)
            throws TableNotExistException, TableNotPartitionedException {
        MetastoreTable table = tables.require(path);
        if (!CatalogErrors.ask(() -> router.of(table).isPartitioned(table))) {
            throw new TableNotPartitionedException(catalogName, path);
        }
        return table;
    }
}
