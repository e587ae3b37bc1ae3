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

import io.github.flinklakehouse.connector.AggregateKind;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.expressions.AggregateExpression;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.flink.FlinkReadConf;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;

/**
 * COUNT(*), MIN and MAX of all rows of a snapshot without deletes, from its manifests alone. Values
 * of a column that are not NULL are not counted: Flink asks for the same when it counts values of
 * an expression of that column.
 *
 * @param table loads the table
 * @param options of the table and of hints
 */
record SnapshotAggregates(
        Supplier<Table> table, Map<String, String> options, ReadableConfig configuration) {
    /** With one of these, rows of some snapshots are read. */
    private static final Set<String> INCREMENTAL =
            Set.of(
                    FlinkReadOptions.START_TAG.key(),
                    FlinkReadOptions.END_TAG.key(),
                    FlinkReadOptions.START_SNAPSHOT_ID.key(),
                    FlinkReadOptions.START_SNAPSHOT_TIMESTAMP.key(),
                    FlinkReadOptions.END_SNAPSHOT_ID.key());

    SnapshotAggregates {
        requireNonNull(table, "table");
        requireNonNull(configuration, "configuration");
        options = Map.copyOf(options);
    }

    /**
     * The value of each, in Iceberg's classes; null where it is NULL. Empty when rows must be read.
     *
     * @param fields of the table that the expressions are about
     */
    Optional<List<Serializable>> of(List<AggregateExpression> expressions, RowType fields) {
        Table loaded = table.get();
        return scan(loaded).flatMap(scan -> of(expressions, fields, loaded, scan));
    }

    /** Of the snapshot that Iceberg's source would read. */
    private Optional<TableScan> scan(Table loaded) {
        FlinkReadConf conf = new FlinkReadConf(loaded, options, configuration);
        if (conf.streaming()
                || conf.limit() != FlinkReadOptions.LIMIT_OPTION.defaultValue()
                || options.keySet().stream().anyMatch(INCREMENTAL::contains)) {
            return Optional.empty();
        }
        TableScan scan = loaded.newScan();
        String snapshotId = options.get(FlinkReadOptions.SNAPSHOT_ID.key());
        if (snapshotId != null) {
            scan = scan.useSnapshot(Long.parseLong(snapshotId));
        } else if (conf.tag() != null) {
            scan = scan.useRef(conf.tag());
        } else if (conf.branch() != null) {
            scan = scan.useRef(conf.branch());
        }
        return Optional.of(
                conf.asOfTimestamp() == null ? scan : scan.asOfTime(conf.asOfTimestamp()));
    }

    private Optional<List<Serializable>> of(
            List<AggregateExpression> expressions, RowType fields, Table loaded, TableScan scan) {
        List<ColumnEnd> ends = new ArrayList<>();
        for (AggregateExpression expression : expressions) {
            Optional<AggregateKind> kind = AggregateKind.of(expression);
            boolean isOfRows = expression.getArgs().isEmpty();
            if (kind.isEmpty() || isOfRows != (kind.get() == AggregateKind.COUNT)) {
                return Optional.empty();
            }
            if (!isOfRows) {
                Optional<ColumnEnd> end = end(expression, kind.get(), fields, loaded, scan);
                if (end.isEmpty()) {
                    return Optional.empty();
                }
                ends.add(end.get());
            }
        }
        try {
            OptionalLong rows = ends.isEmpty() ? count(loaded, scan) : read(scan, ends);
            return rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(values(expressions, rows.getAsLong(), ends));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ColumnEnd> end(
            AggregateExpression expression,
            AggregateKind kind,
            RowType fields,
            Table loaded,
            TableScan scan) {
        int index = expression.getArgs().get(0).getFieldIndex();
        if (index >= fields.getFieldCount()) {
            return Optional.empty();
        }
        String name = fields.getFieldNames().get(index);
        NestedField now = loaded.schema().findField(name);
        NestedField then = scan.schema().findField(name);
        // A column of the past can have another name now, and its name another column.
        return now != null && now.equals(then)
                ? ColumnEnd.of(kind, now, fields.getTypeAt(index))
                : Optional.empty();
    }

    /** Of all rows; empty when a manifest does not say it, or rows were deleted. */
    private static OptionalLong count(Table loaded, TableScan scan) {
        Snapshot snapshot = scan.snapshot();
        if (snapshot == null) {
            return OptionalLong.of(0);
        }
        long rows = 0;
        for (ManifestFile manifest : snapshot.allManifests(loaded.io())) {
            Long added = manifest.addedRowsCount();
            Long existing = manifest.existingRowsCount();
            if (added == null || existing == null) {
                return OptionalLong.empty();
            }
            if (manifest.content() != ManifestContent.DATA && added + existing > 0) {
                return OptionalLong.empty();
            }
            rows += manifest.content() == ManifestContent.DATA ? added + existing : 0;
        }
        return OptionalLong.of(rows);
    }

    /**
     * Adds all files, and counts their rows; empty when one is not enough, or rows were deleted.
     */
    private static OptionalLong read(TableScan scan, List<ColumnEnd> ends) throws IOException {
        long rows = 0;
        try (CloseableIterable<FileScanTask> files = scan.includeColumnStats().planFiles()) {
            for (FileScanTask file : files) {
                if (!file.deletes().isEmpty()
                        || !ends.stream().allMatch(end -> end.add(file.file()))) {
                    return OptionalLong.empty();
                }
                rows += file.file().recordCount();
            }
        }
        return OptionalLong.of(rows);
    }

    private static List<Serializable> values(
            List<AggregateExpression> expressions, long rows, List<ColumnEnd> ends) {
        List<Serializable> values = new ArrayList<>();
        int next = 0;
        for (AggregateExpression expression : expressions) {
            values.add(expression.getArgs().isEmpty() ? rows : ends.get(next++).value());
        }
        return values;
    }
}
