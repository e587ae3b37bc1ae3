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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.InstantiationUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.WriteResult;

/** Marks rows as deleted, whose places it gets, and at the end hands on the files that say so. */
final class DeleteOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final int FILE = RowPlace.OF_DELETED.indexOf(RowPlace.FILE);
    private static final int POSITION = RowPlace.OF_DELETED.indexOf(RowPlace.POSITION);
    private static final int PARTITION = RowPlace.OF_DELETED.indexOf(RowPlace.PARTITION);

    private final RowChangePlan plan;
    private transient PositionDeletes deletes;

    DeleteOperator(RowChangePlan plan) {
        this.plan = requireNonNull(plan, "plan");
    }

    @Override
    public void open() throws Exception {
        super.open();
        Table table = plan.version().loadTable();
        deletes =
                new PositionDeletes(
                        table,
                        plan,
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        getRuntimeContext().getTaskInfo().getAttemptNumber());
    }

    @Override
    public void processElement(StreamRecord<RowData> element) {
        RowData place = element.getValue();
        deletes.delete(place.getString(FILE), place.getLong(POSITION), place.getString(PARTITION));
    }

    @Override
    public void endInput() throws Exception {
        DeleteWriteResult result = deletes.write();
        if (result.deleteFiles().isEmpty()) {
            return;
        }
        WriteResult files =
                WriteResult.builder()
                        .addDeleteFiles(result.deleteFiles())
                        .addReferencedDataFiles(result.referencedDataFiles())
                        .addRewrittenDeleteFiles(result.rewrittenDeleteFiles())
                        .build();
        output.collect(new StreamRecord<>(InstantiationUtil.serializeObject(files)));
    }
}
