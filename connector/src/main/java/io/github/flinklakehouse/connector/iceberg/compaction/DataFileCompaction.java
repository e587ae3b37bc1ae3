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
package io.github.flinklakehouse.connector.iceberg.compaction;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.iceberg.BaseCombinedScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteDataFilesCommitManager;
import org.apache.iceberg.actions.RewriteFileGroup;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.DataFileSet;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.SerializationUtil;
import org.apache.iceberg.util.Tasks;

/**
 * Rewrites data files that are too small, too large, or have many deleted rows. Iceberg plans and
 * commits; a job with the parallelism of the environment reads and writes. The new files count as
 * old as the snapshot that they are made of, so that deletes that come meanwhile apply to them.
 */
public final class DataFileCompaction {

    /** Files of the target size that one task writes, one after the other. */
    private static final int FILES_PER_GROUP = 8;

    private final Table table;
    private final Snapshot snapshot;
    private final List<RewriteFileGroup> groups = new ArrayList<>();

    /**
     * Plans for the current snapshot of a table.
     *
     * @param options of {@link BinPackRewriteFilePlanner}
     * @throws IllegalArgumentException when an option is no good
     */
    public DataFileCompaction(Table table, Map<String, String> options) {
        this.table = requireNonNull(table, "table");
        this.snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return;
        }
        BinPackRewriteFilePlanner planner =
                new BinPackRewriteFilePlanner(
                        table,
                        Expressions.alwaysTrue(),
                        snapshot.snapshotId(),
                        /* caseSensitive= */ true);
        planner.init(withGroupSize(options));
        planner.plan().groups().forEach(groups::add);
    }

    private Map<String, String> withGroupSize(Map<String, String> options) {
        long targetSize =
                PropertyUtil.propertyAsLong(
                        options,
                        BinPackRewriteFilePlanner.TARGET_FILE_SIZE_BYTES,
                        PropertyUtil.propertyAsLong(
                                table.properties(),
                                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT));
        Map<String, String> all = new HashMap<>(options);
        all.put(
                BinPackRewriteFilePlanner.MAX_FILE_GROUP_SIZE_BYTES,
                String.valueOf(
                        Math.min(targetSize, Long.MAX_VALUE / FILES_PER_GROUP) * FILES_PER_GROUP));
        return all;
    }

    /** Whether no file needs to be rewritten. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** How many files are rewritten. */
    public long inputFiles() {
        return groups.stream().mapToLong(RewriteFileGroup::inputFileNum).sum();
    }

    /** How many bytes they have. */
    public long inputBytes() {
        return groups.stream().mapToLong(RewriteFileGroup::inputFilesSizeInBytes).sum();
    }

    /** How many files there are instead, once they are written. */
    public long outputFiles() {
        return groups.stream().mapToLong(group -> group.addedFiles().size()).sum();
    }

    /** Writes the new files; when that fails, those that are complete are deleted again. */
    public void write(StreamExecutionEnvironment environment) throws Exception {
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        DataStream<byte[]> rewritten =
                environment
                        .fromData(tasks(), PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                        .name("Groups of files")
                        .rebalance()
                        .map(new GroupRewriter(SerializableTable.copyOf(table)))
                        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                        .setParallelism(Math.min(groups.size(), environment.getParallelism()))
                        .name("Rewrite files");
        List<RewrittenGroup> results = new ArrayList<>();
        try (CloseableIterator<byte[]> iterator =
                rewritten.executeAndCollect("Rewrite data files of " + table.name())) {
            while (iterator.hasNext()) {
                results.add(SerializationUtil.deserializeFromBytes(iterator.next()));
            }
            setOutput(results);
        } catch (Exception e) {
            delete(results);
            throw e;
        }
    }

    private List<byte[]> tasks() {
        List<byte[]> tasks = new ArrayList<>();
        for (RewriteFileGroup group : groups) {
            tasks.add(
                    SerializationUtil.serializeToBytes(
                            new RewriteTask(
                                    tasks.size(),
                                    new BaseCombinedScanTask(group.fileScanTasks()),
                                    group.maxOutputFileSize())));
        }
        return tasks;
    }

    private void setOutput(List<RewrittenGroup> results) {
        Map<Integer, RewrittenGroup> byGroup = new HashMap<>();
        results.forEach(result -> byGroup.put(result.group(), result));
        if (results.size() != groups.size() || byGroup.size() != groups.size()) {
            throw new IllegalStateException(
                    "Of %d groups of files %d were rewritten"
                            .formatted(groups.size(), results.size()));
        }
        byGroup.forEach(
                (group, result) ->
                        groups.get(group).setOutputFiles(DataFileSet.of(result.files())));
    }

    private void delete(List<RewrittenGroup> results) {
        Tasks.foreach(results.stream().flatMap(result -> result.files().stream()).toList())
                .suppressFailureWhenFinished()
                .run(file -> table.io().deleteFile(file.location()));
    }

    /**
     * Puts the new files in the place of the old ones, all in one commit.
     *
     * @throws org.apache.iceberg.exceptions.ValidationException when somebody has changed the old
     *     ones meanwhile; the new ones are deleted then
     */
    public void commit() {
        new RewriteDataFilesCommitManager(
                        table, snapshot.snapshotId(), /* useStartingSequenceNumber= */ true)
                .commitOrClean(new HashSet<>(groups));
    }
}
