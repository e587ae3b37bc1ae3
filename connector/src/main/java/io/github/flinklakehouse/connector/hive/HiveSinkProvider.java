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

import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.source.legacy.InputFormatSourceFunction;
import org.apache.flink.streaming.api.transformations.LegacySourceTransformation;
import org.apache.flink.streaming.api.transformations.WithBoundedness;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;

/** Puts the writers of an insert behind its input. */
final class HiveSinkProvider implements DataStreamSinkProvider {
    private final String table;
    private final Function<HiveInsert.Commit, HiveInsert> insert;
    private final MetastoreLoader metastore;
    private final Optional<Integer> parallelism;

    /**
     * @param insert asks the metastore, so it is made no sooner than needed
     */
    HiveSinkProvider(
            String table,
            Function<HiveInsert.Commit, HiveInsert> insert,
            MetastoreLoader metastore,
            Optional<Integer> parallelism) {
        this.table = requireNonNull(table, "table");
        this.insert = requireNonNull(insert, "insert");
        this.metastore = requireNonNull(metastore, "metastore");
        this.parallelism = requireNonNull(parallelism, "parallelism");
    }

    @Override
    public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
        HiveInsert.Commit commit =
                rows.getTransformation().getTransitivePredecessors().stream()
                                .anyMatch(HiveSinkProvider::isUnbounded)
                        ? HiveInsert.Commit.AT_CHECKPOINTS
                        : HiveInsert.Commit.AT_END;
        HiveInsert planned = insert.apply(commit);
        SingleOutputStreamOperator<byte[]> writer =
                shuffled(rows, planned)
                        .transform(
                                "Write Hive table " + table,
                                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                                new HiveWriteOperatorFactory(planned, metastore));
        context.generateUid("hive-writer").ifPresent(writer::uid);
        int tasks = parallelism.orElseGet(() -> rows.getTransformation().getParallelism());
        writer.getTransformation().setParallelism(tasks, parallelism.isPresent());
        return switch (commit) {
            case AT_END -> end(context, writer, tasks, parallelism.isPresent());
            case AT_CHECKPOINTS -> end(context, commit(context, writer, planned), 1, true);
        };
    }

    private static DataStream<RowData> shuffled(DataStream<RowData> rows, HiveInsert planned) {
        return switch (planned.options().shuffle()) {
            case BY_PARTITION -> PartitionShuffle.shuffle(rows, planned.schema());
            case NONE -> rows;
        };
    }

    private SingleOutputStreamOperator<Void> commit(
            ProviderContext context, DataStream<byte[]> files, HiveInsert planned) {
        SingleOutputStreamOperator<Void> committer =
                files.transform(
                        "Commit Hive table " + table,
                        Types.VOID,
                        new HiveStreamCommitOperator(planned, metastore));
        context.generateUid("hive-committer").ifPresent(committer::uid);
        committer.getTransformation().setMaxParallelism(1);
        committer.getTransformation().setParallelism(1, /* parallelismConfigured= */ true);
        return committer;
    }

    private static <T> DataStreamSink<T> end(
            ProviderContext context, DataStream<T> nothing, int tasks, boolean configured) {
        DataStreamSink<T> end = nothing.sinkTo(new DiscardingSink<>());
        context.generateUid("hive-end").ifPresent(end::uid);
        end.getTransformation().setParallelism(tasks, configured);
        return end;
    }

    private static boolean isUnbounded(Transformation<?> transformation) {
        return transformation instanceof WithBoundedness source
                && source.getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED
                && !isInputFormat(transformation);
    }

    /** VALUES, and all else that is read by an input format, ends; Flink does not say so. */
    @SuppressWarnings("deprecation") // VALUES still is made of it
    private static boolean isInputFormat(Transformation<?> transformation) {
        return transformation instanceof LegacySourceTransformation<?> legacy
                && legacy.getOperator().getUserFunction() instanceof InputFormatSourceFunction;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return parallelism;
    }
}
