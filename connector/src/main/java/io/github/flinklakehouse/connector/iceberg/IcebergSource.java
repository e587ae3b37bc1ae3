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

import io.github.flinklakehouse.connector.iceberg.rowlevel.RowLevelScan;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsAggregatePushDown;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsLimitPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsRowLevelModificationScan;
import org.apache.flink.table.connector.source.abilities.SupportsSourceWatermark;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.flink.source.IcebergTableSource;

/**
 * Iceberg's source with all its abilities. It counts as a source of lookups only to refuse them by
 * name, where the planner would speak of primary keys and watermarks.
 */
final class IcebergSource
        implements ScanTableSource,
                LookupTableSource,
                SupportsProjectionPushDown,
                SupportsFilterPushDown,
                SupportsAggregatePushDown,
                SupportsLimitPushDown,
                SupportsSourceWatermark,
                SupportsReadingMetadata,
                SupportsRowLevelModificationScan {
    private final String tableName;
    private final IcebergTableSource source;
    private RowType type;
    private final RowLevelScan rowLevel;
    @Nullable private final SnapshotAggregates aggregates;
    private boolean readsAllRows = true;
    @Nullable private List<Serializable> aggregated;

    /**
     * @param type of the rows, until a projection is applied
     * @param rowLevel what DELETE and UPDATE read
     * @param aggregates what need not be read, or null of a metadata table
     */
    IcebergSource(
            String tableName,
            IcebergTableSource source,
            RowType type,
            RowLevelScan rowLevel,
            @Nullable SnapshotAggregates aggregates) {
        this.tableName = requireNonNull(tableName, "tableName");
        this.source = requireNonNull(source, "source");
        this.type = requireNonNull(type, "type");
        this.rowLevel = requireNonNull(rowLevel, "rowLevel");
        this.aggregates = aggregates;
    }

    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        throw new ValidationException(
                "Cannot look up rows of table: "
                        + tableName
                        + " is an Iceberg table, which has no index to look rows up by — join it"
                        + " without FOR SYSTEM_TIME AS OF");
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return source.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        if (aggregated != null) {
            return new OneRowScan(tableName, aggregated, type);
        }
        DataStreamScanProvider scan =
                new MixedSpecScan(
                        (DataStreamScanProvider)
                                (rowLevel.readsPlaces()
                                        ? rowLevel.provider(type)
                                        : source.getScanRuntimeProvider(context)));
        return type.getChildren().stream().anyMatch(NarrowedScan::isNarrow)
                ? new NarrowedScan(scan, tableName, type)
                : scan;
    }

    @Override
    public boolean supportsNestedProjection() {
        return source.supportsNestedProjection();
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        source.applyProjection(projectedFields, producedDataType);
        rowLevel.project(projectedFields);
        type = (RowType) producedDataType.getLogicalType();
    }

    @Override
    public Result applyFilters(List<ResolvedExpression> filters) {
        List<ResolvedExpression> wide =
                filters.stream().filter(filter -> !isOnNarrow(filter)).toList();
        readsAllRows = readsAllRows && filters.isEmpty();
        Result result = source.applyFilters(wide);
        rowLevel.filter(wide);
        return Result.of(result.getAcceptedFilters(), filters);
    }

    /** Iceberg has no literals of these types. */
    private static boolean isOnNarrow(ResolvedExpression expression) {
        return NarrowedScan.isNarrow(expression.getOutputDataType().getLogicalType())
                || expression.getResolvedChildren().stream().anyMatch(IcebergSource::isOnNarrow);
    }

    /** Over all rows of a query; a statement that changes rows reads what it changes. */
    @Override
    public boolean applyAggregates(
            List<int[]> groupingSets,
            List<AggregateExpression> aggregateExpressions,
            DataType producedDataType) {
        if (aggregates == null
                || !readsAllRows
                || rowLevel.changesRows()
                || groupingSets.stream().anyMatch(grouping -> grouping.length > 0)) {
            return false;
        }
        Optional<List<Serializable>> known = aggregates.of(aggregateExpressions, type);
        known.ifPresent(
                values -> {
                    aggregated = values;
                    type = (RowType) producedDataType.getLogicalType();
                });
        return known.isPresent();
    }

    @Override
    public void applyLimit(long limit) {
        readsAllRows = false;
        source.applyLimit(limit);
    }

    @Override
    public void applySourceWatermark() {
        source.applySourceWatermark();
    }

    @Override
    public RowLevelModificationScanContext applyRowLevelModificationScan(
            RowLevelModificationType modification, RowLevelModificationScanContext previous) {
        return rowLevel.begin(previous);
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        return rowLevel.readable();
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        rowLevel.readPlaces(metadataKeys);
        type = (RowType) producedDataType.getLogicalType();
    }

    @Override
    public DynamicTableSource copy() {
        IcebergSource copy =
                new IcebergSource(
                        tableName,
                        (IcebergTableSource) source.copy(),
                        type,
                        rowLevel.copy(),
                        aggregates);
        copy.readsAllRows = readsAllRows;
        copy.aggregated = aggregated;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return source.asSummaryString();
    }
}
