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
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /**
     * @param jobName names the staging directories
     */
    HiveCommitter(HiveInsert insert, MetastoreLoader metastoreLoader, String jobName) {
        this.insert = requireNonNull(insert, "insert");
        this.metastoreLoader = requireNonNull(metastoreLoader, "metastoreLoader");
        this.jobName = requireNonNull(jobName, "jobName");
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
        for (Map.Entry<List<String>, List<WrittenFile>> entry : filesOf.entrySet()) {
            List<String> values = entry.getKey();
            TableStorage storage = insert.storage(values);
            requireSame(storage, existing.get(values));
            move(values, new Path(storage.location()), entry.getValue(), moves);
        }
        if (insert.schema().table().partitionKeys().isEmpty()) {
            new StaleStatistics(metastore, insert.schema().table()).removeFromTable();
            return;
        }
        new StaleStatistics(metastore, insert.schema().table())
                .removeFromPartitions(List.copyOf(existing.values()));
        Set<List<String>> created = new HashSet<>(filesOf.keySet());
        created.removeAll(existing.keySet());
        addPartitions(metastore, created);
    }

    private void addPartitions(Metastore metastore, Set<List<String>> created) {
        try {
            addAll(metastore, created);
        } catch (MetastoreException e) {
            if (e.reason() != MetastoreException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            // Another insert made some of them meanwhile; they take its files and these.
            Set<List<String>> missing = new HashSet<>(created);
            existing(metastore, created)
                    .forEach(
                            (values, partition) -> {
                                requireSame(insert.storage(values), partition);
                                missing.remove(values);
                            });
            addAll(metastore, missing);
        }
    }

    private void addAll(Metastore metastore, Set<List<String>> created) {
        if (!created.isEmpty()) {
            MetastoreTable table = insert.schema().table();
            metastore.addPartitions(
                    table.database(),
                    table.name(),
                    created.stream().map(insert::partition).toList());
        }
    }

    private Map<List<String>, MetastorePartition> existing(
            Metastore metastore, Iterable<List<String>> written) {
        MetastoreTable table = insert.schema().table();
        List<String> names = new ArrayList<>();
        for (List<String> values : written) {
            if (!values.isEmpty()) {
                names.add(PartitionPath.name(table.partitionKeyNames(), values));
            }
        }
        return names.isEmpty()
                ? Map.of()
                : metastore.partitionsByNames(table.database(), table.name(), names).stream()
                        .collect(Collectors.toMap(MetastorePartition::values, Function.identity()));
    }

    /** The partition may have been made or changed since the files were begun. */
    private void requireSame(TableStorage written, MetastorePartition partition) {
        if (partition == null) {
            return;
        }
        TableStorage current = partition.storage();
        if (!current.serde().equals(written.serde())
                || !new Path(current.location()).equals(new Path(written.location()))) {
            throw new IllegalStateException(
                    "%s was changed by somebody else while the job ran, run it again"
                            .formatted(insert.schema().describe(partition)));
        }
    }

    private void move(List<String> values, Path directory, List<WrittenFile> files, FileMoves moves)
            throws IOException {
        Path staging = insert.stagingDirectory(values, jobName);
        moves.createDirectory(directory);
        if (insert.mode() == HiveInsert.Mode.OVERWRITE) {
            moves.moveContent(directory, new Path(staging, "replaced"));
        }
        for (WrittenFile file : files) {
            Path path = new Path(file.path());
            moves.move(path, new Path(directory, path.getName()));
        }
    }

    /** Deletes what waits for a commit, or was replaced by one. */
    void deleteStagingDirectories() throws IOException {
        for (Path directory : insert.stagingDirectories(jobName)) {
            HiveFiles.fileSystem(directory, insert.configuration())
                    .delete(directory, /* recursive= */ true);
        }
    }
}
