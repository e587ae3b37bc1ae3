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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds to what a checkpoint commits the watermark that has come so far. One task runs this, behind
 * all writers: Flink itself takes the lowest watermark of theirs, and what they wrote comes between
 * the watermarks before and after their checkpoint. The watermark never goes back, also when the
 * job starts again.
 *
 * <p>Besides, it has state. Flink tells only a task with state which checkpoint it was restored
 * from. Iceberg's aggregator has none, takes itself for new when its job is restored, and when the
 * input then ends before another checkpoint, it numbers the last files as ones that are committed
 * already: they are lost without a word. In one task with this function it is told. The state can
 * be only of watermarks when Iceberg's aggregator keeps its own.
 *
 * @param <C> what Iceberg commits
 */
final class RestoredTask<C>
        extends ProcessFunction<CommittableMessage<C>, CommittableMessage<Watermarked<C>>>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private final Alignment alignment;
    private long watermark = Watermarked.NONE;
    private transient ListState<Long> last;

    /** Whether a checkpoint divides the rows before it from those after it. */
    enum Alignment {
        EXACTLY_ONCE,
        /** Watermarks overtake rows: none is noted. */
        AT_LEAST_ONCE
    }

    RestoredTask(Alignment alignment) {
        this.alignment = requireNonNull(alignment, "alignment");
    }

    @Override
    @SuppressWarnings("unchecked") // a summary has no committable
    public void processElement(
            CommittableMessage<C> message,
            Context context,
            Collector<CommittableMessage<Watermarked<C>>> out) {
        long current = context.timerService().currentWatermark();
        // The greatest tells that the input has ended, not that nothing will ever be added.
        if (alignment == Alignment.EXACTLY_ONCE && current != Long.MAX_VALUE) {
            watermark = Math.max(watermark, current);
        }
        out.collect(
                message instanceof CommittableWithLineage<C> files
                        ? new CommittableWithLineage<>(
                                new Watermarked<>(files.getCommittable(), watermark),
                                files.getCheckpointId(),
                                files.getSubtaskId())
                        : (CommittableMessage<Watermarked<C>>) (CommittableMessage<?>) message);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        last.update(List.of(watermark));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        last =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("watermark", Types.LONG));
        for (long restored : last.get()) {
            watermark = restored;
        }
    }
}
