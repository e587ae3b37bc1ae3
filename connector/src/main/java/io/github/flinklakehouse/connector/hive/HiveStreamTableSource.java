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
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.data.RowData;

/**
 * Plans the reading of a Hive table as a stream. It takes no partitions from the planner, which
 * knows only those of now, and would forget a condition on partition keys for all that come later.
 */
final class HiveStreamTableSource extends HiveScanTableSource {
    private final ContinuousRead read;

    /**
     * @param hadoop how to reach the files
     * @param options of the table, hints included
     */
    HiveStreamTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ContinuousRead read,
            ReadableConfig options) {
        super(schema, metastore, hadoop, options);
        this.read = requireNonNull(read, "read");
    }

    private HiveStreamTableSource(HiveStreamTableSource other) {
        super(other);
        this.read = other.read;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        if (read.include() == ContinuousRead.Include.LATEST) {
            throw new ValidationException(
                    "Cannot read table as a stream: %s has the option '%s' = 'latest', which only a lookup join has — set it to 'all'"
                            .formatted(
                                    schema().table().fullName(),
                                    HiveOptions.STREAMING_SOURCE_PARTITION_INCLUDE.key()));
        }
        HiveScan scan = scan();
        HiveBulkFormat format =
                new HiveBulkFormat(scan, context.createTypeInformation(scan.rowType()));
        PartitionMonitor monitor = new PartitionMonitor(schema(), metastore(), read);
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
                return parallelism();
            }
        };
    }

    /** A partition can be in the metastore before its first file is there. */
    private HiveScan scan() {
        return scan(List.of(), List.of(), /* ignoresAbsentPartitions= */ true);
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        boolean isLatest = read.include() == ContinuousRead.Include.LATEST;
        return new HiveLookupPlan(schema().table(), options())
                .provider(
                        scan(),
                        new LookupPartitions(schema(), metastore(), isLatest ? read : null),
                        options()
                                .getOptional(HiveOptions.MONITOR_INTERVAL)
                                .or(
                                        () ->
                                                options()
                                                        .getOptional(
                                                                HiveOptions
                                                                        .STREAMING_SOURCE_MONITOR_INTERVAL)),
                        context);
    }

    @Override
    public DynamicTableSource copy() {
        return new HiveStreamTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema().table().fullName() + " as a stream";
    }
}
