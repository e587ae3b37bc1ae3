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

import io.github.flinklakehouse.connector.hive.format.ColumnFilter;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.LimitableBulkFormat;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsPartitionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;

/** Plans the reading of a Hive table. The metastore is asked once, when the plan is final. */
final class HiveTableSource
        implements ScanTableSource,
                LookupTableSource,
                SupportsProjectionPushDown,
                SupportsPartitionPushDown,
                SupportsFilterPushDown,
                SupportsLimitPushDown {
    private final HiveTableSchema schema;
    private final MetastoreLoader metastore;
    private final SerializableConfiguration hadoop;
    private final ReadableConfig options;
    private final PartitionListing listing;
    private final PlannedPartitions planned;

    private List<Integer> fields;
    private List<ColumnFilter> filters = List.of();
    @Nullable private List<List<String>> partitionValues;
    @Nullable private Long limit;

    /** Who tells the planner which partitions there are. */
    enum PartitionListing {
        /** The catalog, which lets the metastore filter. */
        CATALOG,
        /** This source, as the table's catalog does not know them. */
        SOURCE
    }

    HiveTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ReadableConfig options,
            PartitionListing listing,
            PlannedPartitions planned) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.options = requireNonNull(options, "options");
        this.listing = requireNonNull(listing, "listing");
        this.planned = requireNonNull(planned, "planned");
        this.fields = IntStream.range(0, schema.rowType().getFieldCount()).boxed().toList();
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        HiveScan scan = scan();
        TypeInformation<RowData> rowType = context.createTypeInformation(scan.rowType());
        return new Provider(scan, rowType);
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        if (partitionValues != null) {
            throw new ValidationException(
                    "Cannot look up rows: %s has a condition on its partition keys alone, by which partitions are chosen when the job is planned, and later ones would be missed — join on the partition keys, or set '%s' to 'true' and '%s' to 'latest'"
                            .formatted(
                                    schema.table().fullName(),
                                    HiveOptions.STREAMING.key(),
                                    HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key()));
        }
        return new HiveLookupPlan(schema.table(), options)
                .provider(
                        scan(),
                        new LookupPartitions(schema, metastore, null),
                        Optional.empty(),
                        context);
    }

    private HiveScan scan() {
        return new HiveScan(
                schema, fields, filters, options.get(HiveOptions.IGNORE_ABSENT_PARTITIONS), hadoop);
    }

    private Source<RowData, ?, ?> source(HiveScan scan, TypeInformation<RowData> rowType) {
        List<MetastorePartition> partitions = partitions();
        partitions.forEach(
                partition ->
                        HiveFileFormats.require(
                                "read", schema.describe(partition), partition.storage()));
        BulkFormat<RowData, HiveSplit> format =
                LimitableBulkFormat.create(new HiveBulkFormat(scan, rowType), limit);
        return new HiveSource(scan, partitions, format);
    }

    private List<MetastorePartition> partitions() {
        MetastoreTable table = schema.table();
        if (table.partitionKeys().isEmpty()) {
            return List.of(schema.unpartitioned());
        }
        Metastore loaded = metastore.load();
        List<List<String>> values =
                partitionValues == null
                        ? planned
                                .names(table)
                                .orElseGet(
                                        () -> loaded.partitionNames(table.database(), table.name()))
                                .stream()
                                .map(PartitionPath::values)
                                .toList()
                        : partitionValues;
        return planned.partitions(table, values).orElseGet(() -> partitions(loaded, values));
    }

    private List<MetastorePartition> partitions(Metastore loaded, List<List<String>> values) {
        MetastoreTable table = schema.table();
        return loaded.partitionsByNames(
                table.database(),
                table.name(),
                values.stream()
                        .map(each -> PartitionPath.name(table.partitionKeyNames(), each))
                        .toList());
    }

    @Override
    public Optional<List<Map<String, String>>> listPartitions() {
        if (listing == PartitionListing.CATALOG) {
            return Optional.empty();
        }
        MetastoreTable table = schema.table();
        Metastore loaded = metastore.load();
        return Optional.of(
                loaded.partitionNames(table.database(), table.name()).stream()
                        .map(PartitionPath::values)
                        .map(this::partitionSpec)
                        .toList());
    }

    /** The planner knows NULL, but not Hive's word for it. */
    private Map<String, String> partitionSpec(List<String> values) {
        Map<String, String> spec = new HashMap<>();
        List<String> keys = schema.table().partitionKeyNames();
        for (int i = 0; i < keys.size(); i++) {
            String value = values.get(i);
            spec.put(keys.get(i), value.equals(PartitionPath.DEFAULT_PARTITION) ? null : value);
        }
        return spec;
    }

    @Override
    public void applyPartitions(List<Map<String, String>> remainingPartitions) {
        partitionValues =
                remainingPartitions.stream()
                        .map(
                                spec ->
                                        schema.table().partitionKeyNames().stream()
                                                .map(key -> orDefault(spec.get(key)))
                                                .toList())
                        .toList();
    }

    private static String orDefault(@Nullable String value) {
        return value == null ? PartitionPath.DEFAULT_PARTITION : value;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        fields = Arrays.stream(projectedFields).map(path -> path[0]).toList();
    }

    /** All conditions stay in the plan: files are left out by them, not single rows. */
    @Override
    public Result applyFilters(List<ResolvedExpression> conditions) {
        ColumnFilters columnFilters = new ColumnFilters(schema);
        List<ResolvedExpression> accepted = new ArrayList<>();
        List<ColumnFilter> applied = new ArrayList<>();
        for (ResolvedExpression condition : conditions) {
            columnFilters
                    .of(condition)
                    .ifPresent(
                            filter -> {
                                accepted.add(condition);
                                applied.add(filter);
                            });
        }
        filters = applied;
        return Result.of(accepted, conditions);
    }

    @Override
    public void applyLimit(long newLimit) {
        limit = newLimit;
    }

    @Override
    public DynamicTableSource copy() {
        HiveTableSource copy =
                new HiveTableSource(schema, metastore, hadoop, options, listing, planned);
        copy.fields = fields;
        copy.filters = filters;
        copy.partitionValues = partitionValues;
        copy.limit = limit;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema.table().fullName();
    }

    /** Asks the metastore no sooner than the source is needed: plans are made more than once. */
    private final class Provider implements SourceProvider {
        private final HiveScan scan;
        private final TypeInformation<RowData> rowType;

        Provider(HiveScan scan, TypeInformation<RowData> rowType) {
            this.scan = scan;
            this.rowType = rowType;
        }

        @Override
        public Source<RowData, ?, ?> createSource() {
            return source(scan, rowType);
        }

        @Override
        public boolean isBounded() {
            return true;
        }

        @Override
        public Optional<Integer> getParallelism() {
            return options.getOptional(HiveOptions.SCAN_PARALLELISM);
        }
    }
}
