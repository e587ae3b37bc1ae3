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
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
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
     * @param parallelism of the source; null leaves it to the job
     */
    HiveStreamTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ContinuousRead read,
            @Nullable Integer parallelism) {
        super(schema, metastore, hadoop, parallelism);
        this.read = requireNonNull(read, "read");
    }

    private HiveStreamTableSource(HiveStreamTableSource other) {
        super(other);
        this.read = other.read;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        // A partition can be in the metastore before its first file is there.
        HiveScan scan = scan(List.of(), List.of(), /* ignoresAbsentPartitions= */ true);
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

    @Override
    public DynamicTableSource copy() {
        return new HiveStreamTableSource(this);
    }

    @Override
    public String asSummaryString() {
        return "Hive table " + schema().table().fullName() + " as a stream";
    }
}
