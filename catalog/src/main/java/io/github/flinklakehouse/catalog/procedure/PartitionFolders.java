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
package io.github.flinklakehouse.catalog.procedure;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.hive.PartitionPath;
import io.github.flinklakehouse.connector.hive.PartitionValues;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folders below that of a table whose names say that they are partitions. */
final class PartitionFolders {
    private final String what;
    private final MetastoreTable table;
    private final Folders folders;
    private final Map<List<String>, String> found = new HashMap<>();

    /**
     * Folders of this table.
     *
     * @param what is done with them; goes on behind "Cannot"
     */
    PartitionFolders(String what, MetastoreTable table, Folders folders) {
        this.what = requireNonNull(what, "what");
        this.table = requireNonNull(table, "table");
        this.folders = requireNonNull(folders, "folders");
    }

    /** The location of each partition, by its values. */
    Map<List<String>, String> find() {
        look(table.storage().location(), List.of());
        return found;
    }

    private void look(String location, List<String> values) {
        if (values.size() == table.partitionKeys().size()) {
            String other = found.put(values, location);
            if (other != null) {
                throw Refusal.of(
                        what,
                        table,
                        "has two folders of one partition, " + other + " and " + location);
            }
            return;
        }
        MetastoreColumn key = table.partitionKeys().get(values.size());
        for (String folder : folders.subfolders(location)) {
            if (isOf(key, folder)) {
                List<String> more = new ArrayList<>(values);
                more.add(value(key, folder));
                look(location + "/" + folder, List.copyOf(more));
            } else if (!folder.startsWith(".") && !folder.startsWith("_")) {
                throw Refusal.of(
                                what,
                                table,
                                "has the folder %s/%s, which is no partition of its key '%s'"
                                        .formatted(location, folder, key.name()))
                        .instead("move it away");
            }
        }
    }

    private static boolean isOf(MetastoreColumn key, String folder) {
        int end = folder.indexOf('=');
        return end > 0 && folder.substring(0, end).equalsIgnoreCase(key.name());
    }

    /** As it is spelt, when it is one of the key's type. */
    private String value(MetastoreColumn key, String folder) {
        String value = PartitionPath.values(folder).get(0);
        PartitionValues.parse(
                value,
                HiveTypes.toFlink(key.type(), key.name()).getLogicalType(),
                table.fullName() + "." + key.name());
        return value;
    }
}
