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

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Tables whose folder is inside that of another, so that they would lose their files with it. */
public final class NestedTables {
    private final Metastore metastore;

    public NestedTables(Metastore metastore) {
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /**
     * The full name of a table, of any database, in the folder of this one. Costs two calls for
     * each database.
     */
    public Optional<String> inside(MetastoreTable table) {
        return metastore.databases().stream()
                .flatMap(database -> tables(database).stream())
                .filter(other -> !other.fullName().equals(table.fullName()))
                .filter(other -> other.kind() != MetastoreTable.Kind.VIEW)
                .filter(o -> contains(table.storage().location(), o.storage().location()))
                .map(MetastoreTable::fullName)
                .findFirst();
    }

    private List<MetastoreTable> tables(String database) {
        List<String> names = metastore.tables(database);
        return names.isEmpty() ? List.of() : metastore.tablesByNames(database, names);
    }

    private static boolean contains(String folder, String location) {
        return !location.isEmpty()
                && (path(location) + "/").startsWith(path(folder) + "/")
                && authority(location).equals(authority(folder));
    }

    private static String path(String location) {
        return new Path(location).toUri().getPath();
    }

    private static String authority(String location) {
        return String.valueOf(new Path(location).toUri().getAuthority());
    }
}
