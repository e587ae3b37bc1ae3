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

import java.util.Optional;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.sink.PartitionKeySelector;

/** The tasks of a DELETE or UPDATE behind the rows that it reads. */
final class RowChangeProvider implements DataStreamSinkProvider {
    private static final TypeInformation<byte[]> FILES =
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    private static final RowType PLACE =
            RowType.of(
                    new LogicalType[] {
                        new BigIntType(), VarCharType.STRING_TYPE, VarCharType.STRING_TYPE
                    },
                    new String[] {"position", "file", "partition"});

    private final RowChange change;

    RowChangeProvider(RowChange change) {
        this.change = requireNonNull(change, "change");
    }

    @Override
    public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
        RowChangePlan plan = change.plan();
        int tasks = rows.getParallelism();
        DataStream<byte[]> files =
                switch (plan.kind()) {
                    case DELETE -> deletes(context, rows, plan, tasks);
                    case UPDATE -> updates(context, rows, plan, tasks);
                };
        SingleOutputStreamOperator<Void> commit =
                files.transform(
                        "Commit Iceberg table " + plan.tableName(),
                        Types.VOID,
                        new CommitOperator(plan));
        context.generateUid("row-change-committer").ifPresent(commit::uid);
        commit.setParallelism(1).setMaxParallelism(1);
        DataStreamSink<Void> end = commit.sinkTo(new DiscardingSink<>()).setParallelism(1);
        context.generateUid("row-change-end").ifPresent(end::uid);
        return end;
    }

    private static DataStream<byte[]> deletes(
            ProviderContext context, DataStream<RowData> places, RowChangePlan plan, int tasks) {
        SingleOutputStreamOperator<byte[]> deletes =
                places.partitionCustom(new ByFile.Task<>(), new ByFile.Hash())
                        .transform(
                                "Delete rows of Iceberg table " + plan.tableName(),
                                FILES,
                                new DeleteOperator(plan));
        context.generateUid("row-deleter").ifPresent(deletes::uid);
        return deletes.setParallelism(tasks);
    }

    private DataStream<byte[]> updates(
            ProviderContext context, DataStream<RowData> rows, RowChangePlan plan, int tasks) {
        UpdatedRows updated = change.updatedRows();
        SingleOutputStreamOperator<RowData> places =
                rows.map(updated::place)
                        .returns(InternalTypeInfo.of(PLACE))
                        .name("Places of updated rows")
                        .setParallelism(tasks);
        context.generateUid("row-places").ifPresent(places::uid);
        SingleOutputStreamOperator<byte[]> written =
                distributed(rows, updated)
                        .transform(
                                "Write updated rows of Iceberg table " + plan.tableName(),
                                FILES,
                                new UpdatedRowOperator(plan, updated))
                        .setParallelism(tasks);
        context.generateUid("row-writer").ifPresent(written::uid);
        return deletes(context, places, plan, tasks).union(written);
    }

    /** Rows of one partition go to one task, so that they do not end in a file of each task. */
    private DataStream<RowData> distributed(DataStream<RowData> rows, UpdatedRows updated) {
        Table table = change.version().pinned();
        return table.spec().isPartitioned() && change.distributes()
                ? rows.partitionCustom(
                        new ByFile.Task<>(),
                        new PartitionKeySelector(table.spec(), table.schema(), updated.columns()))
                : rows;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return Optional.empty();
    }
}
