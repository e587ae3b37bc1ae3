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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.NestedTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Empties a managed Hive table, as Hive's TRUNCATE TABLE does: partitions stay, files go. */
final class HiveTruncation {
    /** By which an external table says that its files are its own; so does a 4.x metastore. */
    private static final String PURGE = "external.table.purge";

    private final MetastoreTable table;
    private final Metastore metastore;
    private final Configuration hadoop;

    HiveTruncation(MetastoreTable table, Metastore metastore, Configuration hadoop) {
        this.table = requireNonNull(table, "table");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /**
     * @throws ValidationException when files might go that are not the table's
     */
    void execute() {
        requireOwned();
        List<MetastorePartition> partitions =
                table.partitionKeys().isEmpty()
                        ? List.of()
                        : metastore.partitions(table.database(), table.name());
        try {
            // Or the next insert would bring back the rows that it had taken out.
            InterruptedCommits.undoAll(table, metastore, hadoop);
            List<FileStatus> content = new ArrayList<>();
            for (String location : locations(partitions)) {
                // What is hidden is no part of the table: an insert may be writing it.
                content.addAll(HiveFiles.visibleContent(new Path(location), hadoop));
            }
            if (content.stream().anyMatch(FileStatus::isDirectory)) {
                requireNoTableInside();
            }
            // Before the files: numbers that are missing do no harm, those too big are believed.
            StaleStatistics statistics = new StaleStatistics(metastore, table);
            statistics.removeFromTable();
            statistics.removeFromPartitions(partitions);
            for (FileStatus child : content) {
                delete(child.getPath());
            }
        } catch (IOException e) {
            throw new TableException(
                    "Cannot truncate table: %s may be only partly empty now — %s"
                            .formatted(table.fullName(), e.getMessage()),
                    e);
        }
    }

    private void requireOwned() {
        boolean owned =
                table.kind() == MetastoreTable.Kind.MANAGED
                        || table.parameter(PURGE).filter(Boolean::parseBoolean).isPresent();
        if (!owned) {
            throw new ValidationException(
                    "Cannot truncate table: %s is an external Hive table, whose files are not its own — delete the files where they come from, or drop the table"
                            .formatted(table.fullName()));
        }
    }

    private void requireNoTableInside() {
        new NestedTables(metastore)
                .inside(table)
                .ifPresent(
                        other -> {
                            throw new ValidationException(
                                    "Cannot truncate table: %s has the table %s in its folder, whose files would go too — drop or move that one first"
                                            .formatted(table.fullName(), other));
                        });
    }

    private List<String> locations(List<MetastorePartition> partitions) {
        return table.partitionKeys().isEmpty()
                ? List.of(table.storage().location())
                : partitions.stream().map(partition -> partition.storage().location()).toList();
    }

    private void delete(Path path) throws IOException {
        FileSystem fileSystem = HiveFiles.fileSystem(path, hadoop);
        if (!fileSystem.delete(path, /* recursive= */ true) && fileSystem.exists(path)) {
            throw new IOException(path + " could not be deleted");
        }
    }
}
