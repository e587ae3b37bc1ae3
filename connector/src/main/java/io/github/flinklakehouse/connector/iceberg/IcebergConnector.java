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

import io.github.flinklakehouse.connector.FormatConnector;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.iceberg.UnkeyedInsert.Mode;
import io.github.flinklakehouse.connector.iceberg.changelog.MappedTableLoader;
import io.github.flinklakehouse.connector.iceberg.rowlevel.RowChange;
import io.github.flinklakehouse.connector.iceberg.rowlevel.RowLevelScan;
import io.github.flinklakehouse.connector.iceberg.rowlevel.RowLevelTable;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.FlinkConfigOptions;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.FlinkWriteOptions;
import org.apache.iceberg.flink.IcebergTableSink;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.source.IcebergTableSource;

/** Iceberg tables, through Iceberg's own source and sink. */
public final class IcebergConnector implements FormatConnector {
    /** Parameter of a record that stands for a metadata table: its type, such as snapshots. */
    public static final String METADATA_TABLE = "lakehouse.metadata-table";

    /** Parameter of a record whose metadata file is missing: its path. */
    public static final String MISSING_METADATA = "lakehouse.missing-metadata";

    /** What to do with such a table. */
    public static final String MISSING_METADATA_ADVICE = "restore the file, or drop the table";

    private static final String BRANCH = FlinkWriteOptions.BRANCH.key();

    private final LakeConnection connection;

