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

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** A scan of one row, which is known when the job is planned. */
final class OneRowScan implements DataStreamScanProvider {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final String tableName;
    private final Values values;

    /** Values in Iceberg's classes; rows of Flink cannot be sent to tasks. */
    private record Values(List<Serializable> values, RowType type)
            implements MapFunction<Long, RowData> {
        @Override
        public RowData map(Long one) {
            GenericRowData row = new GenericRowData(values.size());
            for (int i = 0; i < values.size(); i++) {
                row.setField(i, internal(values.get(i), type.getTypeAt(i)));
            }
            return row;
        }

        @Nullable
        private static Object internal(@Nullable Serializable value, LogicalType type) {
            if (value == null) {
                return null;
            }
            return switch (type.getTypeRoot()) {
                case DECIMAL ->
                        DecimalData.fromBigDecimal(
                                (BigDecimal) value,
                                ((DecimalType) type).getPrecision(),
                                ((DecimalType) type).getScale());
                case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                        timestamp((Long) value);
                default -> value;
            };
        }

        private static TimestampData timestamp(long micros) {
            return TimestampData.fromEpochMillis(
                    Math.floorDiv(micros, MICROS_PER_MILLI),
                    (int) (Math.floorMod(micros, MICROS_PER_MILLI) * NANOS_PER_MICRO));
        }
    }

    /**
     * @param values in Iceberg's classes, or null
     * @param type of the row
     */
    OneRowScan(String tableName, List<Serializable> values, RowType type) {
        this.tableName = requireNonNull(tableName, "tableName");
        this.values = new Values(requireNonNull(values, "values"), requireNonNull(type, "type"));
    }

    @Override
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        SingleOutputStreamOperator<Long> one =
                environment
                        .fromSource(
                                new NumberSequenceSource(1, 1),
                                WatermarkStrategy.noWatermarks(),
                                "Manifests of " + tableName)
                        .setParallelism(1);
        context.generateUid("manifests").ifPresent(one::uid);
        SingleOutputStreamOperator<RowData> row =
                one.map(values).returns(InternalTypeInfo.of(values.type())).setParallelism(1);
        context.generateUid("aggregates").ifPresent(row::uid);
        return row;
    }

    @Override
    public boolean isBounded() {
        return true;
    }
}
