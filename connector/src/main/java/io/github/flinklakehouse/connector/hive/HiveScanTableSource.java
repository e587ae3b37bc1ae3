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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.types.DataType;

/** What planning the reading of a Hive table has in common, at once and as a stream. */
abstract class HiveScanTableSource
        implements ScanTableSource,
                LookupTableSource,
                SupportsProjectionPushDown,
                SupportsReadingMetadata {
    private final HiveTableSchema schema;
    private final MetastoreLoader metastore;
    private final SerializableConfiguration hadoop;
    private final ReadableConfig options;

    private List<FieldPath> fields;
    private List<FileMetadata> metadata = List.of();

    /**
     * @param hadoop how to reach the files
     * @param options of the table, hints included
     */
    HiveScanTableSource(
            HiveTableSchema schema,
            MetastoreLoader metastore,
            SerializableConfiguration hadoop,
            ReadableConfig options) {
        this.schema = requireNonNull(schema, "schema");
        this.metastore = requireNonNull(metastore, "metastore");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.options = requireNonNull(options, "options");
        this.fields =
                IntStream.range(0, schema.rowType().getFieldCount())
                        .mapToObj(FieldPath::of)
                        .toList();
    }

    /** A copy. */
    HiveScanTableSource(HiveScanTableSource other) {
        this(other.schema, other.metastore, other.hadoop, other.options);
        this.fields = other.fields;
        this.metadata = other.metadata;
    }

    final HiveTableSchema schema() {
        return schema;
    }

    final MetastoreLoader metastore() {
        return metastore;
    }

    final SerializableConfiguration hadoop() {
        return hadoop;
    }

    final ReadableConfig options() {
        return options;
    }

    /** That of the option; empty leaves it to size or job. */
    final Optional<Integer> parallelism() {
        return options.getOptional(HiveOptions.SCAN_PARALLELISM);
    }

    /** What is wanted of the table, without the metadata. */
    final List<FieldPath> fields() {
        return fields;
    }

    /** Reads nothing but these, and no metadata. */
    final void read(List<FieldPath> newFields) {
        fields = List.copyOf(newFields);
        metadata = List.of();
    }

    final HiveScan scan(
            List<ColumnFilter> filters,
            List<ColumnAggregate> aggregates,
            boolean ignoresAbsentPartitions) {
        return new HiveScan(
                schema, fields, metadata, filters, aggregates, ignoresAbsentPartitions, hadoop);
    }

    @Override
    public final ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    /** Where files cannot be read in part, fields are taken out of what was read. */
    @Override
    public final boolean supportsNestedProjection() {
        return true;
    }

    @Override
    public final void applyProjection(int[][] projectedFields, DataType producedDataType) {
        fields = Arrays.stream(projectedFields).map(FieldPath::of).toList();
    }

    @Override
    public final Map<String, DataType> listReadableMetadata() {
        return FileMetadata.of(schema.table().partitionKeyNames());
    }

    @Override
    public final void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        metadata = metadataKeys.stream().map(FileMetadata::ofKey).toList();
    }
}
