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

import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * Plans the reading of a Hive table as a stream. It takes no partitions from the planner, which
 * knows only those of now, and would forget a condition on partition keys for all that come later.
 */
final class HiveStreamTableSource
        implements ScanTableSource, LookupTableSource, SupportsProjectionPushDown {
    private final HiveTableSchema schema;
    private final MetastoreLoader metastore;
    private final SerializableConfiguration hadoop;
    private final ContinuousRead read;
    private final ReadableConfig options;

    private List<Integer> fields;

    HiveStreamTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ContinuousRead read,
            ReadableConfig options) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.read = requireNonNull(read, "read");
        this.options = requireNonNull(options, "options");
        this.fields = IntStream.range(0, schema.rowType().getFieldCount()).boxed().toList();
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        if (read.include() == ContinuousRead.Include.LATEST) {
            throw new ValidationException(
                    "Cannot read table as a stream: %s has the option '%s' = 'latest', which only a lookup join has — set it to 'all'"
                            .formatted(
                                    schema.table().fullName(),
                                    HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key()));
        }
        HiveScan scan = scan();
        HiveBulkFormat format =
                new HiveBulkFormat(scan, context.createTypeInformation(scan.rowType()));
        PartitionMonitor monitor = new PartitionMonitor(schema, metastore, read);
        return new SourceProvider() {
            @Override
            public Source<RowData, ?, ?> createSource() {
                return new HiveSource(scan, monitor, format);
            }

            @Override
            public boolean isBounded() {
                return false;
            }

            @Override
            public Optional<Integer> getParallelism() {
                return options.getOptional(HiveOptions.SCAN_PARALLELISM);
            }
        };
    }

    /** A partition can be in the metastore before its first file is there. */
    private HiveScan scan() {
        return new HiveScan(schema, fields, List.of(), /* ignoresAbsentPartitions= */ true, hadoop);
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        boolean isLatest = read.include() == ContinuousRead.Include.LATEST;
        return new HiveLookupPlan(schema.table(), options)
                .provider(
                        scan(),
                        new LookupPartitions(schema, metastore, isLatest ? read : null),
                        options.getOptional(HiveOptions.MONITOR_INTERVAL)
                                .or(
                                        () ->
                                                options.getOptional(
                                                        HiveOptions
                                                                .STREAMING_SOURCE_MONITOR_INTERVAL)),
                        context);
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        fields = Arrays.stream(projectedFields).map(path -> path[0]).toList();
    }

    @Override
    public DynamicTableSource copy() {
        HiveStreamTableSource copy =
                new HiveStreamTableSource(schema, metastore, hadoop, read, options);
        copy.fields = fields;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema.table().fullName() + " as a stream";
    }
}
