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

import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.TableAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.TableNotExistException;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/** What Flink's catalog interface asks of tables and views: existence here, the rest by format. */
final class Tables {
    private final String catalogName;
    private final TableRouter router;
    private final Databases databases;
    private final TimeTravel timeTravel = new TimeTravel();
    private final RecentRecord recent = new RecentRecord();
    private final ExclusiveChange exclusive;

    /**
     * @param locks locks a table against everybody
     */
    Tables(
            String catalogName,
            TableRouter router,
            Databases databases,
            Function<MetastoreTable, TableLock> locks) {
        this.exclusive = new ExclusiveChange(router, locks);
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.router = requireNonNull(router, "router");
        this.databases = requireNonNull(databases, "databases");
    }

    MetastoreTable require(ObjectPath path) throws TableNotExistException {
        return router.find(path).orElseThrow(() -> new TableNotExistException(catalogName, path));
    }

    boolean exists(ObjectPath path) {
        return router.find(path).isPresent() || metadataTable(path).isPresent();
    }

    CatalogBaseTable load(ObjectPath path) throws TableNotExistException {
        Optional<PastTable> past = timeTravel.meant(path);
        if (past.isPresent()) {
            return past.get();
        }
        Optional<MetastoreTable> table = router.find(path);
        if (table.isPresent()) {
            recent.put(path, table.get());
            return CatalogErrors.ask(() -> router.of(table.get()).load(table.get()));
        }
        return metadataTable(path).orElseThrow(() -> new TableNotExistException(catalogName, path));
    }

    CatalogBaseTable loadAsOf(ObjectPath path, long timestamp) throws TableNotExistException {
        MetastoreTable table = require(path);
        LakeTable snapshot = CatalogErrors.ask(() -> router.of(table).loadAsOf(table, timestamp));
        PastTable past = new PastTable(catalogName, snapshot);
        timeTravel.loaded(path, past);
        return past;
    }

    /** {@code t$snapshots}, when there is no table of this very name but one called {@code t}. */
    private Optional<CatalogBaseTable> metadataTable(ObjectPath path) {
        int dollar = path.getObjectName().lastIndexOf('$');
        if (dollar <= 0) {
            return Optional.empty();
        }
        String name = path.getObjectName().substring(0, dollar);
        String type = path.getObjectName().substring(dollar + 1);
        return router.find(new ObjectPath(path.getDatabaseName(), name))
                .flatMap(table -> router.of(table).loadMetadataTable(table, type));
    }

    void create(ObjectPath path, CatalogBaseTable table, boolean ignoreIfExists)
            throws TableAlreadyExistException, DatabaseNotExistException {
        recent.remove();
        databases.require(path.getDatabaseName());
        if (router.find(path).isPresent()) {
            if (!ignoreIfExists) {
                throw new TableAlreadyExistException(catalogName, path);
            }
            return;
        }
        ResolvedCatalogBaseTable<?> resolved = (ResolvedCatalogBaseTable<?>) table;
        try {
            CatalogErrors.<TableAlreadyExistException>orExists(
                    () -> router.forNew(path, table).create(TableRouter.lower(path), resolved),
                    () -> new TableAlreadyExistException(catalogName, path));
        } catch (TableAlreadyExistException e) {
            if (!ignoreIfExists) {
                throw e;
            }
        }
    }

    void drop(ObjectPath path, boolean ignoreIfNotExists) throws TableNotExistException {
        recent.remove();
        Optional<MetastoreTable> table = findOr(path, ignoreIfNotExists);
        if (table.isPresent()) {
            FormatTables tables = router.of(table.get());
            tables.checkDroppable(table.get());
            try {
                CatalogErrors.orNotExists(
                        () -> tables.drop(table.get()),
                        () -> new TableNotExistException(catalogName, path));
            } catch (TableNotExistException e) {
                if (!ignoreIfNotExists) {
                    throw e;
                }
            }
        }
    }

    void rename(ObjectPath path, String newName, boolean ignoreIfNotExists)
            throws TableNotExistException, TableAlreadyExistException {
        Optional<MetastoreTable> table = findOr(path, ignoreIfNotExists);
        if (table.isEmpty()) {
            return;
        }
        ObjectPath newPath = new ObjectPath(path.getDatabaseName(), newName);
        if (router.find(newPath).isPresent()) {
            throw new TableAlreadyExistException(catalogName, newPath);
        }
        CatalogErrors.orExists(
                () -> router.of(table.get()).rename(table.get(), TableRouter.lower(newName)),
                () -> new TableAlreadyExistException(catalogName, newPath));
    }

