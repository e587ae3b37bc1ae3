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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.TableLoader;

/** Loads a table as something that differs from it. */
final class TableViewLoader implements TableLoader {
    private static final long serialVersionUID = 1L;

    private final TableLoader loader;
    private final View view;

    /** What differs. */
    @FunctionalInterface
    interface View extends Serializable {
        /** The table with what differs. */
        BaseTable of(BaseTable table);
    }

    TableViewLoader(TableLoader loader, View view) {
        this.loader = requireNonNull(loader, "loader");
        this.view = requireNonNull(view, "view");
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
        return view.of((BaseTable) loader.loadTable());
    }

    @Override
    @SuppressWarnings({"checkstyle:NoClone", "checkstyle:SuperClone"})
    public TableLoader clone() {
        return new TableViewLoader(loader.clone(), view);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
