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

import io.github.flinklakehouse.connector.FormatConnector;
import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory.Context;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;

/** Reads and writes Hive tables, on Flink's file source and on files of its own. */
public final class HiveConnector implements FormatConnector {

    private final MetastoreLoader metastore;
    private final Configuration hadoopConfiguration;
    private final PlannedPartitions planned;

    /**
     * @param hadoopConfiguration how to reach the files
     * @param planned what the catalog and this connector have asked for the same plan
     */
    public HiveConnector(
            MetastoreLoader metastore,
            Configuration hadoopConfiguration,
            PlannedPartitions planned) {
        this.planned = requireNonNull(planned, "planned");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoopConfiguration = requireNonNull(hadoopConfiguration, "hadoopConfiguration");
    }

    @Override
    public DynamicTableSource source(MetastoreTable table, Context context) {
        Map<String, String> options = context.getCatalogTable().getOptions();
        boolean isStream = HiveOptionsCheck.isStream(table, options);
        HiveOptionsCheck.checkHints("read", table, LakeTable.hints(context.getCatalogTable()));
        requireHiveStorage("read", table);
        HiveTableSchema schema = schema(table, context);
        if (table.partitionKeys().isEmpty()) {
            HiveFileFormats.require("read", "table: " + table.fullName(), table.storage());
        }
        refuse("read", schema, HiveFileFormat::unreadable);
        if (isStream) {
            return stream(schema, context);
        }
        planned.begin(table);
        return new HiveTableSource(
                schema,
                metastore,
                hadoop(),
                configuration(options),
                ParallelismInference.of(context.getConfiguration()),
                new TablePartitions(schema, metastore, partitions(context), planned));
    }

    private DynamicTableSource stream(HiveTableSchema schema, Context context) {
        ReadableConfig options = configuration(context.getCatalogTable().getOptions());
        String zone = context.getConfiguration().get(TableConfigOptions.LOCAL_TIME_ZONE);
        ContinuousRead read =
                ContinuousRead.of(
                        schema.table(),
                        options,
                        zone.equals(TableConfigOptions.LOCAL_TIME_ZONE.defaultValue())
                                ? ZoneId.systemDefault()
                                : ZoneId.of(zone));
        return new HiveStreamTableSource(schema, metastore, hadoop(), read, options);
    }

    /** Flink asks the catalog for partitions, which must be ours to know them. */
    private static TablePartitions.Source partitions(Context context) {
        return !context.isTemporary()
                        && context.getCatalogTable().getOrigin() instanceof LakeTable lakeTable
                        && TableFormat.of(lakeTable.record()) == TableFormat.HIVE
                ? TablePartitions.Source.CATALOG
                : TablePartitions.Source.TABLE;
    }

    @Override
    public DynamicTableSink sink(MetastoreTable table, Context context) {
        Map<String, String> options = context.getCatalogTable().getOptions();
        HiveOptionsCheck.check("write", table, options);
        HiveOptionsCheck.checkHints("write", table, LakeTable.hints(context.getCatalogTable()));
        requireHiveStorage("write", table);
        HiveTableSchema schema = schema(table, context);
        requireWritable(schema);
        refuse("write", schema, HiveFileFormat::unwritable);
        return new HiveTableSink(
                schema,
                metastore,
                hadoop(),
                configuration(options),
                new HiveTableSink.Statement(
                        context.getObjectIdentifier().getCatalogName(),
                        context.getConfiguration()));
    }

    private static void requireWritable(HiveTableSchema schema) {
        MetastoreTable table = schema.table();
        if (!table.storage().bucketColumns().isEmpty() || table.storage().buckets() > 0) {
            throw new ValidationException(
                    "Cannot write table: %s is bucketed by %s, and its files must stay so — write it with Hive, or create it without buckets"
                            .formatted(table.fullName(), table.storage().bucketColumns()));
        }
        table.columns().stream()
                .filter(column -> HiveTypes.hasUnion(column.type()))
                .findFirst()
                .ifPresent(column -> refuseUnion(table, column));
    }

    /** Asks the format of the table why not. */
    private void refuse(String verb, HiveTableSchema schema, Obstacle obstacle) {
        MetastoreTable table = schema.table();
        HiveFileFormats.of(table.storage())
                .flatMap(
                        format ->
                                obstacle.of(
                                        format,
                                        schema.layout(schema.unpartitioned(), List.of()),
                                        hadoopConfiguration))
                .ifPresent(
                        why -> {
                            throw new ValidationException(
                                    "Cannot %s table: %s %s"
                                            .formatted(verb, table.fullName(), why));
                        });
    }

    /** What a format has against a layout. */
    @FunctionalInterface
    private interface Obstacle {
        Optional<String> of(HiveFileFormat format, FileLayout layout, Configuration configuration);
    }

    private static void refuseUnion(MetastoreTable table, MetastoreColumn column) {
        throw new ValidationException(
                "Cannot write table: %s has the column %s of type %s, of which Flink has no like — write it with Hive"
                        .formatted(table.fullName(), column.name(), column.type()));
    }

    /** The descriptor of such a table says what Hive can see of it, which is nothing. */
    private static void requireHiveStorage(String verb, MetastoreTable table) {
        SparkTables.obstacle(table)
                .ifPresent(
                        why -> {
                            throw new ValidationException(
                                    "Cannot %s table: %s %s"
                                            .formatted(verb, table.fullName(), why));
                        });
    }

    /** Options, hints among them, count more than the properties of the table. */
    private static HiveTableSchema schema(MetastoreTable table, Context context) {
        Map<String, String> properties = new HashMap<>(table.parameters());
        properties.putAll(context.getCatalogTable().getOptions());
        context.getConfiguration()
                .getOptional(Subdirectories.SESSION_OPTION)
                .ifPresent(
                        read ->
                                properties.putIfAbsent(
                                        Subdirectories.PROPERTY, Boolean.toString(read)));
        return HiveTableSchema.of(
                table.withParameters(properties),
                (RowType) context.getPhysicalRowDataType().getLogicalType());
    }

    private SerializableConfiguration hadoop() {
        return new SerializableConfiguration(hadoopConfiguration);
    }

    private static ReadableConfig configuration(Map<String, String> options) {
        return org.apache.flink.configuration.Configuration.fromMap(options);
    }
}