    void alter(
            ObjectPath path,
            CatalogBaseTable newTable,
            List<TableChange> changes,
            boolean ignoreIfNotExists)
            throws TableNotExistException {
        change(path, ignoreIfNotExists, table -> router.of(table).alter(table, newTable, changes));
    }

    /** Flink's older call says what the table shall be, not what changes. */
    void alter(ObjectPath path, CatalogBaseTable newTable, boolean ignoreIfNotExists)
            throws TableNotExistException {
        change(path, ignoreIfNotExists, table -> alter(table, newTable));
    }

    private void alter(MetastoreTable table, CatalogBaseTable newTable) {
        CatalogBaseTable current = router.of(table).load(table);
        if (current.getTableKind() != newTable.getTableKind()) {
            throw new CatalogException(
                    String.format(
                            "Table types don't match. Existing table is '%s' and new table is"
                                    + " '%s'.",
                            current.getTableKind(), newTable.getTableKind()));
        }
        // What is whole in the record is replaced; of the others the differences are made.
        boolean isWhole =
                switch (TableFormat.of(table)) {
                    case GENERIC, VIEW -> true;
                    case ICEBERG, HIVE, FOREIGN -> false;
                };
        router.of(table)
                .alter(
                        table,
                        newTable,
                        isWhole ? List.of() : Changes.between(table, current, newTable));
    }

    /** Changes a table, of which Flink may have read the record for this very statement. */
    private void change(ObjectPath path, boolean ignoreIfNotExists, Consumer<MetastoreTable> change)
            throws TableNotExistException {
        Optional<MetastoreTable> planned = recent.take(path);
        Optional<MetastoreTable> table =
                planned.isPresent() ? planned : findOr(path, ignoreIfNotExists);
        if (table.isPresent()) {
            try {
                CatalogErrors.orNotExists(
                        () -> exclusive.run(table.get(), planned, change),
                        () -> new TableNotExistException(catalogName, path));
            } catch (TableNotExistException e) {
                if (!ignoreIfNotExists) {
                    throw e;
                }
            }
        }
    }

    CatalogTableStatistics statistics(ObjectPath path) throws TableNotExistException {
        return ask(path, FormatTables::statistics, CatalogTableStatistics.UNKNOWN);
    }

    CatalogColumnStatistics columnStatistics(ObjectPath path) throws TableNotExistException {
        return ask(path, FormatTables::columnStatistics, CatalogColumnStatistics.UNKNOWN);
    }

    /** Asks a table for something that metadata tables do not know of themselves. */
    private <R> R ask(
            ObjectPath path, BiFunction<FormatTables, MetastoreTable, R> question, R unknown)
            throws TableNotExistException {
        Optional<MetastoreTable> table = recent.get(path).or(() -> router.find(path));
        if (table.isEmpty() && metadataTable(path).isPresent()) {
            return unknown;
        }
        MetastoreTable existing =
                table.orElseThrow(() -> new TableNotExistException(catalogName, path));
        recent.put(path, existing);
        return CatalogErrors.ask(() -> question.apply(router.of(existing), existing));
    }

    void alterStatistics(
            ObjectPath path, CatalogTableStatistics statistics, boolean ignoreIfNotExists)
            throws TableNotExistException {
        recent.remove();
        change(
                path,
                ignoreIfNotExists,
                table -> router.of(table).alterStatistics(table, statistics));
    }

    void alterColumnStatistics(
            ObjectPath path, CatalogColumnStatistics statistics, boolean ignoreIfNotExists)
            throws TableNotExistException {
        Optional<MetastoreTable> table = findOr(path, ignoreIfNotExists);
        if (table.isPresent()) {
            CatalogErrors.orNotExists(
                    () ->
                            router.of(table.get())
                                    .alterColumnStatistics(
                                            table.get(), Optional.empty(), statistics),
                    () -> new TableNotExistException(catalogName, path));
        }
    }

    /** The record of a table that is about to change. */
    private Optional<MetastoreTable> findOr(ObjectPath path, boolean ignoreIfNotExists)
            throws TableNotExistException {
        Optional<MetastoreTable> table = router.find(path);
        if (table.isEmpty() && !ignoreIfNotExists) {
            throw new TableNotExistException(catalogName, path);
        }
        return table;
    }
}
