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
import io.github.flinklakehouse.connector.metastore.MetastoreFunction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.table.catalog.CatalogFunction;
import org.apache.flink.table.catalog.CatalogFunctionImpl;
import org.apache.flink.table.catalog.FunctionLanguage;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.catalog.exceptions.FunctionAlreadyExistException;
import org.apache.flink.table.catalog.exceptions.FunctionNotExistException;

/**
 * Functions, in the encoding of Flink's HiveCatalog: the metastore has no field for the language,
 * so it stands before the class name.
 */
final class Functions {
    private static final String SCALA = "flink:scala:";
    private static final String PYTHON = "flink:python:";

    /** Java functions that Flink 1.9 stored. */
    private static final String OLD_JAVA = "flink:";

    /** What the metastore takes for a name; the planner also looks up operators, such as +. */
    private static final Pattern NAME = Pattern.compile("\\w+");

    private final String catalogName;
    private final Metastore metastore;

    Functions(String catalogName, Metastore metastore) {
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    List<String> names(String database) {
        return CatalogErrors.ask(() -> metastore.functions(TableRouter.lower(database)));
    }

    CatalogFunction load(ObjectPath path) throws FunctionNotExistException {
        return find(path)
                .map(Functions::function)
                .orElseThrow(() -> new FunctionNotExistException(catalogName, path));
    }

    boolean exists(ObjectPath path) {
        return find(path).isPresent();
    }

    void create(ObjectPath path, CatalogFunction function, boolean ignoreIfExists)
            throws FunctionAlreadyExistException, DatabaseNotExistException {
        if (exists(path)) {
            if (!ignoreIfExists) {
                throw new FunctionAlreadyExistException(catalogName, path);
            }
            return;
        }
        try {
            CatalogErrors.create(
                    () -> metastore.createFunction(record(path, function)),
                    () -> new DatabaseNotExistException(catalogName, path.getDatabaseName()),
                    () -> new FunctionAlreadyExistException(catalogName, path));
        } catch (FunctionAlreadyExistException e) {
            if (!ignoreIfExists) {
                throw e;
            }
        }
    }

    void alter(ObjectPath path, CatalogFunction function, boolean ignoreIfNotExists)
            throws FunctionNotExistException {
        if (existsOr(path, ignoreIfNotExists)) {
            CatalogErrors.orNotExists(
                    () -> metastore.alterFunction(record(path, function)),
                    () -> new FunctionNotExistException(catalogName, path));
        }
    }

    void drop(ObjectPath path, boolean ignoreIfNotExists) throws FunctionNotExistException {
        if (existsOr(path, ignoreIfNotExists)) {
            ObjectPath lower = TableRouter.lower(path);
            try {
                CatalogErrors.orNotExists(
                        () ->
                                metastore.dropFunction(
                                        lower.getDatabaseName(), lower.getObjectName()),
                        () -> new FunctionNotExistException(catalogName, path));
            } catch (FunctionNotExistException e) {
                if (!ignoreIfNotExists) {
                    throw e;
                }
            }
        }
    }

    private boolean existsOr(ObjectPath path, boolean ignoreIfNotExists)
            throws FunctionNotExistException {
        boolean exists = exists(path);
        if (!exists && !ignoreIfNotExists) {
            throw new FunctionNotExistException(catalogName, path);
        }
        return exists;
    }

    private Optional<MetastoreFunction> find(ObjectPath path) {
        if (!NAME.matcher(path.getObjectName()).matches()) {
            return Optional.empty();
        }
        ObjectPath lower = TableRouter.lower(path);
        return CatalogErrors.ask(
                () -> metastore.function(lower.getDatabaseName(), lower.getObjectName()));
    }

    private static CatalogFunction function(MetastoreFunction function) {
        String className = function.className();
        if (className.startsWith(PYTHON)) {
            return new CatalogFunctionImpl(
                    className.substring(PYTHON.length()), FunctionLanguage.PYTHON);
        }
        if (className.startsWith(SCALA)) {
            return new CatalogFunctionImpl(
                    className.substring(SCALA.length()), FunctionLanguage.SCALA);
        }
        return new CatalogFunctionImpl(
                className.startsWith(OLD_JAVA)
                        ? className.substring(OLD_JAVA.length())
                        : className);
    }

    private static MetastoreFunction record(ObjectPath path, CatalogFunction function) {
        if (!function.getFunctionResources().isEmpty()) {
            throw Refusal.of(
                            "store function",
                            path.getFullName(),
                            "has USING JAR, which the metastore would not keep")
                    .instead("put the jar into lib/, or create a temporary function");
        }
        String prefix =
                switch (function.getFunctionLanguage()) {
                    case JAVA -> "";
                    case SCALA -> SCALA;
                    case PYTHON -> PYTHON;
                };
        ObjectPath lower = TableRouter.lower(path);
        return new MetastoreFunction(
                lower.getDatabaseName(), lower.getObjectName(), prefix + function.getClassName());
    }
}
