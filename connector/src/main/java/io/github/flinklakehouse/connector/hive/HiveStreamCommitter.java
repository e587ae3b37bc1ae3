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

import io.github.flinklakehouse.connector.hive.StreamCommitState.WaitingPartition;
import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves files of a stream into their partitions, and commits partitions when they are due. Each
 * step can be repeated.
 */
final class HiveStreamCommitter {
    private static final Logger LOG = LoggerFactory.getLogger(HiveStreamCommitter.class);

    private final HiveInsert insert;
    private final MetastoreLoader metastoreLoader;
    private final PartitionTrigger.Due trigger;
    private final PartitionPolicyChain policies;
    private final Map<List<String>, WaitingPartition> waiting = new LinkedHashMap<>();

    private enum Attempt {
        FIRST,
        AGAIN
    }

    /**
     * @param classLoader of the job, for classes that a user names
     */
    HiveStreamCommitter(
            HiveInsert insert, MetastoreLoader metastoreLoader, ClassLoader classLoader) {
        this.insert = requireNonNull(insert, "insert");
        this.metastoreLoader = requireNonNull(metastoreLoader, "metastoreLoader");
        this.trigger = insert.options().trigger().start(classLoader);
        this.policies = new PartitionPolicyChain(insert, classLoader);
    }

    /** Partitions that have got files, but are not committed. */
    List<WaitingPartition> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Commits what a checkpoint holds, which is complete. */
    void commit(StreamCommitState complete) throws Exception {
        commit(complete, Attempt.FIRST);
    }

    /** Commits what a checkpoint holds that may have been committed, wholly or in part. */
    void commitAgain(StreamCommitState restored) throws Exception {
        restored.waiting().forEach(each -> waiting.put(each.partition().values(), each));
        commit(restored, Attempt.AGAIN);
    }

    private void commit(StreamCommitState state, Attempt attempt) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Hive loads classes by name through the thread.
        thread.setContextClassLoader(getClass().getClassLoader());
        try {
            if (!state.files().isEmpty()) {
                commitFiles(state.files(), attempt);
            }
            commitPartitions(state);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void commitFiles(List<WrittenFile> files, Attempt attempt) throws IOException {
        Metastore metastore = metastoreLoader.load();
        MetastoreTable table = insert.schema().table();
        HivePartitions partitions = new HivePartitions(insert.schema(), metastore);
        Map<List<String>, List<WrittenFile>> filesOf =
                files.stream().collect(groupingBy(WrittenFile::partitionValues));
        Map<List<String>, MetastorePartition> existing = partitions.existing(filesOf.keySet());
        StaleStatistics statistics = new StaleStatistics(metastore, table);
        statistics.removeFromPartitions(existing.values());
        for (Map.Entry<List<String>, List<WrittenFile>> entry : filesOf.entrySet()) {
            List<String> values = entry.getKey();
            MetastorePartition partition = existing.get(values);
            if (partition == null) {
                partition = insert.partition(values).at(entry.getValue().get(0).storage());
            }
            for (WrittenFile file : entry.getValue()) {
                partitions.requireSame(file.storage(), partition);
                move(file, new Path(partition.storage().location()), attempt);
            }
            if (!values.isEmpty()) {
                waiting.putIfAbsent(
                        values, new WaitingPartition(partition, System.currentTimeMillis()));
            }
        }
        if (table.partitionKeys().isEmpty()) {
            statistics.removeFromTable();
        }
    }

    private void move(WrittenFile file, Path directory, Attempt attempt) throws IOException {
        Path from = new Path(file.path());
        Path to = new Path(directory, from.getName());
        FileSystem fileSystem = HiveFiles.fileSystem(directory, insert.configuration());
        if (attempt == Attempt.AGAIN && !fileSystem.exists(from)) {
            if (!fileSystem.exists(to)) {
                LOG.info("{} was committed, and has been removed since", to);
            }
            return;
        }
        fileSystem.mkdirs(directory);
        if (!fileSystem.rename(from, to)) {
            throw new IOException(
                    "Cannot commit checkpoint: %s could not be moved to %s".formatted(from, to));
        }
    }

    private void commitPartitions(StreamCommitState state) throws Exception {
        List<MetastorePartition> due = new ArrayList<>();
        Iterator<WaitingPartition> all = waiting.values().iterator();
        while (all.hasNext()) {
            WaitingPartition next = all.next();
            boolean isDue =
                    state.end() == StreamCommitState.End.REACHED
                            || trigger.isDue(
                                    next.partition().values(), next.since(), state.watermark());
            if (isDue) {
                due.add(next.partition());
                all.remove();
            }
        }
        if (!due.isEmpty()) {
            register(due, metastoreLoader.load());
            policies.announce(due);
        }
    }

    private void register(List<MetastorePartition> due, Metastore metastore) {
        HivePartitions partitions = new HivePartitions(insert.schema(), metastore);
        Map<List<String>, MetastorePartition> existing =
                partitions.existing(due.stream().map(MetastorePartition::values).toList());
        // A batch job may have gathered them while the files came.
        new StaleStatistics(metastore, insert.schema().table())
                .removeFromPartitions(existing.values());
        policies.register(
                due.stream().filter(each -> !existing.containsKey(each.values())).toList(),
                partitions);
    }
}
