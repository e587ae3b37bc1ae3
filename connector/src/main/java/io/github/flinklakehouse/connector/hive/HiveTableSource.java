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
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions.FileStatisticsType;
import org.apache.flink.connector.file.table.LimitableBulkFormat;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsDynamicFiltering;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsPartitionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsStatisticReport;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.table.types.DataType;

/** Plans the reading of a Hive table. The metastore is asked once, when the plan is final. */
final class HiveTableSource extends HiveScanTableSource
        implements SupportsPartitionPushDown,
                SupportsFilterPushDown,
                SupportsAggregatePushDown,
                SupportsLimitPushDown,
                SupportsDynamicFiltering,
                SupportsStatisticReport {
    private final ParallelismInference inference;
    private final TablePartitions partitions;

    private List<ColumnFilter> filters = List.of();
    private List<ColumnAggregate> aggregates = List.of();
    @Nullable private DataType aggregatedType;
    @Nullable private List<List<String>> partitionValues;
    @Nullable private Long limit;
    @Nullable private DynamicPartitionFilter dynamicFilter;

    /**
     * @param hadoop how to reach the files
     */
    HiveTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ReadableConfig options,
            ParallelismInference inference,
            TablePartitions partitions) {
        super(schema, metastore, hadoop, options);
        this.inference = requireNonNull(inference, "inference");
        this.partitions = requireNonNull(partitions, "partitions");
    }

    private HiveTableSource(HiveTableSource other) {
        super(other);
        this.inference = other.inference;
        this.partitions = other.partitions;
        this.filters = other.filters;
        this.aggregates = other.aggregates;
        this.aggregatedType = other.aggregatedType;
        this.partitionValues = other.partitionValues;
        this.limit = other.limit;
        this.dynamicFilter = other.dynamicFilter;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        HiveScan scan = scan();
        HiveBulkFormat rows =
                new HiveBulkFormat(scan, context.createTypeInformation(scan.rowType()));
        BulkFormat<RowData, HiveSplit> format =
                aggregatedType == null
                        ? LimitableBulkFormat.create(rows, limit)
                        : new AggregateFormat(
                                scan, rows, context.createTypeInformation(aggregatedType));
        return new Provider(scan, format);
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        if (partitionValues != null) {
            throw new ValidationException(
                    "Cannot look up rows: %s has a condition on its partition keys alone, by which partitions are chosen when the job is planned, and later ones would be missed — join on the partition keys, or set '%s' to 'true' and '%s' to 'latest'"
                            .formatted(
                                    schema().table().fullName(),
                                    HiveOptions.STREAMING.key(),
                                    HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key()));
        }
        return new HiveLookupPlan(schema().table(), options())
                .provider(
                        scan(),
                        new LookupPartitions(schema(), metastore(), null),
                        Optional.empty(),
                        context);
    }

    private HiveScan scan() {
        return scan(filters, aggregates, options().get(HiveOptions.IGNORE_ABSENT_PARTITIONS));
    }

    private Source<RowData, ?, ?> source(HiveScan scan, BulkFormat<RowData, HiveSplit> format) {
        List<MetastorePartition> loaded = partitions.load(partitionValues);
        loaded.forEach(
                partition ->
                        HiveFileFormats.require(
                                "read", schema().describe(partition), partition.storage()));
        return new HiveSource(scan, loaded, format, inference, dynamicFilter);
    }

    private int inferred(HiveScan scan) {
        try {
            return FileSample.of(scan, partitions.load(partitionValues))
                    .parallelism(inference.max());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<List<Map<String, String>>> listPartitions() {
        return partitions.list();
    }

    @Override
    public void applyPartitions(List<Map<String, String>> remainingPartitions) {
        partitionValues = remainingPartitions.stream().map(partitions::values).toList();
    }

    /** All conditions stay in the plan: files are left out by them, not single rows. */
    @Override
    public Result applyFilters(List<ResolvedExpression> conditions) {
        ColumnFilters columnFilters = new ColumnFilters(schema());
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

    /** Of formats whose files know them; where a file does not, its rows are read all the same. */
    @Override
    public boolean applyAggregates(
            List<int[]> groupingSets,
            List<AggregateExpression> expressions,
            DataType producedDataType) {
        HiveStorageFormat format = HiveStorageFormat.of(schema().table().storage()).orElse(null);
        if ((format != HiveStorageFormat.PARQUET && format != HiveStorageFormat.ORC)
                || groupingSets.stream().anyMatch(grouping -> grouping.length > 0)
                || !filters.isEmpty()
                || limit != null) {
            return false;
        }
        List<ColumnAggregate> wanted =
                expressions.stream()
                        .map(each -> ColumnAggregate.of(each, schema(), fields(), format))
                        .flatMap(Optional::stream)
                        .toList();
        if (wanted.isEmpty() || wanted.size() < expressions.size()) {
            return false;
        }
        aggregates = wanted;
        aggregatedType = producedDataType;
        read(
                wanted.stream()
                        .map(ColumnAggregate::field)
                        .filter(field -> field != ColumnAggregate.ROW)
                        .distinct()
                        .map(FieldPath::of)
                        .toList());
        return true;
    }

    /** Partition keys, but none that has the name that the planner gives to a nested field. */
    @Override
    public List<String> listAcceptedFilterFields() {
        if (!DynamicPartitionFilter.isPossible()) {
            return List.of();
        }
        List<String> keys = schema().table().partitionKeyNames();
        Set<String> nested =
                fields().stream()
                        .filter(FieldPath::isNested)
                        .map(field -> String.join("_", field.names(schema().rowType())))
                        .collect(Collectors.toSet());
        return IntStream.range(0, keys.size())
                .filter(key -> DynamicPartitionFilter.supports(schema().keyType(key)))
                .mapToObj(keys::get)
                .filter(key -> !nested.contains(key))
                .toList();
    }

    @Override
    public void applyDynamicFiltering(List<String> candidateFilterFields) {
        List<String> keys = schema().table().partitionKeyNames();
        dynamicFilter =
                new DynamicPartitionFilter(
                        schema(), candidateFilterFields.stream().map(keys::indexOf).toList());
    }

    /** Asked for when the catalog knows nothing. */
    @Override
    public TableStats reportStatistics() {
        return options().get(HiveOptions.SOURCE_REPORT_STATISTICS) == FileStatisticsType.NONE
                ? TableStats.UNKNOWN
                : new TableStatistics(scan(), partitions.load(partitionValues)).estimate(limit);
    }

    @Override
    public void applyLimit(long newLimit) {
        limit = newLimit;
    }

    @Override
    public DynamicTableSource copy() {
        return new HiveTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema().table().fullName();
    }

    /** Asks the metastore no sooner than the source is needed: plans are made more than once. */
    private final class Provider implements SourceProvider {
        private final HiveScan scan;
        private final BulkFormat<RowData, HiveSplit> format;

        Provider(HiveScan scan, BulkFormat<RowData, HiveSplit> format) {
            this.scan = scan;
            this.format = format;
        }

        @Override
        public Source<RowData, ?, ?> createSource() {
            return source(scan, format);
        }

        @Override
        public boolean isBounded() {
            return true;
        }

        @Override
        public Optional<Integer> getParallelism() {
            return parallelism()
                    .or(
                            () ->
                                    inference.mode() == ParallelismInference.Mode.STATIC
                                            ? Optional.of(inferred(scan))
                                            : Optional.empty());
        }
    }
}