    public IcebergConnector(LakeConnection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    @Override
    public DynamicTableSource source(MetastoreTable table, Context context) {
        requireMetadata("read table", table);
        IcebergHints.checkRead(table, LakeTable.hints(context.getCatalogTable()));
        boolean streaming = isStreaming(context);
        Map<String, String> options =
                streaming
                        ? ReadStart.ofStream(table.fullName(), options(context))
                        : ReadStart.ofBatch(table.fullName(), options(context));
        Optional<UniqueConstraint> key =
                context.getCatalogTable().getResolvedSchema().getPrimaryKey();
        if (key.isPresent() && streaming) {
            return new ChangelogSource(
                    table.fullName(),
                    readableLoader(table),
                    key.get().getColumns(),
                    options,
                    context.getConfiguration(),
                    (RowType) context.getPhysicalRowDataType().getLogicalType());
        }
        return new IcebergSource(
                table.fullName(),
                new IcebergTableSource(
                        appendLoader(table, options, streaming),
                        physicalSchema(context),
                        options,
                        context.getConfiguration()),
                (RowType) context.getPhysicalRowDataType().getLogicalType(),
                new RowLevelScan(rowLevelTable(table, context)),
                table.parameter(METADATA_TABLE).isPresent()
                        ? null
                        : new SnapshotAggregates(
                                () -> load(table), options(context), context.getConfiguration()));
    }

    @Override
    public DynamicTableSink sink(MetastoreTable table, Context context) {
        if (table.parameter(METADATA_TABLE)
                .or(() -> table.parameter(LakehouseTableFactory.SNAPSHOT))
                .isPresent()) {
            throw new ValidationException(
                    "Cannot write to table: "
                            + table.fullName()
                            + " stands here for its metadata or past — write to the table itself");
        }
        requireMetadata("write to table", table);
        IcebergHints.checkWrite(table, LakeTable.hints(context.getCatalogTable()));
        refuseUpsertWithoutKey(table, context);
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        return new IcebergSink(
                table.fullName(),
                schema.getPrimaryKey().isPresent(),
                icebergSink(table, context),
                keyedInsert(table, context),
                unkeyedInsert(table, context),
                () -> truncate(table, Optional.ofNullable(options(context).get(BRANCH))),
                new RowChange(rowLevelTable(table, context)));
    }

    private RowLevelTable rowLevelTable(MetastoreTable table, Context context) {
        return new RowLevelTable(
                context.getObjectIdentifier(),
                table.fullName(),
                () -> ColumnDefaults.requireNone(table.fullName(), load(table)),
                loader(table),
                context.getCatalogTable().getResolvedSchema(),
                options(context),
                context.getConfiguration());
    }

    /** One commit that deletes every file, so that the rows can be found in the past. */
    private void truncate(MetastoreTable record, Optional<String> branch) {
        DeleteFiles delete = load(record).newDelete().deleteFromRowFilter(Expressions.alwaysTrue());
        branch.ifPresent(delete::toBranch);
        delete.commit();
    }

    private Table load(MetastoreTable record) {
        return connection
                .icebergCatalog()
                .loadTable(TableIdentifier.of(record.database(), record.name()));
    }

    private IcebergTableSink icebergSink(MetastoreTable table, Context context) {
        Map<String, String> options = writeOptions(context);
        ResolvedSchema schema = physicalSchema(context);
        ReadableConfig configuration = context.getConfiguration();
        return Boolean.parseBoolean(options.get(IcebergHints.DYNAMIC_SINK))
                ? new IcebergTableSink(
                        connection.icebergLoader(),
                        options.get(IcebergHints.DYNAMIC_GENERATOR),
                        schema,
                        configuration,
                        options)
                : new IcebergTableSink(loader(table), schema, configuration, options);
    }

    private static Map<String, String> writeOptions(Context context) {
        Map<String, String> options = options(context);
        if (isPartitioned(context)
                && WriteDistribution.chosen(options, context.getConfiguration()).isEmpty()) {
            // Else each task would write a file of its own into each partition.
            options.put(WriteDistribution.OPTION, DistributionMode.HASH.modeName());
        }
        return options;
    }

    private static boolean isPartitioned(Context context) {
        return context.getCatalogTable().isPartitioned()
                || context.getCatalogTable().getOptions().containsKey("partitioning");
    }

    private static void refuseUpsertWithoutKey(MetastoreTable table, Context context) {
        Map<String, String> options = options(context);
        if (context.getPrimaryKeyIndexes().length == 0
                && Boolean.parseBoolean(
                        options.getOrDefault(
                                FlinkWriteOptions.WRITE_UPSERT_ENABLED.key(),
                                options.get(TableProperties.UPSERT_ENABLED)))) {
            throw new ValidationException(
                    "Cannot upsert into table: "
                            + table.fullName()
                            + " is an Iceberg table without a primary key — declare one with PRIMARY"
                            + " KEY (…) NOT ENFORCED, or set 'upsert-enabled' = 'false'");
        }
    }

    /** None into a table without a key, nor by the dynamic sink, which has its own ways. */
    @Nullable
    private KeyedInsert keyedInsert(MetastoreTable table, Context context) {
        Map<String, String> options = options(context);
        Optional<UniqueConstraint> key =
                context.getCatalogTable().getResolvedSchema().getPrimaryKey();
        if (key.isEmpty() || Boolean.parseBoolean(options.get(IcebergHints.DYNAMIC_SINK))) {
            return null;
        }
        KeyedInsert insert = new KeyedInsert(insertPlan(table, context), key.get().getColumns());
        insert.check(table.fullName());
        return insert;
    }

    /** None where Iceberg's own sink is asked for. */
    @Nullable
    private UnkeyedInsert unkeyedInsert(MetastoreTable table, Context context) {
        boolean iceberg =
                Boolean.parseBoolean(options(context).get(IcebergHints.DYNAMIC_SINK))
                        || !context.getConfiguration()
                                .getOptional(FlinkConfigOptions.TABLE_EXEC_ICEBERG_USE_V2_SINK)
                                .orElse(true);
        return iceberg ? null : new UnkeyedInsert(insertPlan(table, context), Mode.INTO);
    }

    private InsertPlan insertPlan(MetastoreTable table, Context context) {
        return new InsertPlan(
                loader(table),
                physicalSchema(context),
                context.getConfiguration(),
                writeOptions(context));
    }

    private static boolean isStreaming(Context context) {
        return Boolean.parseBoolean(
                options(context)
                        .getOrDefault(
                                FlinkReadOptions.STREAMING,
                                String.valueOf(
                                        context.getConfiguration()
                                                .get(FlinkReadOptions.STREAMING_OPTION))));
    }

    /** Why a table cannot be used whose metadata file is missing. */
    public static String missingMetadata(String path) {
        return "is an Iceberg table whose metadata file is missing: " + path;
    }

    private static void requireMetadata(String what, MetastoreTable table) {
        table.parameter(MISSING_METADATA)
                .ifPresent(
                        path -> {
                            throw new ValidationException(
                                    "Cannot %s: %s %s — %s"
                                            .formatted(
                                                    what,
                                                    table.fullName(),
                                                    missingMetadata(path),
                                                    MISSING_METADATA_ADVICE));
                        });
    }

    private TableLoader loader(MetastoreTable table) {
        TableIdentifier identifier =
                table.parameter(METADATA_TABLE)
                        .map(
                                type ->
                                        TableIdentifier.of(
                                                Namespace.of(table.database(), table.name()), type))
                        .orElse(TableIdentifier.of(table.database(), table.name()));
        TableLoader loader = TableLoader.fromCatalog(connection.icebergLoader(), identifier);
        return table.parameter(LakehouseTableFactory.SNAPSHOT)
                .map(Long::parseLong)
                .<TableLoader>map(
                        id ->
                                new MappedTableLoader(
                                        loader, present -> PastTable.of((BaseTable) present, id)))
                .orElse(loader);
    }

    /** Refuses a table whose rows Flink would read wrongly. */
    private TableLoader readableLoader(MetastoreTable table) {
        String name = table.fullName();
        return new MappedTableLoader(
                loader(table), loaded -> ColumnDefaults.requireNone(name, loaded));
    }

    /** Of rows that are read by appends; a snapshot has none. */
    private TableLoader appendLoader(
            MetastoreTable table, Map<String, String> options, boolean streaming) {
        TableLoader loader = readableLoader(table);
        if (table.parameter(LakehouseTableFactory.SNAPSHOT).isPresent()) {
            return loader;
        }
        String branch = streaming ? options.get(FlinkReadOptions.BRANCH.key()) : null;
        PassedSnapshots passed = PassedSnapshots.of(table.fullName(), options);
        return new MappedTableLoader(loader, loaded -> AppendTable.of(loaded, passed, branch));
    }

    /** What is in the files: computed columns are Flink's, not Iceberg's. */
    private static ResolvedSchema physicalSchema(Context context) {
        return ResolvedSchema.of(
                context.getCatalogTable().getResolvedSchema().getColumns().stream()
                        .filter(Column::isPhysical)
                        .toList());
    }

    private static Map<String, String> options(Context context) {
        Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
        options.remove("connector");
        return options;
    }
}
