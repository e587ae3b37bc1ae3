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
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.flink.sink.IcebergStreamWriterMetrics;
import org.apache.iceberg.flink.sink.TaskWriterFactory;
import org.apache.iceberg.io.WriteResult;

/**
 * Iceberg's sink with another writer: distribution, commit and upkeep are Iceberg's. Remove when
 * Iceberg's own writer deletes rows in all partitions.
 *
 * @param <C> what Iceberg commits, of which the class is not public
 */
final class KeyedSink<C>
        implements Sink<RowData>,
                SupportsPreWriteTopology<RowData>,
                SupportsPreCommitTopology<WriteResult, C>,
                SupportsCommitter<C>,
                SupportsPostCommitTopology<C> {
    private static final long serialVersionUID = 1L;

    private final IcebergSink sink;
    private final TaskWriterFactory<RowData> writers;
    private final String tableName;
    private final boolean named;

    /**
     * @param named whether the operators have identifiers of the user's, and not Flink's
     */
    KeyedSink(
            IcebergSink sink, TaskWriterFactory<RowData> writers, String tableName, boolean named) {
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
        TaskInfo task = context.getTaskInfo();
        writers.initialize(task.getIndexOfThisSubtask(), task.getAttemptNumber());
        return new KeyedSinkWriter(
                writers, new IcebergStreamWriterMetrics(context.metricGroup(), tableName));
    }

    @Override
    public SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
        return sink.getWriteResultSerializer();
    }

    @Override
    @SuppressWarnings("unchecked")
    public DataStream<CommittableMessage<C>> addPreCommitTopology(
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
        SingleOutputStreamOperator<CommittableMessage<C>> restored =
                new DataStream<>(committables.getExecutionEnvironment(), aggregator)
                        .map(new RestoredTask<>(), committables.getType())
                        .name("Restored checkpoint of " + tableName)
                        .setParallelism(1)
                        .setMaxParallelism(1);
        return (named ? restored.uid(aggregator.getUid() + " restored") : restored).global();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        return (Committer<C>) (Committer<?>) sink.createCommitter(context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return (SimpleVersionedSerializer<C>)
                (SimpleVersionedSerializer<?>) sink.getCommittableSerializer();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void addPostCommitTopology(DataStream<CommittableMessage<C>> committables) {
        ((SupportsPostCommitTopology) sink).addPostCommitTopology((DataStream) committables);
    }
}
