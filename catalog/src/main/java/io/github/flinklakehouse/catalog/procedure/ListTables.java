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

import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/** What is in a database, and what each of it is, as the metastore knows it. */
public final class ListTables implements Procedure {
    private static final String SIZE = "totalSize";

    private final Metastore metastore;

    ListTables(Metastore metastore) {
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {@ArgumentHint(name = "database", type = @DataTypeHint("STRING NOT NULL"))},
            output =
                    @DataTypeHint(
                            "ROW<name STRING, format STRING, type STRING, location STRING, owner STRING, size BIGINT>"))
    public Row[] call(ProcedureContext context, String name) {
        String database = name.toLowerCase(Locale.ROOT);
        List<String> names = metastore.tables(database);
        if (names.isEmpty() && metastore.database(database).isEmpty()) {
            throw Refusal.of("list tables of database", database, "does not exist");
        }
        return metastore.tablesByNames(database, names).stream()
                .sorted(Comparator.comparing(MetastoreTable::name))
                .map(ListTables::row)
                .toArray(Row[]::new);
    }

    private static Row row(MetastoreTable table) {
        String location = table.storage().location();
        return Row.of(
                table.name(),
                TableFormat.of(table).name().toLowerCase(Locale.ROOT),
                table.kind().name().toLowerCase(Locale.ROOT),
                location.isEmpty() ? null : location,
                table.owner().isEmpty() ? null : table.owner(),
                size(table));
    }

    /** Unknown more often than not; of a table with partitions, each has its own. */
    private static Long size(MetastoreTable table) {
        return table.parameter(SIZE)
                .filter(size -> table.partitionKeys().isEmpty() && size.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
    }
}
