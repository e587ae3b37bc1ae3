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

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.io.WriteResult;

/**
 * Iceberg's sink with what it lacks: its snapshots note the watermark, and it commits the last
 * files of a restored job. The writer can be another one; distribution, commit and upkeep are
 * Iceberg's.
 *
 * @param <C> what Iceberg commits, of which the class is not public
 */
final class CompleteSink<C>
        implements Sink<RowData>,
                SupportsPreWriteTopology<RowData>,
                SupportsPreCommitTopology<WriteResult, Watermarked<C>>,
                SupportsCommitter<Watermarked<C>>,
                SupportsPostCommitTopology<Watermarked<C>> {
    private static final long serialVersionUID = 1L;

    private final IcebergSink sink;
    private final Writers writers;
    private final String tableName;
    private final boolean named;

    /** Makes the writer of a task. */
    @FunctionalInterface
    interface Writers extends Serializable {
        /** A writer, perhaps that of the sink. */
        CommittingSinkWriter<RowData, WriteResult> create(
                IcebergSink sink, WriterInitContext context);
    }

    /**
     * @param sink whose table is a {@link SinkTable}
     * @param named whether the operators have identifiers of the user's, and not Flink's
     */
    CompleteSink(IcebergSink sink, Writers writers, String tableName, boolean named) {
        this.sink = requireNonNull(sink, "sink");
        this.writers = requireNonNull(writers, "writers");
        this.tableName = requireNonNull(tableName, "tableName");
        this.named = named;
    }

    @Override
    public DataStream<RowData> addPreWriteTopology(DataStream<RowData> rows) {
        return sink.addPreWriteTopology(rows);
    }

    @Override
    public CommittingSinkWriter<RowData, WriteResult> createWriter(WriterInitContext context) {
        return writers.create(sink, context);
    }

    @Override
    public SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
        return sink.getWriteResultSerializer();
    }

    @Override
    @SuppressWarnings("unchecked")
    public DataStream<CommittableMessage<Watermarked<C>>> addPreCommitTopology(
            DataStream<CommittableMessage<WriteResult>> results) {
        DataStream<CommittableMessage<C>> committables =
                (DataStream<CommittableMessage<C>>)
                        (DataStream<?>) sink.addPreCommitTopology(results);
        // Behind Iceberg's aggregator, which sends all to one committer.
        Transformation<CommittableMessage<C>> aggregator =
                (Transformation<CommittableMessage<C>>)
                        committables.getTransformation().getInputs().get(0);
        if (!named) {
            // Iceberg names it after the table, which a set of statements can write to twice.
            aggregator.setUid(null);
        }
        boolean aligned =
                results.getExecutionEnvironment()
                                .getCheckpointConfig()
                                .getCheckpointingConsistencyMode()
                        == CheckpointingMode.EXACTLY_ONCE;
        SingleOutputStreamOperator<CommittableMessage<Watermarked<C>>> restored =
                new DataStream<>(committables.getExecutionEnvironment(), aggregator)
                        .process(
                                new RestoredTask<C>(
                                        aligned
                                                ? RestoredTask.Alignment.EXACTLY_ONCE
                                                : RestoredTask.Alignment.AT_LEAST_ONCE),
                                CommittableMessageTypeInfo.of(this::getCommittableSerializer))
                        .name("Restored checkpoint of " + tableName)
                        .setParallelism(1)
                        .setMaxParallelism(1);
        return (named ? restored.uid(aggregator.getUid() + " restored") : restored).global();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Committer<Watermarked<C>> createCommitter(CommitterInitContext context)
            throws IOException {
        return new WatermarkCommitter<>(
                (Committer<C>) (Committer<?>) sink.createCommitter(context));
    }

    @Override
    public SimpleVersionedSerializer<Watermarked<C>> getCommittableSerializer() {
        return new Watermarked.Serializer<>(icebergSerializer());
    }

    @SuppressWarnings("unchecked")
    private SimpleVersionedSerializer<C> icebergSerializer() {
        return (SimpleVersionedSerializer<C>)
                (SimpleVersionedSerializer<?>) sink.getCommittableSerializer();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void addPostCommitTopology(DataStream<CommittableMessage<Watermarked<C>>> committed) {
        SingleOutputStreamOperator<CommittableMessage<C>> committables =
                committed
                        .map(
                                CompleteSink::withoutWatermark,
                                CommittableMessageTypeInfo.of(this::icebergSerializer))
                        .name("Commits of " + tableName);
        if (named) {
            committables.uid("commits of " + committed.getTransformation().getUid());
        }
        ((SupportsPostCommitTopology) sink).addPostCommitTopology((DataStream) committables);
    }

    @SuppressWarnings("unchecked") // a summary has no committable
    private static <C> CommittableMessage<C> withoutWatermark(
            CommittableMessage<Watermarked<C>> message) {
        return message instanceof CommittableWithLineage<Watermarked<C>> files
                ? new CommittableWithLineage<>(
                        files.getCommittable().committable(),
                        files.getCheckpointId(),
                        files.getSubtaskId())
                : (CommittableMessage<C>) (CommittableMessage<?>) message;
    }
}
