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
package io.github.flinklakehouse.connector.iceberg.changelog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.source.IcebergSource;
import org.apache.iceberg.flink.source.StreamingStartingStrategy;

/**
 * The changes of a table with a primary key: the rows of the snapshot where the stream starts, then
 * what each snapshot deleted and added. They are read by one task, since changes of a key must stay
 * in the order of their commits.
 *
 * @param name full name of the table
 * @param columns that are read, those of the key among them
 * @param key names of the key columns
 * @param options of Iceberg's reads
 */
public record ChangelogScan(
        String name,
        TableLoader loader,
        List<String> columns,
        List<String> key,
        Map<String, String> options,
        ReadableConfig configuration)
        implements DataStreamScanProvider {
    /** More than any target size of splits, so that each file is a split of its own. */
    private static final long ALONE = 1L << 50;

    public ChangelogScan {
        requireNonNull(name, "name");
        requireNonNull(loader, "loader");
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        options = Map.copyOf(options);
        requireNonNull(configuration, "configuration");
    }

    /**
     * The parallelism is set here and not told to the planner, which would then distribute the rows
     * by the places of the key columns in the table, also where a projection has moved them.
     */
    @Override
    @SuppressWarnings("deprecation") // there is no other way to a reader of one's own
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        Table table = load();
        Schema read =
                new Schema(
                        columns.stream().map(column -> table.schema().findField(column)).toList());
        KeyedStream stream =
                new KeyedStream(name, options.get(FlinkReadOptions.BRANCH.key()), keyIds(table));
        IcebergSource<RowData> source =
                IcebergSource.forRowData()
                        .tableLoader(
                                new MappedTableLoader(
                                        loader, loaded -> ChangelogTable.of(loaded, stream)))
                        .table(table)
                        .setAll(icebergOptions())
                        .project(read)
                        .flinkConfig(configuration)
                        .assignerFactory(new CommitOrderAssigner.Factory())
                        .readerFunction(reader(table, read, stream.key()))
                        .build();
        DataStreamSource<RowData> rows =
                environment
                        .fromSource(
                                source,
                                WatermarkStrategy.noWatermarks(),
                                "Changes of " + name,
                                InternalTypeInfo.of(FlinkSchemaUtil.convert(read)))
                        .setParallelism(1);
        context.generateUid("changes").ifPresent(rows::uid);
        return rows;
    }

    private Table load() {
        try (TableLoader opened = loader.clone()) {
            opened.open();
            return opened.loadTable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Integer> keyIds(Table table) {
        return key.stream()
                .map(column -> table.schema().findField(column).fieldId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private ChangeReaderFunction reader(Table table, Schema read, Set<Integer> keyIds) {
        String nameMapping =
                options.getOrDefault(
                        TableProperties.DEFAULT_NAME_MAPPING,
                        table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
        return new ChangeReaderFunction(
                configuration,
                table,
                read,
                new ChangeReader(table.schema(), read, keyIds, nameMapping));
    }

    /**
     * A split of several files that is restored may be read from a wrong place, if files before
     * that place have no rows.
     */
    private Map<String, String> icebergOptions() {
        Map<String, String> all = new HashMap<>(options);
        all.put(FlinkReadOptions.STREAMING, "true");
        all.put(FlinkReadOptions.SPLIT_FILE_OPEN_COST, String.valueOf(ALONE));
        if (configuration.getOptional(FlinkReadOptions.STARTING_STRATEGY_OPTION).isEmpty()) {
            all.putIfAbsent(
                    FlinkReadOptions.STARTING_STRATEGY,
                    StreamingStartingStrategy.TABLE_SCAN_THEN_INCREMENTAL.name());
        }
        return all;
    }

    @Override
    public boolean isBounded() {
        return false;
    }
}
