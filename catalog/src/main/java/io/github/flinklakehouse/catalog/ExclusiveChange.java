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

import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.table.catalog.CatalogPropertiesUtil;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Changes the record of a table so that no change is lost of those who change it at the same time:
 * other sessions, and jobs that note how many rows there are. A metastore has no such guard itself.
 */
final class ExclusiveChange {
    private final TableRouter router;
    private final Function<MetastoreTable, TableLock> locks;

    /**
     * @param locks locks a table against everybody
     */
    ExclusiveChange(TableRouter router, Function<MetastoreTable, TableLock> locks) {
        this.router = requireNonNull(router, "router");
        this.locks = requireNonNull(locks, "locks");
    }

    /**
     * Makes a change to the record as it is now.
     *
     * @param table a record of the table, which may be old
     * @param planned the record that the change was made for, when it is known
     * @throws Refusal when the table has become another since
     * @throws MetastoreException when there is none any more
     */
    void run(
            MetastoreTable table,
            Optional<MetastoreTable> planned,
            Consumer<MetastoreTable> change) {
        switch (TableFormat.of(table)) {
            // A commit of Iceberg has a lock of its own.
            case ICEBERG, FOREIGN -> change(table, planned, change);
            case HIVE, GENERIC, VIEW -> {
                try (TableLock lock = locks.apply(table)) {
                    lock.requireHeld();
                    change(table, planned, change);
                }
            }
        }
    }

    private void change(
            MetastoreTable table,
            Optional<MetastoreTable> planned,
            Consumer<MetastoreTable> change) {
        MetastoreTable current =
                router.find(new ObjectPath(table.database(), table.name()))
                        .orElseThrow(() -> notFound(table));
        if (planned.isPresent() && !definition(current).equals(definition(planned.get()))) {
            throw Refusal.of("alter table", table, "was altered by somebody else at the same time")
                    .instead("run the statement again");
        }
        change.accept(current);
    }

    private static MetastoreException notFound(MetastoreTable table) {
        return new MetastoreException(
                MetastoreException.Reason.NOT_FOUND, table.fullName() + " does not exist", null);
    }

    /** What Flink's schema is made of, and not what jobs note. */
    private record Definition(
            TableFormat format,
            Object columns,
            Object partitionKeys,
            String viewText,
            Map<String, String> parameters) {}

    private static Definition definition(MetastoreTable table) {
        return new Definition(
                TableFormat.of(table),
                table.columns(),
                table.partitionKeys(),
                table.viewExpandedText(),
                table.parameters().entrySet().stream()
                        .filter(
                                parameter ->
                                        parameter
                                                .getKey()
                                                .startsWith(
                                                        CatalogPropertiesUtil
                                                                .FLINK_PROPERTY_PREFIX))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
