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

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes commits whose process ended before they did: their files go back, also those that an
 * overwrite had taken out, and statistics that might count them are removed.
 */
final class InterruptedCommits {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedCommits.class);

    private final MetastoreTable table;
    private final Metastore metastore;
    private final CommitJournal journal;

    InterruptedCommits(MetastoreTable table, Metastore metastore, CommitJournal journal) {
        this.table = requireNonNull(table, "table");
        this.metastore = requireNonNull(metastore, "metastore");
        this.journal = requireNonNull(journal, "journal");
    }

    /**
     * Undoes those of all jobs before a statement, which may read what it replaces. What commits
     * now is waited for.
     */
    static void undoAll(MetastoreTable table, Metastore metastore, Configuration configuration)
            throws IOException {
        CommitJournal journal = new CommitJournal(table.storage().location(), configuration);
        if (journal.list().isEmpty()) {
            return;
        }
        try (TableLock lock =
                HiveLocks.lock(metastore, table, TableLock.Mode.EXCLUSIVE, configuration)) {
            if (lock != TableLock.NONE) {
                new InterruptedCommits(table, metastore, journal).undoAll();
                journal.deleteIfEmpty();
            }
        }
    }

    /** Undoes those of all jobs; nobody else may be committing. */
    void undoAll() throws IOException {
        for (FileStatus file : journal.list()) {
            undo(file.getPath().getName());
        }
    }

    /** Undoes that of one job, if there is one. */
    void undo(String jobName) throws IOException {
        if (!journal.contains(jobName)) {
            return;
        }
        LOG.warn("Undoing the interrupted commit {} of {}", jobName, table.fullName());
        List<CommitJournal.Entry> commit = journal.read(jobName);
        Map<List<String>, MetastorePartition> known = known(commit);
        IOException failure =
                new IOException(
                        "the interrupted commit of the job %s could not be undone"
                                .formatted(jobName));
        if (!undo(commit, known.keySet(), failure)) {
            throw failure;
        }
        removeStatistics(commit, known);
        journal.delete(jobName);
    }

    /**
     * Undoes a commit that fails now, as far as possible.
     *
     * @param reason gets what could not be undone as suppressed exceptions
     */
    void undo(String jobName, List<CommitJournal.Entry> commit, Exception reason) {
        try {
            Map<List<String>, MetastorePartition> known = known(commit);
            boolean undone = undo(commit, known.keySet(), reason);
            removeStatistics(commit, known);
            if (undone) {
                journal.delete(jobName);
            }
        } catch (MetastoreException e) {
            reason.addSuppressed(e);
            // Directories stay, as the metastore may know them, and the journal for statistics.
            commit.forEach(entry -> entry.moves().undo(reason));
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private Map<List<String>, MetastorePartition> known(List<CommitJournal.Entry> commit) {
        return PartitionLookup.existing(
                metastore,
                table,
                commit.stream()
                        .map(CommitJournal.Entry::values)
                        .filter(values -> !values.isEmpty())
                        .map(values -> PartitionPath.name(table.partitionKeyNames(), values))
                        .toList());
    }

    private static boolean undo(
            List<CommitJournal.Entry> commit, Set<List<String>> known, Exception reason) {
        boolean undone = true;
        for (CommitJournal.Entry entry : commit) {
            undone &= undo(entry, known, reason);
        }
        return undone;
    }

    private static boolean undo(
            CommitJournal.Entry entry, Set<List<String>> known, Exception reason) {
        boolean isKnown = entry.values().isEmpty() || known.contains(entry.values());
        if (!isKnown && entry.target() == CommitJournal.Target.EXISTING) {
            return true; // it was dropped since: its rows must not come back
        }
        boolean undone = entry.moves().undo(reason);
        if (!isKnown) {
            entry.moves().deleteDirectories(reason);
        }
        return undone;
    }

    private void removeStatistics(
            List<CommitJournal.Entry> commit, Map<List<String>, MetastorePartition> known) {
        StaleStatistics statistics = new StaleStatistics(metastore, table);
        statistics.removeFromPartitions(known.values());
        if (commit.stream().anyMatch(entry -> entry.values().isEmpty())) {
            statistics.removeFromTable();
        }
    }
}
