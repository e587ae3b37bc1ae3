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

import io.github.flinklakehouse.connector.iceberg.changelog.MappedTableLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkWriteOptions;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.util.SerializableFunction;

/**
 * What all INSERTs have in common: how the job's last part is made of Iceberg's sink.
 *
 * @param schema of the physical columns
 * @param options of the table and of hints
 */
record InsertPlan(
        TableLoader loader,
        ResolvedSchema schema,
        ReadableConfig configuration,
        Map<String, String> options) {
    private static final String UID = FlinkWriteOptions.UID_SUFFIX.key();

    InsertPlan {
        requireNonNull(loader, "loader");
        requireNonNull(schema, "schema");
        requireNonNull(configuration, "configuration");
        options = Map.copyOf(options);
    }

    /** The table as it is now, to be sent to tasks. */
    Table load() {
        loader.open();
        try (TableLoader opened = loader) {
            return SerializableTable.copyOf(opened.loadTable());
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to close the catalog", e);
        }
    }

    /**
     * Lets the rows go into the table.
     *
     * @param view how the sink sees the table
     * @param overridden options that count instead of those of the table and of hints
     * @param settings what else Iceberg's sink is told
     */
    DataStreamSink<RowData> add(
            ProviderContext context,
            DataStream<RowData> rows,
            Table table,
            SerializableFunction<Table, Table> view,
            Map<String, String> overridden,
            UnaryOperator<IcebergSink.Builder> settings,
            CompleteSink.Writers writers) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(overridden);
        context.generateUid("iceberg").ifPresent(uid -> all.putIfAbsent(UID, uid));
        SinkTransformation<RowData, ?> iceberg =
                icebergSink(
                        rows,
                        settings.andThen(
                                builder ->
                                        builder.table(table)
                                                .tableLoader(new MappedTableLoader(loader, view))
                                                .setAll(all)));
        boolean named = all.containsKey(UID);
        DataStreamSink<RowData> sink =
                rows.sinkTo(
                                new CompleteSink<>(
                                        (IcebergSink) iceberg.getSink(),
                                        writers,
                                        table.name(),
                                        named))
                        .name(iceberg.getName())
                        .setParallelism(iceberg.getParallelism());
        return named ? sink.uid(iceberg.getUid()) : sink;
    }

    /** Iceberg's builder gives no sink away, only one that has been added to an environment. */
    @SuppressWarnings("unchecked")
    private SinkTransformation<RowData, ?> icebergSink(
            DataStream<RowData> rows, Function<IcebergSink.Builder, IcebergSink.Builder> settings) {
        DataStream<RowData> elsewhere =
                new DataStream<>(
                        new StreamExecutionEnvironment(new Configuration()),
                        rows.getTransformation());
        return (SinkTransformation<RowData, ?>)
                settings.apply(
                                IcebergSink.forRowData(elsewhere)
                                        .resolvedSchema(schema)
                                        .flinkConf(configuration))
                        .append()
                        .getTransformation();
    }
}
