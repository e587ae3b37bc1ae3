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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the metastore how many rows, bytes and files there are after a commit. */
final class CommitStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(CommitStatistics.class);

    private final HiveInsert insert;
    private final Metastore metastore;

    /** What the metastore has been told, by location. */
    private final List<Told> told = new ArrayList<>();

    private record Told(MetastorePartition partition, BasicStatistics statistics) {}

    CommitStatistics(HiveInsert insert, Metastore metastore) {
        this.insert = requireNonNull(insert, "insert");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    /** Changes those of a table without partition keys. */
    void changeTable(PartitionCommit commit) {
        MetastoreTable table = insert.schema().table();
        Optional<Map<String, String>> before =
                metastore.changeTableParameters(table.database(), table.name(), commit::parameters);
        before.flatMap(commit::statistics)
                .ifPresent(known -> told.add(new Told(commit.partition(), known)));
    }

    /**
     * Changes those of existing partitions, which get the columns that the table has now.
     *
     * @return the new partitions, with theirs
     */
    List<MetastorePartition> changePartitions(List<PartitionCommit> commits) {
        MetastoreTable table = insert.schema().table();
        List<MetastorePartition> changed = new ArrayList<>();
        List<MetastorePartition> created = new ArrayList<>();
        for (PartitionCommit commit : commits) {
            MetastorePartition before = commit.partition();
            MetastorePartition after =
                    before.with(
                            before.columns().size() < table.columns().size()
                                    ? table.columns()
                                    : before.columns(),
                            commit.parameters(before.parameters()));
            commit.statistics(before.parameters())
                    .ifPresent(known -> told.add(new Told(after, known)));
            switch (commit.target()) {
                case NEW -> created.add(after);
                case EXISTING -> {
                    if (!after.equals(before)) {
                        changed.add(after);
                    }
                }
            }
        }
        if (!changed.isEmpty()) {
            metastore.alterPartitions(table.database(), table.name(), changed);
        }
        return created;
    }

    /**
     * Takes back what is not true, because somebody else has added files, too, and counts only his
     * own, or none. To look afterwards is enough: whoever comes later takes back what he finds.
     */
    void verify() {
        List<MetastorePartition> untrue =
                told.stream().filter(each -> !isTrue(each)).map(Told::partition).toList();
        try {
            if (!untrue.isEmpty()) {
                remove(untrue);
            }
        } catch (RuntimeException e) {
            // The rows are committed, whatever is said of them.
            LOG.warn("Cannot remove statistics of {}", insert.schema().table().fullName(), e);
        }
    }

    private void remove(List<MetastorePartition> untrue) {
        StaleStatistics stale = new StaleStatistics(metastore, insert.schema().table());
        if (insert.schema().table().partitionKeys().isEmpty()) {
            stale.removeFromTable();
        } else {
            stale.removeFromPartitions(
                    new HivePartitions(insert.schema(), metastore)
                            .existing(untrue.stream().map(MetastorePartition::values).toList())
                            .values());
        }
    }

    private boolean isTrue(Told each) {
        Path directory = new Path(each.partition().storage().location());
        try {
            List<FileStatus> files = HiveFiles.visibleContent(directory, insert.configuration());
            return files.stream().noneMatch(FileStatus::isDirectory)
                    && files.size() == each.statistics().files()
                    && files.stream().mapToLong(FileStatus::getLen).sum()
                            == each.statistics().bytes();
        } catch (IOException e) {
            LOG.warn("Cannot count the files in {}", directory, e);
            return false;
        }
    }
}
