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

import java.util.Map;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.io.WriteResult;

/**
 * An INSERT into a table without a primary key.
 *
 * @param mode what happens to the rows of the partitions that it writes
 */
record UnkeyedInsert(InsertPlan plan, Mode mode) implements DataStreamSinkProvider {
    /** What happens to the rows that are there. */
    enum Mode {
        /** They stay, unless the option to overwrite is set. */
        INTO,
        OVERWRITE
    }

    UnkeyedInsert {
        requireNonNull(plan, "plan");
        requireNonNull(mode, "mode");
    }

    UnkeyedInsert overwriting() {
        return new UnkeyedInsert(plan, Mode.OVERWRITE);
    }

    @Override
    @SuppressWarnings("unchecked") // what Iceberg's sink makes, but does not say
    public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
        return plan.add(
                context,
                rows,
                plan.load(),
                loaded -> new SinkTable((BaseTable) loaded),
                Map.of(),
                builder -> mode == Mode.OVERWRITE ? builder.overwrite(true) : builder,
                (sink, task) ->
                        (CommittingSinkWriter<RowData, WriteResult>) sink.createWriter(task));
    }
}
