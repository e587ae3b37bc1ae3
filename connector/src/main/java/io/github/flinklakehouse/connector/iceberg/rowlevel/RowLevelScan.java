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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.flink.FlinkFilters;

/**
 * The part of a scan that DELETE and UPDATE need: it reads the places of rows besides their
 * columns. In other statements it does nothing.
 */
public final class RowLevelScan {
    private final RowLevelTable table;
    private Optional<TableVersion> version;
    private List<RowPlace> places;
    private List<String> columns;
    private List<Expression> filters;

    /** The scan of a table, until a statement asks for more. */
    public RowLevelScan(RowLevelTable table) {
        this(
                table,
                Optional.empty(),
                List.of(),
                table.columns().stream().map(column -> column.getName()).toList(),
                List.of());
    }

    private RowLevelScan(
            RowLevelTable table,
            Optional<TableVersion> version,
            List<RowPlace> places,
            List<String> columns,
            List<Expression> filters) {
        this.table = requireNonNull(table, "table");
        this.version = requireNonNull(version, "version");
        this.places = List.copyOf(places);
        this.columns = List.copyOf(columns);
        this.filters = List.copyOf(filters);
    }

    /** This scan, as it is now. */
    public RowLevelScan copy() {
        return new RowLevelScan(table, version, places, columns, filters);
    }

    /**
     * Tells the scan that it is one of a statement that changes rows.
     *
     * @param previous what the scan before it returned, or null
     */
    public RowLevelModificationScanContext begin(RowLevelModificationScanContext previous) {
        TableVersion begun = new TableVersion(table);
        version = Optional.of(begun);
        return RowLevelStatement.reading(previous, begun);
    }

    /** The places that can be read; none in a statement that changes nothing. */
    public Map<String, DataType> readable() {
        return changesRows() ? RowPlace.readable() : Map.of();
    }

    /** The planner makes a scan anew, with the columns that it added, when two can share it. */
    private boolean hasPlaces() {
        return table.schema().getColumns().stream()
                .anyMatch(column -> !RowPlace.of(List.of(column.getName())).isEmpty());
    }

    /** Asks for places, by name. */
    public void readPlaces(List<String> keys) {
        places = RowPlace.of(keys);
        if (!places.isEmpty()) {
            version.ifPresent(TableVersion::change);
        }
    }

    /** Asks for these columns only, by their positions in the table. */
    public void project(int[][] positions) {
        List<String> projected = new ArrayList<>();
        for (int[] position : positions) {
            projected.add(table.columns().get(position[0]).getName());
        }
        columns = List.copyOf(projected);
    }

    /** Asks for rows that may match all of these, as far as they can be said in Iceberg's words. */
    public void filter(List<ResolvedExpression> expressions) {
        filters =
                expressions.stream().map(FlinkFilters::convert).flatMap(Optional::stream).toList();
    }

    /** Whether places are asked for, so that Iceberg's own scan will not do. */
    public boolean readsPlaces() {
        return !places.isEmpty();
    }

    /** Whether it is a scan of a statement that changes rows. */
    public boolean changesRows() {
        return version.isPresent() || hasPlaces();
    }

    /**
     * The scan with the places behind the columns.
     *
     * @param type of both
     */
    public DataStreamScanProvider provider(RowType type) {
        List<String> names = type.getFieldNames();
        int own = names.size() - places.size();
        if (IntStream.range(0, own).anyMatch(i -> !names.get(i).equals(columns.get(i)))) {
            throw new IllegalStateException(
                    "Columns " + columns + " were projected, but " + names + " are expected");
        }
        return new RowLevelScanProvider(
                version.orElseGet(() -> new TableVersion(table)), columns, places, filters, type);
    }
}
