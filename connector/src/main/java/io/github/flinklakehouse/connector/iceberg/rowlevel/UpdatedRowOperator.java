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

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.InstantiationUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.io.WriteResult;

/** Writes the rows of an update as they are now, and at the end hands on their files. */
final class UpdatedRowOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<RowData, byte[]>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final RowChangePlan plan;
    private final UpdatedRows rows;
    private transient UnaryOperator<RowData> view;
    private transient TaskWriter<RowData> writer;

    UpdatedRowOperator(RowChangePlan plan, UpdatedRows rows) {
        this.plan = requireNonNull(plan, "plan");
        this.rows = requireNonNull(rows, "rows");
    }

    @Override
    public void open() throws Exception {
        super.open();
        view = rows.view();
        Table table = plan.version().loadTable();
        RowDataTaskWriterFactory factory =
                new RowDataTaskWriterFactory(
                        () -> table,
                        rows.writtenType(),
                        rows.fileSize(),
                        rows.format(),
                        Map.copyOf(rows.properties()),
                        null,
                        false,
                        rows.writtenSchema(table),
                        table.spec());
        factory.initialize(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                getRuntimeContext().getTaskInfo().getAttemptNumber());
        writer = factory.create();
    }

    @Override
    public void processElement(StreamRecord<RowData> element) throws Exception {
        writer.write(view.apply(element.getValue()));
    }

    @Override
    public void endInput() throws Exception {
        WriteResult files = writer.complete();
        writer = null;
        if (files.dataFiles().length > 0) {
            output.collect(new StreamRecord<>(InstantiationUtil.serializeObject(files)));
        }
    }

    @Override
    public void close() throws Exception {
        if (writer != null) {
            writer.abort();
        }
        super.close();
    }
}
