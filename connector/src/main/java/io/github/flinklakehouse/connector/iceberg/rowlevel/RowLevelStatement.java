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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.table.connector.RowLevelModificationScanContext;

/**
 * The Iceberg tables that a DELETE or UPDATE reads, in the order in which Flink plans their scans:
 * the one that it changes, and those of its subqueries.
 */
final class RowLevelStatement implements RowLevelModificationScanContext {
    /** Flink does not tell a sink of the scans when it offers it a filter to delete by. */
    private static final ThreadLocal<RowLevelStatement> LATEST = new ThreadLocal<>();

    private final List<TableVersion> tables;

    private RowLevelStatement(List<TableVersion> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * The statement, which reads the table besides those that it reads already.
     *
     * @param previous the statement before, or null
     */
    static RowLevelStatement reading(RowLevelModificationScanContext previous, TableVersion table) {
        List<TableVersion> tables = new ArrayList<>();
        if (previous instanceof RowLevelStatement statement) {
            tables.addAll(statement.tables);
        }
        tables.add(table);
        RowLevelStatement statement = new RowLevelStatement(tables);
        LATEST.set(statement);
        return statement;
    }

    /** The table, if the statement that this thread is planning reads no other. */
    static Optional<TableVersion> onlyTable(RowLevelTable table) {
        Optional<RowLevelStatement> latest = Optional.ofNullable(LATEST.get());
        LATEST.remove();
        return latest.filter(statement -> statement.tables.size() == 1)
                .flatMap(statement -> statement.first(table));
    }

    /** The first scan of the table; whether it is the one to be changed shows only later. */
    Optional<TableVersion> first(RowLevelTable table) {
        return tables.stream()
                .filter(version -> version.table().identifier().equals(table.identifier()))
                .findFirst();
    }

    /** The scan whose rows are changed. */
    Optional<TableVersion> changed() {
        return tables.stream().filter(TableVersion::isChanged).findFirst();
    }

    /** Whether a subquery reads the table that is changed. */
    boolean readsTwice(TableVersion changed) {
        return tables.stream()
                .anyMatch(
                        version ->
                                version != changed
                                        && version.table().name().equals(changed.table().name()));
    }
}
