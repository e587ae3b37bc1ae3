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

import io.github.flinklakehouse.connector.hive.format.FileStatistics;
import io.github.flinklakehouse.connector.hive.format.FileStatistics.ColumnRange;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the planner should believe of a table of which the metastore knows nothing: from the footers
 * of some files, or else from their sizes. It is an estimate, and costs no more than that is worth.
 */
final class TableStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(TableStatistics.class);

    /** About how many bytes of a file without footer are one field. */
    private static final long FIELD_BYTES = 10;

    private final HiveScan scan;
    private final List<MetastorePartition> partitions;

    TableStatistics(HiveScan scan, List<MetastorePartition> partitions) {
        this.scan = requireNonNull(scan, "scan");
        this.partitions = List.copyOf(partitions);
    }

    /** What a footer says, and of how many bytes. */
    private record Footer(FileStatistics statistics, long bytes) {}

    /**
     * The estimate; unknown when files cannot be listed or opened.
     *
     * @param limit rows that are wanted at most; null for all
     */
    TableStats estimate(@Nullable Long limit) {
        try {
            FileSample sample = FileSample.of(scan, partitions);
            if (sample.isCut()) {
                return TableStats.UNKNOWN; // the planner takes it for a large one
            }
            List<HiveSplit> files =
                    sample.splits().stream().filter(split -> split.offset() == 0).toList();
            List<Footer> footers =
                    FileSample.inParallel(FileSample.spread(files), this::footer).stream()
                            .flatMap(Optional::stream)
                            .toList();
            long rows = rows(sample, footers);
            boolean isExact = sample.isWhole() && footers.size() == files.size();
            Map<String, ColumnStats> columns = keys();
            if (isExact) {
                columns.putAll(columns(footers));
            }
            return new TableStats(limit == null ? rows : Math.min(limit, rows), columns);
        } catch (IOException | RuntimeException e) {
            // Reading will fail for the same reason, and say so, or will not.
            LOG.warn("No statistics of {}", scan.schema().table().fullName(), e);
            return TableStats.UNKNOWN;
        }
    }

    private Optional<Footer> footer(HiveSplit split) throws IOException {
        MetastorePartition partition = split.partition();
        return HiveFileFormats.require(
                        "read", scan.schema().describe(partition), partition.storage())
                .statistics(
                        scan.layout(partition),
                        new Path(split.path().toUri()),
                        scan.configuration())
                .map(statistics -> new Footer(statistics, split.fileSize()));
    }

    private long rows(FileSample sample, List<Footer> footers) {
        double bytes = footers.stream().mapToLong(Footer::bytes).sum();
        double rows = footers.stream().mapToLong(each -> each.statistics().rows()).sum();
        double rowsPerByte =
                footers.isEmpty()
                        ? 1.0 / (FIELD_BYTES * Math.max(1, scan.schema().columnCount()))
                        : rows / bytes;
        return Math.round(sample.bytes() * rowsPerByte);
    }

    private Map<String, ColumnStats> keys() {
        Map<String, ColumnStats> keys = new HashMap<>();
        for (int key : scan.keys()) {
            long values =
                    partitions.stream().map(each -> each.values().get(key)).distinct().count();
            keys.put(
                    scan.schema().table().partitionKeyNames().get(key),
                    ColumnStats.Builder.builder().setNdv(values).build());
        }
        return keys;
    }

    private Map<String, ColumnStats> columns(List<Footer> footers) {
        Map<String, ColumnStats> columns = new HashMap<>();
        List<Integer> indexes = scan.columns();
        for (int i = 0; i < indexes.size(); i++) {
            int column = i;
            List<ColumnRange> ranges =
                    footers.stream()
                            .map(footer -> footer.statistics().columns().get(column))
                            .toList();
            columns.put(scan.schema().table().columns().get(indexes.get(i)).name(), column(ranges));
        }
        return columns;
    }

    private static ColumnStats column(List<ColumnRange> ranges) {
        ColumnStats.Builder column = ColumnStats.Builder.builder();
        if (ranges.stream().map(ColumnRange::nulls).allMatch(OptionalLong::isPresent)) {
            column.setNullCount(
                    ranges.stream().mapToLong(range -> range.nulls().getAsLong()).sum());
        }
        if (!ranges.isEmpty() && ranges.stream().allMatch(TableStatistics::hasEnds)) {
            column.setMin(end(ranges.stream().map(range -> range.min().get()).toList(), -1));
            column.setMax(end(ranges.stream().map(range -> range.max().get()).toList(), 1));
        }
        return column.build();
    }

    /** Those that the planner knows how to compare. */
    private static boolean hasEnds(ColumnRange range) {
        return range.min().filter(TableStatistics::isComparable).isPresent()
                && range.max().filter(TableStatistics::isComparable).isPresent();
    }

    private static boolean isComparable(Serializable value) {
        return value instanceof Number || value instanceof LocalDate;
    }

    @SuppressWarnings("unchecked") // values of one column
    private static Comparable<?> end(List<Serializable> values, int sign) {
        Serializable end =
                values.stream()
                        .reduce((a, b) -> ((Comparable<Object>) a).compareTo(b) * sign >= 0 ? a : b)
                        .orElseThrow();
        return (Comparable<?>) (end instanceof LocalDate date ? Date.valueOf(date) : end);
    }
}
