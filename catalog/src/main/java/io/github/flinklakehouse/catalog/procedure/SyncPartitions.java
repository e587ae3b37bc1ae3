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
import io.github.flinklakehouse.connector.hive.PartitionPath;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.apache.flink.types.Row;

/**
 * Makes the partitions in the metastore those that have a folder: adds what other tools wrote, and
 * drops what they deleted. No file is touched.
 */
public final class SyncPartitions implements Procedure {
    private static final String WHAT = "sync partitions of table";

    /** Partitions added in one call, all or none. */
    private static final int BATCH = 1000;

    private final ProcedureTables tables;
    private final Metastore metastore;
    private final Folders folders;

    private enum Mode {
        ADD,
        DROP,
        FULL
    }

    SyncPartitions(ProcedureTables tables, Metastore metastore, Folders folders) {
        this.tables = requireNonNull(tables, "tables");
        this.metastore = requireNonNull(metastore, "metastore");
        this.folders = requireNonNull(folders, "folders");
    }

    /** Flink calls this. */
    @ProcedureHint(
            arguments = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING NOT NULL")),
                @ArgumentHint(name = "mode", type = @DataTypeHint("STRING NOT NULL"))
            },
            output = @DataTypeHint("ROW<`partition` STRING, change STRING>"))
    public Row[] call(ProcedureContext context, String name, String modeName) {
        MetastoreTable table = tables.hive(WHAT, name);
        Mode mode = mode(table, modeName);
        if (table.partitionKeys().isEmpty()) {
            throw Refusal.of(WHAT, table, "has no partition keys");
        }
        if (!folders.exists(table.storage().location())) {
            throw Refusal.of(WHAT, table, "has no folder " + table.storage().location());
        }
        Map<List<String>, String> found = new PartitionFolders(WHAT, table, folders).find();
        List<Row> rows = new ArrayList<>();
        if (mode != Mode.DROP) {
            add(table, found).forEach(added -> rows.add(Row.of(added, "added")));
        }
        if (mode != Mode.ADD) {
            drop(table, found).forEach(dropped -> rows.add(Row.of(dropped, "dropped")));
        }
        return rows.toArray(Row[]::new);
    }

    private static Mode mode(MetastoreTable table, String name) {
        try {
            return Mode.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(WHAT, table, "has no mode '" + name + "' to be synced in")
                    .instead("take 'add', 'drop' or 'full'");
        }
    }

    private List<String> add(MetastoreTable table, Map<List<String>, String> found) {
        Set<List<String>> known = new HashSet<>();
        metastore
                .partitionNames(table.database(), table.name())
                .forEach(name -> known.add(PartitionPath.values(name)));
        List<MetastorePartition> missing = new ArrayList<>();
        found.forEach(
                (values, location) -> {
                    if (!known.contains(values)) {
                        missing.add(
                                new MetastorePartition(
                                        values,
                                        table.columns(),
                                        table.storage().at(location),
                                        Map.of()));
                    }
                });
        for (int begin = 0; begin < missing.size(); begin += BATCH) {
            metastore.addPartitions(
                    table.database(),
                    table.name(),
                    missing.subList(begin, Math.min(begin + BATCH, missing.size())));
        }
        return missing.stream().map(partition -> name(table, partition)).sorted().toList();
    }

    /** A partition can have its folder anywhere: those that were not found are looked for there. */
    private List<String> drop(MetastoreTable table, Map<List<String>, String> found) {
        Set<String> locations = new HashSet<>(found.values());
        List<String> dropped = new ArrayList<>();
        for (MetastorePartition partition : metastore.partitions(table.database(), table.name())) {
            String location = partition.storage().location();
            if (!locations.contains(location) && !folders.exists(location)) {
                metastore.dropPartition(
                        table.database(), table.name(), partition.values(), Metastore.Data.KEEP);
                dropped.add(name(table, partition));
            }
        }
        return dropped.stream().sorted().toList();
    }

    private static String name(MetastoreTable table, MetastorePartition partition) {
        return PartitionPath.name(table.partitionKeyNames(), partition.values());
    }
}
