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
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** A scan of a table with TINYINT or SMALLINT columns, of which Iceberg's reader makes integers. */
record NarrowedScan(DataStreamScanProvider scan, String tableName, RowType type)
        implements DataStreamScanProvider {
    NarrowedScan {
        requireNonNull(scan, "scan");
        requireNonNull(tableName, "tableName");
        requireNonNull(type, "type");
    }

    /** Whether values of this type are integers in Iceberg. */
    static boolean isNarrow(LogicalType type) {
        return type.is(LogicalTypeRoot.TINYINT) || type.is(LogicalTypeRoot.SMALLINT);
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        NarrowedRow.Columns columns = new NarrowedRow.Columns(tableName, type.getFieldNames());
        DataStream<RowData> rows = scan.produceDataStream(context, environment);
        SingleOutputStreamOperator<RowData> narrowed =
                rows.map(row -> (RowData) new NarrowedRow(row, columns))
                        .returns(InternalTypeInfo.of(type))
                        .name("Narrow integers of " + tableName)
                        .setParallelism(rows.getParallelism());
        context.generateUid("narrow").ifPresent(narrowed::uid);
        return narrowed;
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
