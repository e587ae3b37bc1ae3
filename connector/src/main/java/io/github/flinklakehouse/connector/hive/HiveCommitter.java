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
import static java.util.stream.Collectors.groupingBy;

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreException.Reason;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the files of an insert part of the table: all of them or none. Files are moved first, then
 * the metastore learns of new partitions in one call; what fails is moved back.
 */
final class HiveCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(HiveCommitter.class);

    private final HiveInsert insert;
    private final MetastoreLoader metastoreLoader;
    private final String jobName;
    private final Set<Path> stagingDirectories = ConcurrentHashMap.newKeySet();

    /**
     * @param jobName names the staging directories
     */
    HiveCommitter(HiveInsert insert, MetastoreLoader metastoreLoader, String jobName) {
        this.insert = requireNonNull(insert, "insert");
        this.metastoreLoader = requireNonNull(metastoreLoader, "metastoreLoader");
        this.jobName = requireNonNull(jobName, "jobName");
        // Of the table, and of its partitions below it.
        String location = insert.schema().table().storage().location();
        stagingDirectories.add(insert.stagingDirectory(location, jobName));
    }

    /** Commits these files; when it throws, the table is as it was. */
    void commit(List<WrittenFile> files) {
        Map<List<String>, List<WrittenFile>> filesOf =
                new HashMap<>(files.stream().collect(groupingBy(WrittenFile::partitionValues)));
        MetastoreTable table = insert.schema().table();
        if (table.partitionKeys().isEmpty()) {
            filesOf.putIfAbsent(List.of(), List.of());
        }
        // As in Hive, a partition that is named exists afterwards, be it empty.
        insert.onlyPartition().ifPresent(values -> filesOf.putIfAbsent(values, List.of()));
        FileMoves moves = new FileMoves(insert.configuration());
        try {
            commit(filesOf, moves);
        } catch (IOException | RuntimeException e) {
            moves.undo(e);
            throw new FlinkRuntimeException(
                    "Cannot commit insert: %s is unchanged — %s"
                            .formatted(table.fullName(), e.getMessage()),
                    e);
        }
        deleteWhatWasReplaced();
    }

    /** Before the job is seen to be finished; what fails is tried again when it ends. */
    private void deleteWhatWasReplaced() {
        try {
            deleteStagingDirectories();
        } catch (IOException e) {
            LOG.warn(
                    "Cannot delete staging directory of {}", insert.schema().table().fullName(), e);
        }
    }

    private void commit(Map<List<String>, List<WrittenFile>> filesOf, FileMoves moves)
            throws IOException {
        Metastore metastore = metastoreLoader.load();
        Map<List<String>, MetastorePartition> existing = existing(metastore, filesOf.keySet());
        List<MetastorePartition> created = new ArrayList<>();
        for (Map.Entry<List<String>, List<WrittenFile>> entry : filesOf.entrySet()) {
            MetastorePartition partition =
                    partition(entry.getKey(), entry.getValue(), existing.get(entry.getKey()));
            move(partition, entry.getValue(), moves);
            if (!existing.containsKey(entry.getKey())) {
                created.add(partition);
            }
        }
        MetastoreTable table = insert.schema().table();
        if (table.partitionKeys().isEmpty()) {
            new StaleStatistics(metastore, table).removeFromTable();
            return;
        }
        new StaleStatistics(metastore, table).removeFromPartitions(List.copyOf(existing.values()));
        addPartitions(metastore, created);
    }

    /** What these files belong to; it may have been made or changed since they were begun. */
    private MetastorePartition partition(
            List<String> values, List<WrittenFile> files, @Nullable MetastorePartition existing) {
        MetastorePartition partition = existing;
        if (partition == null) {
            partition = insert.partition(values);
            partition = files.isEmpty() ? partition : partition.at(files.get(0).storage());
        }
        for (WrittenFile file : files) {
            requireSame(file.storage(), partition);
        }
        return partition;
    }

    private void requireSame(TableStorage written, MetastorePartition partition) {
        TableStorage current = partition.storage();
        if (!current.serde().equals(written.serde())
                || !new Path(current.location()).equals(new Path(written.location()))) {
            throw new IllegalStateException(
                    "%s was changed by somebody else while the job ran, run it again"
                            .formatted(insert.schema().describe(partition)));
        }
    }

    private void addPartitions(Metastore metastore, List<MetastorePartition> created) {
        try {
            addAll(metastore, created);
        } catch (MetastoreException e) {
            if (e.reason() == Reason.UNAVAILABLE && areAdded(metastore, created, e)) {
                return;
            }
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
            // Another insert made some of them meanwhile; they take its files and these.
            Map<List<String>, MetastorePartition> existing =
                    existing(metastore, created.stream().map(MetastorePartition::values).toList());
            List<MetastorePartition> missing = new ArrayList<>();
            for (MetastorePartition partition : created) {
                MetastorePartition other = existing.get(partition.values());
                if (other == null) {
                    missing.add(partition);
                } else {
                    requireSame(partition.storage(), other);
                }
            }
            addAll(metastore, missing);
        }
    }

    /** Whether only the answer was lost: files taken back then would leave partitions empty. */
    private boolean areAdded(
            Metastore metastore, List<MetastorePartition> created, MetastoreException noAnswer) {
        List<List<String>> values = created.stream().map(MetastorePartition::values).toList();
        try {
            Map<List<String>, MetastorePartition> added = existing(metastore, values);
            created.stream()
                    .filter(partition -> added.containsKey(partition.values()))
                    .forEach(p -> requireSame(p.storage(), added.get(p.values())));
            return added.keySet().containsAll(values);
        } catch (MetastoreException e) {
            noAnswer.addSuppressed(e);
            return false;
        }
    }

    private void addAll(Metastore metastore, List<MetastorePartition> created) {
        if (!created.isEmpty()) {
            MetastoreTable table = insert.schema().table();
            metastore.addPartitions(table.database(), table.name(), created);
        }
    }

    private Map<List<String>, MetastorePartition> existing(
            Metastore metastore, Collection<List<String>> written) {
        MetastoreTable table = insert.schema().table();
        return PartitionLookup.existing(
                metastore,
                table,
                written.stream()
                        .filter(values -> !values.isEmpty())
                        .map(values -> PartitionPath.name(table.partitionKeyNames(), values))
                        .toList());
    }

    private void move(MetastorePartition partition, List<WrittenFile> files, FileMoves moves)
            throws IOException {
        String location = partition.storage().location();
        Path directory = new Path(location);
        moves.createDirectory(directory);
        if (insert.mode() == HiveInsert.Mode.OVERWRITE) {
            Path staging = insert.stagingDirectory(location, jobName);
            stagingDirectories.add(staging);
            moves.moveContent(directory, new Path(staging, "replaced"));
        }
        for (WrittenFile file : files) {
            Path path = new Path(file.path());
            moves.move(path, new Path(directory, path.getName()));
        }
    }

    /** Remembers that files of such a partition, or of the table, will be staged. */
    void willBeStaged(TableStorage storage) {
        stagingDirectories.add(insert.stagingDirectory(storage.location(), jobName));
    }

    /** Deletes what waits for a commit, or was replaced by one. */
    void deleteStagingDirectories() throws IOException {
        for (Path directory : stagingDirectories) {
            HiveFiles.fileSystem(directory, insert.configuration())
                    .delete(directory, /* recursive= */ true);
        }
    }
}
