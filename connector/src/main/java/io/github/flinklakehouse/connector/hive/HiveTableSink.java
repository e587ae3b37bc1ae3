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

import io.github.flinklakehouse.connector.RefusesRowChanges;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.connector.sink.abilities.SupportsTruncate;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/** Plans an INSERT into a Hive table. */
final class HiveTableSink
        implements DynamicTableSink,
                SupportsPartitioning,
                SupportsOverwrite,
                SupportsTruncate,
                RefusesRowChanges {
    private final HiveTableSchema schema;
    private final MetastoreLoader metastore;
    private final SerializableConfiguration hadoop;
    private final ReadableConfig options;
    private final Statement statement;

    private HiveInsert.Mode mode = HiveInsert.Mode.APPEND;
    private HiveInsert.Grouping grouping = HiveInsert.Grouping.MIXED;
    private List<String> staticPartition = List.of();

    /**
     * Where a table is written.
     *
     * @param catalog name of the table's catalog in Flink
     * @param session options of the session
     */
    record Statement(String catalog, ReadableConfig session) {}

    HiveTableSink(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ReadableConfig options,
            Statement statement) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.options = requireNonNull(options, "options");
        this.statement = requireNonNull(statement, "statement");
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
        if (!requestedMode.containsOnly(RowKind.INSERT)) {
            throw new ValidationException(
                    "Cannot write updates or deletes: %s is a Hive table, which only takes inserts — create it as an Iceberg table with a PRIMARY KEY"
                            .formatted(schema.table().fullName()));
        }
        return ChangelogMode.insertOnly();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        return new HiveSinkProvider(
                schema.table().fullName(),
                this::insert,
                metastore,
                options.getOptional(HiveOptions.SINK_PARALLELISM));
    }

    private HiveInsert insert(HiveInsert.Commit commit) {
        if (commit == HiveInsert.Commit.AT_CHECKPOINTS) {
            HiveStreamCheck.check(schema.table(), mode, statement.session());
        }
        HiveInsert insert =
                new HiveInsert(
                        schema,
                        mode,
                        staticPartition,
                        commit,
                        grouping,
                        HiveWriteOptions.of(schema.table(), statement.catalog(), options, commit),
                        hadoop);
        if (schema.table().partitionKeys().isEmpty()) {
            schema.requireWritable(schema.unpartitioned());
        }
        undoInterrupted();
        insert.onlyPartition()
                .map(values -> existing(values).orElseGet(() -> insert.partition(values)))
                .ifPresent(schema::requireWritable);
        return insert;
    }

    private void undoInterrupted() {
        try {
            InterruptedCommits.undoAll(schema.table(), metastore.load(), hadoop.conf());
        } catch (IOException e) {
            throw new TableException(
                    "Cannot write table: an earlier job ended while it was committing to %s, which cannot be undone — %s"
                            .formatted(schema.table().fullName(), e.getMessage()),
                    e);
        }
    }

    private Optional<MetastorePartition> existing(List<String> values) {
        MetastoreTable table = schema.table();
        String name = PartitionPath.name(table.partitionKeyNames(), values);
        return Optional.ofNullable(
                PartitionLookup.existing(metastore.load(), table, List.of(name)).get(values));
    }

    @Override
    public void applyStaticPartition(Map<String, String> partition) {
        List<String> keys = schema.table().partitionKeyNames();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < keys.size() && partition.containsKey(keys.get(i)); i++) {
            values.add(canonical(partition.get(keys.get(i)), i));
        }
        if (values.size() != partition.size()) {
            throw new ValidationException(
                    "Cannot write table: %s is partitioned by %s, of which static values come first — name them in this order"
                            .formatted(schema.table().fullName(), keys));
        }
        staticPartition = values;
    }

    /** As the rows of this partition will spell it. */
    private String canonical(String value, int key) {
        LogicalType type = schema.keyType(key);
        return PartitionValues.format(
                PartitionValues.parse(value, type, schema.keyName(key)), type);
    }

    @Override
    public boolean requiresPartitionGrouping(boolean supportsGrouping) {
        // Another parallelism than the input's would mix what was sorted, and so would a shuffle.
        boolean keepsOrder =
                options.getOptional(HiveOptions.SINK_PARALLELISM).isEmpty()
                        && !options.get(HiveSinkOptions.SHUFFLE_BY_PARTITION);
        grouping =
                supportsGrouping && keepsOrder
                        ? HiveInsert.Grouping.GROUPED
                        : HiveInsert.Grouping.MIXED;
        return grouping == HiveInsert.Grouping.GROUPED;
    }

    @Override
    public void applyOverwrite(boolean overwrite) {
        mode = overwrite ? HiveInsert.Mode.OVERWRITE : HiveInsert.Mode.APPEND;
    }

    @Override
    public void executeTruncation() {
        new HiveTruncation(schema.table(), metastore.load(), hadoop.conf()).execute();
    }

    @Override
    public ValidationException refuseRowChange(String what) {
        return new ValidationException(
                "Cannot %s: %s is a Hive table, to which rows can only be added — make it an Iceberg table with a PRIMARY KEY, which takes changes by key"
                        .formatted(what, schema.table().fullName()));
    }

    @Override
    public DynamicTableSink copy() {
        HiveTableSink copy = new HiveTableSink(schema, metastore, hadoop, options, statement);
        copy.mode = mode;
        copy.grouping = grouping;
        copy.staticPartition = staticPartition;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema.table().fullName();
    }
}
