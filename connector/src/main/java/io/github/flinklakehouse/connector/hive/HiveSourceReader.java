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

import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.file.src.FileSourceSplitState;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;

/**
 * Reads splits one after the other. It asks for more when it has none left, since it gets as many
 * small files at a time as are worth a question.
 */
final class HiveSourceReader
        extends SingleThreadMultiplexSourceReaderBase<
                RecordAndPosition<RowData>, RowData, HiveSplit, FileSourceSplitState<HiveSplit>> {

    HiveSourceReader(SourceReaderContext context, BulkFormat<RowData, HiveSplit> format) {
        super(
                () -> new HiveSplitReader(format, context.getConfiguration()),
                (record, output, state) -> {
                    output.collect(record.getRecord());
                    state.setPosition(record.getOffset(), record.getRecordSkipCount());
                },
                context.getConfiguration(),
                context);
    }

    @Override
    public void start() {
        requestSplits();
    }

    @Override
    protected void onSplitFinished(Map<String, FileSourceSplitState<HiveSplit>> finished) {
        requestSplits();
    }

    private void requestSplits() {
        if (getNumberOfCurrentlyAssignedSplits() == 0) {
            context.sendSplitRequest();
        }
    }

    @Override
    protected FileSourceSplitState<HiveSplit> initializedState(HiveSplit split) {
        return new FileSourceSplitState<>(split);
    }

    @Override
    protected HiveSplit toSplitType(String id, FileSourceSplitState<HiveSplit> state) {
        return state.toFileSourceSplit();
    }
}
