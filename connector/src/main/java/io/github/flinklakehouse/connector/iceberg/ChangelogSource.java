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

import io.github.flinklakehouse.connector.iceberg.changelog.ChangelogScan;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.TableLoader;

/**
 * A table with a primary key, read as a stream of its changes. It takes no filter: a row that does
 * not pass may replace one that did.
 */
final class ChangelogSource implements ScanTableSource, SupportsProjectionPushDown {
    private static final List<String> REFUSED =
            Stream.of(
                            Stream.of(
                                            FlinkReadOptions.SNAPSHOT_ID,
                                            FlinkReadOptions.TAG,
                                            FlinkReadOptions.AS_OF_TIMESTAMP,
                                            FlinkReadOptions.START_TAG,
                                            FlinkReadOptions.END_TAG,
                                            FlinkReadOptions.END_SNAPSHOT_ID)
                                    .map(option -> option.key()),
                            Stream.of(
                                    FlinkReadOptions.LIMIT,
                                    FlinkReadOptions.SPLIT_LOOKBACK,
                                    FlinkReadOptions.SPLIT_FILE_OPEN_COST,
                                    FlinkReadOptions.WATERMARK_COLUMN,
                                    FlinkReadOptions.WATERMARK_COLUMN_TIME_UNIT,
                                    PassedSnapshots.SKIP_OVERWRITES,
                                    PassedSnapshots.SKIP_DELETES))
                    .flatMap(keys -> keys)
                    .toList();

    private final String tableName;
    private final TableLoader loader;
    private final List<String> key;
    private final Map<String, String> options;
    private final ReadableConfig configuration;
    private RowType type;

    /**
     * @param key names of the key columns
     * @param type of the rows, until a projection is applied
     */
    ChangelogSource(
            String tableName,
            TableLoader loader,
            List<String> key,
            Map<String, String> options,
            ReadableConfig configuration,
            RowType type) {
        this.tableName = requireNonNull(tableName, "tableName");
        this.loader = requireNonNull(loader, "loader");
        this.key = List.copyOf(key);
        this.options = Map.copyOf(options);
        this.configuration = requireNonNull(configuration, "configuration");
        this.type = requireNonNull(type, "type");
        check();
    }

    private void check() {
        REFUSED.stream()
                .filter(options::containsKey)
                .findFirst()
                .ifPresent(
                        option -> {
                            throw new ValidationException(
                                    "Cannot read table as a stream: %s has a primary key, and a stream of changes knows no option '%s' — leave it out"
                                            .formatted(tableName, option));
                        });
    }

    /** Equality deletes have nothing but the key. */
    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.upsert(true);
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        DataStreamScanProvider scan =
                new MixedSpecScan(
                        new ChangelogScan(
                                tableName,
                                loader,
                                type.getFieldNames(),
                                key,
                                options,
                                configuration));
        return type.getChildren().stream().anyMatch(NarrowedScan::isNarrow)
                ? new NarrowedScan(scan, tableName, type)
                : scan;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    /** The planner leaves the columns of the key in. */
    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        type = (RowType) producedDataType.getLogicalType();
    }

    @Override
    public DynamicTableSource copy() {
        return new ChangelogSource(tableName, loader, key, options, configuration, type);
    }

    @Override
    public String asSummaryString() {
        return "Changes of Iceberg table " + tableName;
    }
}
