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
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What a commit will do with each partition. */
final class CommitPlan {
    private final HiveInsert insert;
    private final String jobName;

    /**
     * @param jobName names the staging directories
     */
    CommitPlan(HiveInsert insert, String jobName) {
        this.insert = requireNonNull(insert, "insert");
        this.jobName = requireNonNull(jobName, "jobName");
    }

    /** Looks at what is there; nothing is changed. */
    List<PartitionCommit> of(
            Map<List<String>, List<WrittenFile>> filesOf, HivePartitions partitions)
            throws IOException {
        Map<List<String>, MetastorePartition> existing = partitions.existing(filesOf.keySet());
        List<PartitionCommit> commits = new ArrayList<>();
        for (Map.Entry<List<String>, List<WrittenFile>> entry : filesOf.entrySet()) {
            MetastorePartition known = existing.get(entry.getKey());
            MetastorePartition partition = partition(entry.getKey(), entry.getValue(), known);
            entry.getValue().forEach(file -> partitions.requireSame(file.storage(), partition));
            commits.add(
                    plan(
                            partition,
                            known == null
                                    ? CommitJournal.Target.NEW
                                    : CommitJournal.Target.EXISTING,
                            entry.getValue()));
        }
        return commits;
    }

    private PartitionCommit plan(
            MetastorePartition partition, CommitJournal.Target target, List<WrittenFile> files)
            throws IOException {
        FileMoves moves = new FileMoves(insert.configuration());
        Path directory = new Path(partition.storage().location());
        boolean isAbsent =
                !HiveFiles.fileSystem(directory, insert.configuration()).exists(directory);
        boolean isOverwritten = insert.mode() == HiveInsert.Mode.OVERWRITE;
        // Of those that exist the metastore knows what is in them, if anybody does.
        boolean isLooked = isOverwritten || target == CommitJournal.Target.NEW;
        List<FileStatus> content =
                isAbsent || !isLooked
                        ? List.of()
                        : HiveFiles.visibleContent(directory, insert.configuration());
        if (isAbsent) {
            moves.createDirectory(directory);
        }
        if (isOverwritten) {
            Path staging = insert.stagingDirectory(partition.storage().location(), jobName);
            moves.moveContent(content, new Path(staging, "replaced"));
        }
        for (WrittenFile file : files) {
            Path path = new Path(file.path());
            moves.move(path, new Path(directory, path.getName()));
        }
        boolean startsEmpty = isOverwritten || isAbsent || (isLooked && content.isEmpty());
        return new PartitionCommit(
                partition,
                target,
                moves,
                BasicStatistics.of(files),
                startsEmpty ? BasicStatistics.NOTHING : null);
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
}
