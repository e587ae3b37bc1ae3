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

import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.source.enumerator.IcebergEnumeratorState;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;

/** A scan whose source is a {@link MixedSpecSource}; Iceberg's builder gives none away. */
record MixedSpecScan(DataStreamScanProvider scan) implements DataStreamScanProvider {
    MixedSpecScan {
        requireNonNull(scan, "scan");
    }

    @Override
    @SuppressWarnings("unchecked") // those are the types of all of Iceberg's sources
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        DataStream<RowData> rows = scan.produceDataStream(context, environment);
        if (!(rows.getTransformation() instanceof SourceTransformation<?, ?, ?> source)) {
            return rows;
        }
        DataStreamSource<RowData> mixed =
                environment.fromSource(
                        new MixedSpecSource(
                                ((SourceTransformation<
                                                        RowData,
                                                        IcebergSourceSplit,
                                                        IcebergEnumeratorState>)
                                                source)
                                        .getSource()),
                        WatermarkStrategy.noWatermarks(),
                        source.getName(),
                        rows.getType());
        if (source.isParallelismConfigured()) {
            mixed.setParallelism(source.getParallelism());
        }
        if (source.getUid() != null) {
            mixed.uid(source.getUid());
        }
        return mixed;
    }

    @Override
    public boolean isBounded() {
        return scan.isBounded();
    }

    @Override
    public Optional<Integer> getParallelism() {
        return scan.getParallelism();
    }
}
