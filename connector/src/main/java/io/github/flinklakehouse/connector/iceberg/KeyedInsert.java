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

import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Changes;
import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Partitions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.ExecutionConfigOptions.NotNullEnforcer;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.sink.DataStreamSinkProvider;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.flink.FlinkWriteConf;
import org.apache.iceberg.flink.FlinkWriteOptions;
import org.apache.iceberg.flink.sink.IcebergStreamWriterMetrics;

/** An INSERT into a table with a primary key: the plan of the job's last part. */
final class KeyedInsert implements DataStreamSinkProvider {
    private final InsertPlan plan;
    private final List<String> key;

    /**
     * @param key names of the key columns
     */
    KeyedInsert(InsertPlan plan, List<String> key) {
        this.plan = requireNonNull(plan, "plan");
        this.key = List.copyOf(key);
    }

    /**
     * Which changes the planner is to send. Rows that are replaced by key need no image of the row
     * before; the planner still sends it where the changelog has another key than the table.
     */
    ChangelogMode changelogMode(ChangelogMode requested) {
        ChangelogMode.Builder mode = ChangelogMode.newBuilder();
        requested.getContainedKinds().stream()
                .filter(kind -> kind != RowKind.UPDATE_BEFORE || changes() == Changes.TRUST)
                .forEach(mode::addContainedKind);
        return mode.build();
    }

    /** Refuses options that a table with a primary key cannot be written with. */
    void check(String tableName) {
        if ("1".equals(plan.options().get(TableProperties.FORMAT_VERSION))) {
            throw refusal(
                    "write to table",
                    tableName,
                    "has a PRIMARY KEY, which needs the row-level deletes that format version 1"
                            + " lacks — upgrade it with SET ('format-version' = '2')");
        }
        if (plan.configuration().get(ExecutionConfigOptions.TABLE_EXEC_SINK_NOT_NULL_ENFORCER)
                == NotNullEnforcer.DROP) {
            throw refusal(
                    "write to table",
                    tableName,
                    "has a PRIMARY KEY, and 'table.exec.sink.not-null-enforcer' = 'DROP' would lose"
                            + " rows whose key is NULL without a word — set it to 'ERROR', and"
                            + " filter the rows out");
        }
        Configuration set = Configuration.fromMap(plan.options());
        if (set.get(FlinkWriteOptions.OVERWRITE_MODE)) {
            throw refusal(
                    "overwrite table",
                    tableName,
                    "is an Iceberg table with a primary key, into which INSERT replaces rows by key"
                            + " — leave 'overwrite-enabled' out");
        }
        if (set.contains(FlinkWriteOptions.TABLE_REFRESH_INTERVAL)) {
            throw refusal(
                    "write to table",
                    tableName,
                    "has a PRIMARY KEY, for which 'table-refresh-interval' is not supported — leave"
                            + " it out");
        }
        if ("range".equalsIgnoreCase(plan.options().get(WriteDistribution.OPTION))) {
            throw refusal(
                    "write to table",
                    tableName,
                    "has a PRIMARY KEY, of which all changes must go to one task — use"
                            + " 'distribution-mode' = 'hash' or 'none'");
        }
    }

    private static ValidationException refusal(String what, String tableName, String why) {
        return new ValidationException("Cannot %s: %s %s".formatted(what, tableName, why));
    }

    private Changes changes() {
        String table = plan.options().getOrDefault(TableProperties.UPSERT_ENABLED, "true");
        boolean upsert =
                Configuration.fromMap(plan.options())
                        .getOptional(FlinkWriteOptions.WRITE_UPSERT_ENABLED)
                        .or(
                                () ->
                                        plan.configuration()
                                                .getOptional(
                                                        FlinkWriteOptions.WRITE_UPSERT_ENABLED))
                        .orElseGet(() -> Boolean.parseBoolean(table.toLowerCase(Locale.ROOT)));
        return upsert ? Changes.REPLACE : Changes.TRUST;
    }

    @Override
    public DataStreamSink<?> consumeDataStream(ProviderContext context, DataStream<RowData> rows) {
        Table table = plan.load();
        KeyedLayout layout = KeyedLayout.of(table, key, changes());
        int specId = table.spec().specId();
        Map<String, String> overridden =
                Map.of(
                        // Iceberg's writer idles
                        FlinkWriteOptions.WRITE_UPSERT_ENABLED.key(),
                        "false",
                        WriteDistribution.OPTION,
                        distribution(layout).modeName());
        return plan.add(
                context,
                rows,
                table,
                loaded -> KeyedTable.of(loaded, specId, layout.reach()),
                overridden,
                builder -> builder.equalityFieldColumns(key),
                writers(table, layout, overridden));
    }

    private CompleteSink.Writers writers(
            Table table, KeyedLayout layout, Map<String, String> overridden) {
        Map<String, String> all = new HashMap<>(plan.options());
        all.putAll(overridden);
        KeyedRowWriterFactory factory =
                new KeyedRowWriterFactory(
                        table,
                        (RowType) plan.schema().toSinkRowDataType().getLogicalType(),
                        layout,
                        new FlinkWriteConf(table, all, plan.configuration()));
        String name = table.name();
        return (sink, task) -> {
            TaskInfo info = task.getTaskInfo();
            factory.initialize(info.getIndexOfThisSubtask(), info.getAttemptNumber());
            return new KeyedSinkWriter(
                    factory, new IcebergStreamWriterMetrics(task.metricGroup(), name));
        };
    }

    /** By partition where that keeps the rows of a key together; else Iceberg's way, by key. */
    private DistributionMode distribution(KeyedLayout layout) {
        return layout.partitions() == Partitions.BY_KEY
                        && WriteDistribution.chosen(plan.options(), plan.configuration())
                                        .orElse(DistributionMode.HASH)
                                != DistributionMode.NONE
                ? DistributionMode.HASH
                : DistributionMode.NONE;
    }
}
