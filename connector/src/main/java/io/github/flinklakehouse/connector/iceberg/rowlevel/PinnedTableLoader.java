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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.TableLoader;

/** Loads a table as it was when it was first loaded, whatever was committed since. */
final class PinnedTableLoader implements TableLoader {
    private static final long serialVersionUID = 1L;

    private final Table table;

    PinnedTableLoader(Table table) {
        this.table = SerializableTable.copyOf(requireNonNull(table, "table"));
    }

    @Override
    public void open() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Table loadTable() {
        return table;
    }

    @Override
    @SuppressWarnings({"checkstyle:NoClone", "checkstyle:SuperClone"}) // the interface wants it
    public TableLoader clone() {
        return this;
    }

    @Override
    public void close() {}
}
