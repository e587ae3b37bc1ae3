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

import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Hands on what it gets, and has state. Flink tells only a task with state which checkpoint it was
 * restored from. Iceberg's aggregator has none, takes itself for new when its job is restored, and
 * when the input then ends before another checkpoint, it numbers the last files as ones that are
 * committed already: they are lost without a word. In one task with this function it is told.
 * Remove when Iceberg's aggregator keeps its own state.
 *
 * @param <T> what it hands on
 */
final class RestoredTask<T> implements MapFunction<T, T>, CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private transient ListState<Long> last;

    @Override
    public T map(T value) {
        return value;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        last.update(List.of(context.getCheckpointId()));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        last =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("last-checkpoint", Types.LONG));
    }
}
