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

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.InstantiationUtil;

/**
 * Writes rows, and when its input has ended reports the files to the {@link HiveCommitCoordinator}.
 * The last writer to report waits for the commit, so that a job is not finished before its rows can
 * be read, and fails when they cannot. Files that are complete at a checkpoint are in it.
 */
final class HiveWriteOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<RowData, byte[]> {
    private static final long serialVersionUID = 1L;

    private final HiveInsert insert;
    private final List<WrittenFile> filesBeforeRestore = new ArrayList<>();
    private transient HiveWriter writer;
    private transient ListState<byte[]> files;

    HiveWriteOperator(StreamOperatorParameters<byte[]> parameters, HiveInsert insert) {
        super(parameters);
        this.insert = requireNonNull(insert, "insert");
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        files =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "files", BytePrimitiveArraySerializer.INSTANCE));
        for (byte[] file : files.get()) {
            WrittenFile restored =
                    InstantiationUtil.deserializeObject(file, getUserCodeClassloader());
            filesBeforeRestore.add(restored);
        }
        writer = CoordinatedWriter.create(this, insert);
    }

    @Override
    public void processElement(StreamRecord<RowData> element) throws Exception {
        writer.write(element.getValue());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<byte[]> serialized = new ArrayList<>();
        for (WrittenFile file : allFiles()) {
            serialized.add(InstantiationUtil.serializeObject(file));
        }
        files.update(serialized);
    }

    private List<WrittenFile> allFiles() throws Exception {
        List<WrittenFile> all = new ArrayList<>(filesBeforeRestore);
        all.addAll(writer.completeFiles());
        return all;
    }

    @Override
    public void finish() throws Exception {
        super.finish();
        WrittenFiles report =
                new WrittenFiles(
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        getRuntimeContext().getTaskInfo().getAttemptNumber(),
                        allFiles());
        CoordinatedWriter.ask(this, report);
    }

    @Override
    public void close() throws Exception {
        if (writer != null) {
            writer.close();
        }
        super.close();
    }
}
