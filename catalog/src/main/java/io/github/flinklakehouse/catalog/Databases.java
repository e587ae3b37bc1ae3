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

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreDatabase;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreException.Reason;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.CatalogDatabaseImpl;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.catalog.exceptions.DatabaseAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotEmptyException;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;

/** Databases: what Flink knows of them is what the metastore knows, location included. */
final class Databases {
    /** The property that shows and sets where a database is; the key of Flink's HiveCatalog. */
    static final String LOCATION = "hive.database.location-uri";

    private final String catalogName;
    private final Metastore metastore;
    private final TableRouter router;
    private final Folders folders;
    private final String warehouse;

    /**
     * Databases of this metastore.
     *
     * @param warehouse root folder of new databases; empty lets the metastore choose
     */
    Databases(
            String catalogName,
            Metastore metastore,
            TableRouter router,
            Folders folders,
            String warehouse) {
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.metastore = requireNonNull(metastore, "metastore");
        this.router = requireNonNull(router, "router");
        this.folders = requireNonNull(folders, "folders");
        this.warehouse = requireNonNull(warehouse, "warehouse");
    }

    void checkReachable() {
        CatalogErrors.<Boolean>ask(
                () -> {
                    metastore.checkReachable();
                    return true;
                });
    }

    List<String> names() {
        return CatalogErrors.ask(metastore::databases);
    }

    MetastoreDatabase require(String name) throws DatabaseNotExistException {
        return find(name).orElseThrow(() -> new DatabaseNotExistException(catalogName, name));
    }

    CatalogDatabase load(String name) throws DatabaseNotExistException {
        MetastoreDatabase database = require(name);
        Map<String, String> properties = new HashMap<>(database.parameters());
        properties.put(LOCATION, database.location());
        return new CatalogDatabaseImpl(properties, database.comment());
    }

    boolean exists(String name) {
        return find(name).isPresent();
    }

    private Optional<MetastoreDatabase> find(String name) {
        return CatalogErrors.ask(() -> metastore.database(TableRouter.lower(name)));
    }

    /** One call: only an empty answer leaves open whether the database exists. */
    List<String> tables(String name) throws DatabaseNotExistException {
        List<String> tables = CatalogErrors.ask(() -> metastore.tables(TableRouter.lower(name)));
        return tables.isEmpty() ? nothing(name) : tables;
    }

    List<String> views(String name) throws DatabaseNotExistException {
        List<String> views = CatalogErrors.ask(() -> metastore.views(TableRouter.lower(name)));
        return views.isEmpty() ? nothing(name) : views;
    }

    List<String> nothing(String name) throws DatabaseNotExistException {
        require(name);
        return List.of();
    }

    void create(String name, CatalogDatabase database, boolean ignoreIfExists)
            throws DatabaseAlreadyExistException {
        Map<String, String> parameters = new HashMap<>(database.getProperties());
        String location = parameters.remove(LOCATION);
        String lowerName = TableRouter.lower(name);
        if (location == null) {
            location = warehouse.isEmpty() ? "" : warehouse + "/" + lowerName + ".db";
        }
        MetastoreDatabase created =
                new MetastoreDatabase(lowerName, comment(database), location, parameters);
        try {
            CatalogErrors.orExists(
                    () -> metastore.createDatabase(created),
                    () -> new DatabaseAlreadyExistException(catalogName, name));
        } catch (DatabaseAlreadyExistException e) {
            if (!ignoreIfExists) {
                throw e;
            }
        }
    }

    void alter(String name, CatalogDatabase database, boolean ignoreIfNotExists)
            throws DatabaseNotExistException {
        Optional<MetastoreDatabase> current = find(name);
        if (current.isEmpty()) {
            if (!ignoreIfNotExists) {
                throw new DatabaseNotExistException(catalogName, name);
            }
            return;
        }
        Map<String, String> parameters = new HashMap<>(database.getProperties());
        String location = parameters.remove(LOCATION);
        CatalogErrors.orNotExists(
                () ->
                        metastore.alterDatabase(
                                new MetastoreDatabase(
                                        current.get().name(),
                                        comment(database),
                                        location == null ? current.get().location() : location,
                                        parameters)),
                () -> new DatabaseNotExistException(catalogName, name));
    }

    /**
     * Drops a database. With CASCADE each table goes by the rules of its format, after all of them
     * were found droppable, so that nothing is half done. Files that do not belong to a table that
     * is dropped stay, and the folder with them.
     */
    void drop(String name, boolean ignoreIfNotExists, boolean cascade)
            throws DatabaseNotExistException, DatabaseNotEmptyException {
        String database = TableRouter.lower(name);
        Optional<MetastoreDatabase> record = find(name);
        if (record.isEmpty()) {
            if (!ignoreIfNotExists) {
                throw new DatabaseNotExistException(catalogName, name);
            }
            return;
        }
        List<String> tables = CatalogErrors.ask(() -> metastore.tables(database));
        List<String> functions = CatalogErrors.ask(() -> metastore.functions(database));
        if (!cascade && !(tables.isEmpty() && functions.isEmpty())) {
            throw new DatabaseNotEmptyException(catalogName, name);
        }
        try {
            List<MetastoreTable> records = new ArrayList<>();
            tables.forEach(table -> metastore.table(database, table).ifPresent(records::add));
            records.forEach(table -> router.of(table).checkDroppable(table));
            records.forEach(table -> router.of(table).drop(table));
            functions.forEach(function -> metastore.dropFunction(database, function));
            metastore.dropDatabase(database);
            folders.deleteEmpty(record.get().location());
        } catch (MetastoreException e) {
            if (e.reason() == Reason.REFUSED && !cascade) {
                throw new DatabaseNotEmptyException(catalogName, name, e);
            }
            throw new CatalogException(e.getMessage(), e);
        }
    }

    private static String comment(CatalogDatabase database) {
        return database.getComment() == null ? "" : database.getComment();
    }
}
