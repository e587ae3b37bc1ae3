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
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nullable;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.hadoop.fs.FileSystem;
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
    private final PartitionPolicyChain policies;
    private final Set<Path> stagingDirectories = ConcurrentHashMap.newKeySet();

    /**
     * @param jobName names the staging directories
     * @param classLoader of the job
     */
    HiveCommitter(
            HiveInsert insert,
            MetastoreLoader metastoreLoader,
            String jobName,
            ClassLoader classLoader) {
        this.insert = requireNonNull(insert, "insert");
        this.metastoreLoader = requireNonNull(metastoreLoader, "metastoreLoader");
        this.jobName = requireNonNull(jobName, "jobName");
        this.policies = new PartitionPolicyChain(insert, classLoader);
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
        List<MetastorePartition> written;
        try {
            written = commit(filesOf, moves);
        } catch (IOException | RuntimeException e) {
            moves.undo(e);
            throw new FlinkRuntimeException(
                    "Cannot commit insert: %s is unchanged — %s"
                            .formatted(table.fullName(), e.getMessage()),
                    e);
        }
        deleteWhatWasReplaced();
        announce(written);
    }

    private void announce(List<MetastorePartition> written) {
        try {
            policies.announce(written);
        } catch (Exception e) {
            throw new FlinkRuntimeException(
                    "Cannot announce insert: the rows are in %s, but a policy of '%s' failed — %s"
                            .formatted(
                                    insert.schema().table().fullName(),
                                    HiveSinkOptions.PARTITION_COMMIT_POLICY_KIND.key(),
                                    e.getMessage()),
                    e);
        }
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

    /** Returns the partitions that have got, or lost, files. */
    private List<MetastorePartition> commit(
            Map<List<String>, List<WrittenFile>> filesOf, FileMoves moves) throws IOException {
        Metastore metastore = metastoreLoader.load();
        HivePartitions partitions = new HivePartitions(insert.schema(), metastore);
        Map<List<String>, MetastorePartition> existing = partitions.existing(filesOf.keySet());
        List<MetastorePartition> written = new ArrayList<>();
        for (Map.Entry<List<String>, List<WrittenFile>> entry : filesOf.entrySet()) {
            MetastorePartition partition =
                    partition(entry.getKey(), entry.getValue(), existing.get(entry.getKey()));
            entry.getValue().forEach(file -> partitions.requireSame(file.storage(), partition));
            move(partition, entry.getValue(), moves);
            written.add(partition);
        }
        MetastoreTable table = insert.schema().table();
        if (table.partitionKeys().isEmpty()) {
            new StaleStatistics(metastore, table).removeFromTable();
            return List.of();
        }
        new StaleStatistics(metastore, table).removeFromPartitions(List.copyOf(existing.values()));
        policies.register(
                written.stream().filter(each -> !existing.containsKey(each.values())).toList(),
                partitions);
        return List.copyOf(written);
    }

    /** What these files belong to; it may have been made or changed since they were begun. */
    private MetastorePartition partition(
            List<String> values, List<WrittenFile> files, @Nullable MetastorePartition existing) {
        if (existing != null) {
            return existing;
        }
        MetastorePartition created = insert.partition(values);
        return files.isEmpty() ? created : created.at(files.get(0).storage());
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

    /**
     * Deletes what waits for a commit, or was replaced by one. Files of a stream stay: a checkpoint
     * may name them, from which the job is resumed.
     */
    void deleteStagingDirectories() throws IOException {
        for (Path directory : stagingDirectories) {
            FileSystem fileSystem = HiveFiles.fileSystem(directory, insert.configuration());
            boolean isNeeded =
                    insert.commit() == HiveInsert.Commit.AT_CHECKPOINTS
                            && fileSystem.exists(directory)
                            && fileSystem.listStatus(directory).length > 0;
            if (!isNeeded) {
                fileSystem.delete(directory, /* recursive= */ true);
            }
        }
    }
}
