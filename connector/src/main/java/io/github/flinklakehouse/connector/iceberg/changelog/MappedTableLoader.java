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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.util.SerializableFunction;

/** Loads a table as what a function makes of it. */
public final class MappedTableLoader implements TableLoader {
    private static final long serialVersionUID = 1L;

    private final TableLoader loader;
    private final SerializableFunction<Table, Table> function;

    /**
     * @param function applied whenever the table is loaded
     */
    public MappedTableLoader(TableLoader loader, SerializableFunction<Table, Table> function) {
        this.loader = requireNonNull(loader, "loader");
        this.function = requireNonNull(function, "function");
    }

    @Override
    public void open() {
        loader.open();
    }

    @Override
    public boolean isOpen() {
        return loader.isOpen();
    }

    @Override
    public Table loadTable() {
        return function.apply(loader.loadTable());
    }

    @Override
    @SuppressWarnings({"checkstyle:NoClone", "checkstyle:SuperClone"})
    public TableLoader clone() {
        return new MappedTableLoader(loader.clone(), function);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
