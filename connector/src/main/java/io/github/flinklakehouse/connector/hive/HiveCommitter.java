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
import io.github.flinklakehouse.connector.metastore.TableLock;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Commits take seconds, or minutes when there are thousands of partitions. */
    private static final Duration INTERRUPTED_AFTER = Duration.ofMinutes(10);

    private final HiveInsert insert;
    private final MetastoreLoader metastoreLoader;
    private final String jobName;
    private final PartitionPolicyChain policies;
    private final CommitJournal journal;
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
        journal = new CommitJournal(location, insert.configuration());
    }

    /**
     * Undoes the commit of this job that an earlier JobManager began, and did not end.
     *
     * @throws IOException when that is not possible
     */
    void undoInterrupted() throws IOException {
        if (journal.contains(jobName)) {
            // Without a lock: the earlier JobManager may still hold its own.
            interrupted(metastoreLoader.load()).undo(jobName);
            journal.deleteIfEmpty();
        }
    }

    private InterruptedCommits interrupted(Metastore metastore) {
        return new InterruptedCommits(insert.schema().table(), metastore, journal);
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
        List<MetastorePartition> written;
        try {
            written = commitAlone(filesOf);
        } catch (IOException | RuntimeException e) {
            throw new FlinkRuntimeException(
                    "Cannot commit insert: %s is unchanged — %s"
                            .formatted(table.fullName(), e.getMessage()),
                    e);
        }
        deleteWhatWasReplaced();
        announce(written);
    }

    private List<MetastorePartition> commitAlone(Map<List<String>, List<WrittenFile>> filesOf)
            throws IOException {
        Metastore metastore = metastoreLoader.load();
        TableLock.Mode mode = lockMode();
        try (TableLock lock =
                HiveLocks.lock(metastore, insert.schema().table(), mode, insert.configuration())) {
            InterruptedCommits interrupted = interrupted(metastore);
            if (mode == TableLock.Mode.EXCLUSIVE && lock != TableLock.NONE) {
                interrupted.undoAll();
            } else {
                interrupted.undo(jobName);
            }
            return commit(filesOf, metastore, lock);
        }
    }

    /**
     * Inserts do not disturb each other; overwriting does, and so does undoing what was interrupted
     * long ago, as it seems.
     */
    private TableLock.Mode lockMode() throws IOException {
        long latest = System.currentTimeMillis() - INTERRUPTED_AFTER.toMillis();
        boolean isAlone =
                insert.mode() == HiveInsert.Mode.OVERWRITE
                        || journal.list().stream()
                                .anyMatch(commit -> commit.getModificationTime() < latest);
        return isAlone ? TableLock.Mode.EXCLUSIVE : TableLock.Mode.SHARED;
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
            new AbandonedStaging(
                            insert.schema().table().storage().location(), insert.configuration())
                    .delete();
        } catch (IOException e) {
            LOG.warn(
                    "Cannot delete staging directory of {}", insert.schema().table().fullName(), e);
        }
    }

    /** Returns the partitions that have got, or lost, files. */
    private List<MetastorePartition> commit(
            Map<List<String>, List<WrittenFile>> filesOf, Metastore metastore, TableLock lock)
            throws IOException {
        HivePartitions partitions = new HivePartitions(insert.schema(), metastore);
        List<PartitionCommit> commits = new CommitPlan(insert, jobName).of(filesOf, partitions);
        commits.forEach(commit -> willBeStaged(commit.partition().storage()));
        CommitStatistics statistics = new CommitStatistics(insert, metastore);
        List<CommitJournal.Entry> entries = commits.stream().map(PartitionCommit::entry).toList();
        journal.write(jobName, entries);
        try {
            for (PartitionCommit commit : commits) {
                commit.moves().run(lock);
            }
            lock.requireHeld();
            if (insert.schema().table().partitionKeys().isEmpty()) {
                statistics.changeTable(commits.get(0));
            } else {
                policies.register(statistics.changePartitions(commits), partitions);
            }
            journal.delete(jobName);
        } catch (IOException | RuntimeException e) {
            Thread.interrupted(); // or file systems refuse to work
            interrupted(metastore).undo(jobName, entries, e);
            throw e;
        }
        statistics.verify();
        return commits.stream()
                .map(PartitionCommit::partition)
                .filter(partition -> !partition.values().isEmpty())
                .toList();
    }

    /** Remembers that files of such a partition will be staged, or what is replaced in it. */
    void willBeStaged(TableStorage storage) {
        stagingDirectories.add(insert.stagingDirectory(storage.location(), jobName));
    }

    /**
     * Deletes what waits for a commit, or was replaced by one. Files of a stream stay: a checkpoint
     * may name them, from which the job is resumed.
     */
    void deleteStagingDirectories() throws IOException {
        if (journal.contains(jobName)) {
            return; // what was replaced must go back first
        }
        journal.deleteIfEmpty();
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
