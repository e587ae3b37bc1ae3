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

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.catalog.exceptions.DatabaseNotExistException;
import org.apache.flink.table.procedures.Procedure;

/**
 * What can be called. All procedures are in the database {@code sys}, which need not exist in the
 * metastore; when it does, as in each Hive 3, its tables are still what they are.
 */
final class Procedures {
    private static final String DATABASE = "sys";

    private final Databases databases;
    private final Map<String, Procedure> byName;

    Procedures(Databases databases, Map<String, Procedure> byName) {
        this.databases = requireNonNull(databases, "databases");
        this.byName = new TreeMap<>(byName);
    }

    List<String> names(String database) throws DatabaseNotExistException {
        return isHome(database) ? List.copyOf(byName.keySet()) : databases.nothing(database);
    }

    /** Flink would turn a missing one into a function with a wrong signature. */
    Procedure find(ObjectPath path) {
        Procedure procedure = byName.get(TableRouter.lower(path.getObjectName()));
        if (procedure == null) {
            throw Refusal.of("call procedure", path.getFullName(), "does not exist")
                    .instead("SHOW PROCEDURES IN " + DATABASE + " lists those that do");
        }
        if (!isHome(path.getDatabaseName())) {
            throw Refusal.of("call procedure", path.getFullName(), "does not exist")
                    .instead("call " + DATABASE + "." + TableRouter.lower(path.getObjectName()));
        }
        return procedure;
    }

    private static boolean isHome(String database) {
        return DATABASE.equals(TableRouter.lower(database));
    }
}
