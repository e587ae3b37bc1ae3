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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.source.IcebergSource;
import org.apache.iceberg.types.Types;

/** Iceberg's source over one version of a table, with a reader that knows where a row lies. */
record RowLevelScanProvider(
        TableVersion version,
        List<String> columns,
        List<RowPlace> places,
        List<Expression> filters,
        RowType type)
        implements DataStreamScanProvider {
    RowLevelScanProvider {
        requireNonNull(version, "version");
        columns = List.copyOf(columns);
        places = List.copyOf(places);
        filters = List.copyOf(filters);
        requireNonNull(type, "type");
    }

    @Override
    @SuppressWarnings("deprecation") // there is no other way to a reader of one's own
    public DataStream<RowData> produceDataStream(
            ProviderContext context, StreamExecutionEnvironment environment) {
        version.read(filters.stream().reduce(Expressions.alwaysTrue(), Expressions::and));
        PinnedTableLoader loader = new PinnedTableLoader(version.pinned());
        Table table = loader.loadTable();
        RowLevelTable described = version.table();
        IcebergSource<RowData> source =
                IcebergSource.forRowData()
                        .tableLoader(loader)
                        .table(table)
                        .setAll(described.options())
                        .project(new Schema(fields(table)))
                        .filters(filters)
                        .flinkConfig(described.configuration())
                        .readerFunction(reader(table))
                        .build();
        DataStreamSource<RowData> rows =
                environment.fromSource(
                        source,
                        WatermarkStrategy.noWatermarks(),
                        "Rows to change of " + described.name(),
                        InternalTypeInfo.of(type));
        context.generateUid("rows-to-change").ifPresent(rows::uid);
        return rows;
    }

    private RowPlaceReaderFunction reader(Table table) {
        return new RowPlaceReaderFunction(
                version.table().configuration(),
                table,
                new Schema(fields(table)),
                places,
                filters,
                version.table()
                        .options()
                        .getOrDefault(
                                TableProperties.DEFAULT_NAME_MAPPING,
                                table.properties().get(TableProperties.DEFAULT_NAME_MAPPING)));
    }

    private List<Types.NestedField> fields(Table table) {
        List<Types.NestedField> fields = new ArrayList<>();
        columns.forEach(name -> fields.add(table.schema().findField(name)));
        return fields;
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public Optional<Integer> getParallelism() {
        return Optional.ofNullable(
                        version.table().options().get(FactoryUtil.SOURCE_PARALLELISM.key()))
                .map(Integer::valueOf);
    }
}
