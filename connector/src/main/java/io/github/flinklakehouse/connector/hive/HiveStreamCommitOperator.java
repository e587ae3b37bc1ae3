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

import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.InstantiationUtil;

/**
 * Commits the files of a stream, exactly once: it keeps what it gets in its checkpoints, and moves
 * into the table what is in a complete one. After a failure it does so again with the files of the
 * restored checkpoint; those that are moved already stay where they are. There is one for all
 * writers.
 */
final class HiveStreamCommitOperator extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<byte[], Void>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final HiveInsert insert;
    private final MetastoreLoader metastore;

    private transient HiveStreamCommitter committer;
    private transient StagingCleanup cleanup;
    private transient ListState<byte[]> state;

    /** Since the last checkpoint. */
    private transient List<WrittenFile> received;

    /** By checkpoint; a later one includes the files of earlier ones. */
    private transient NavigableMap<Long, StreamCommitState> unconfirmed;

    private transient Set<String> directories;
    private transient long watermark;
    private transient StreamCommitState.End end;

    HiveStreamCommitOperator(HiveInsert insert, MetastoreLoader metastore) {
        this.insert = requireNonNull(insert, "insert");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "uncommitted", BytePrimitiveArraySerializer.INSTANCE));
        committer = new HiveStreamCommitter(insert, metastore, getUserCodeClassloader());
        cleanup = new StagingCleanup(insert, context.getRestoredCheckpointId().orElse(-1));
        received = new ArrayList<>();
        unconfirmed = new TreeMap<>();
        directories = new HashSet<>();
        watermark = Long.MIN_VALUE;
        end = StreamCommitState.End.OPEN;
        for (byte[] bytes : state.get()) {
            StreamCommitState restored =
                    InstantiationUtil.deserializeObject(bytes, getClass().getClassLoader());
            directories.addAll(restored.directories());
            committer.commitAgain(restored);
        }
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
        StagedFiles staged = StagedFiles.of(element.getValue());
        cleanup.hear(staged);
        received.addAll(staged.files());
        staged.files().forEach(file -> directories.add(file.directory()));
    }

    @Override
    public void processWatermark(Watermark mark) {
        watermark = mark.getTimestamp();
    }

    @Override
    public void endInput() {
        end = StreamCommitState.End.REACHED;
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        StreamCommitState uncommitted =
                new StreamCommitState(
                        uncommittedFiles(), committer.waiting(), watermark, end, directories);
        unconfirmed.put(context.getCheckpointId(), uncommitted);
        state.update(List.of(InstantiationUtil.serializeObject(uncommitted)));
    }

    /** All that were received and not committed. */
    private List<WrittenFile> uncommittedFiles() {
        List<WrittenFile> files = new ArrayList<>();
        if (!unconfirmed.isEmpty()) {
            files.addAll(unconfirmed.lastEntry().getValue().files());
        }
        files.addAll(received);
        received.clear();
        return files;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        StreamCommitState complete = unconfirmed.get(checkpointId);
        if (complete == null) {
            return; // a later one was complete before
        }
        committer.commit(complete);
        unconfirmed.headMap(checkpointId, /* inclusive= */ true).clear();
        Set<WrittenFile> committed = new HashSet<>(complete.files());
        unconfirmed.replaceAll((id, later) -> later.without(committed));
        cleanup.run(directories, unconfirmed.isEmpty() ? received : allUncommitted());
    }

    private List<WrittenFile> allUncommitted() {
        List<WrittenFile> files = new ArrayList<>(unconfirmed.lastEntry().getValue().files());
        files.addAll(received);
        return files;
    }

    @Override
    public void close() throws Exception {
        if (cleanup != null) {
            cleanup.deleteEmpty(directories);
        }
        super.close();
    }
}
