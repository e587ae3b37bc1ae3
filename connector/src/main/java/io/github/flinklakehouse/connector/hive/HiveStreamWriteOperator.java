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

import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;

/**
 * Writes rows of a stream, and before each checkpoint hands the files that are complete to the
 * {@link HiveStreamCommitOperator}: so it has no state, and any number of them can go on where
 * others ended.
 */
final class HiveStreamWriteOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final HiveInsert insert;
    private transient HiveWriter writer;
    private transient long restoredCheckpoint;
    private transient long watermark;
    private transient boolean ended;
    private transient ScheduledFuture<?> check;

    HiveStreamWriteOperator(StreamOperatorParameters<byte[]> parameters, HiveInsert insert) {
        super(parameters);
        this.insert = requireNonNull(insert, "insert");
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        OptionalLong restored = context.getRestoredCheckpointId();
        restoredCheckpoint = restored.orElse(-1);
        watermark = Long.MIN_VALUE;
        writer = CoordinatedWriter.create(this, insert);
        scheduleCheck();
    }

    private void scheduleCheck() {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        long interval = insert.options().rolling().checkInterval().toMillis();
        check = getProcessingTimeService().registerTimer(now + interval, this::completeOldFiles);
    }

    private void completeOldFiles(long now) throws Exception {
        writer.completeOldFiles(System.currentTimeMillis());
        scheduleCheck();
    }

    @Override
    public void processElement(StreamRecord<RowData> element) throws Exception {
        writer.write(element.getValue());
    }

    /** The watermark must not overtake the rows before it: it goes on with their files. */
    @Override
    public void processWatermark(Watermark mark) {
        watermark = mark.getTimestamp();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        if (!ended) {
            handOn();
        }
    }

    @Override
    public void endInput() throws Exception {
        handOn();
        ended = true;
    }

    private void handOn() throws Exception {
        StagedFiles files =
                new StagedFiles(
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                        restoredCheckpoint,
                        writer.filePrefix(),
                        writer.takeFiles());
        output.collect(new StreamRecord<>(files.toBytes()));
        output.emitWatermark(new Watermark(watermark));
    }

    @Override
    public void close() throws Exception {
        if (check != null) {
            check.cancel(/* mayInterruptIfRunning= */ false);
        }
        if (writer != null) {
            writer.close();
        }
        super.close();
    }
}
