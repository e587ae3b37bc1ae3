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
package io.github.flinklakehouse.catalog.iceberg;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.table.catalog.stats.CatalogColumnStatistics;
import org.apache.flink.table.catalog.stats.CatalogColumnStatisticsDataBase;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;
import org.apache.iceberg.BlobMetadata;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the planner should believe of a table, from its metadata alone. It is exact while no row was
 * deleted, and else an estimate. The planner asks several times for one statement; the name of a
 * metadata file stands for what is in it for ever.
 */
final class IcebergStatistics {
    private static final Logger LOG = LoggerFactory.getLogger(IcebergStatistics.class);

    /** Of so many files the manifests are read fast enough for any statement. */
    private static final long MAX_FILES = 1_000;

    private static final int CACHED_TABLES = 200;

    private final Cache<String, CatalogColumnStatistics> columns =
            CacheBuilder.newBuilder().maximumSize(CACHED_TABLES).build();

    /** Rows by position are subtracted; a delete by key may hit any number of rows, or none. */
    static CatalogTableStatistics table(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null) {
            return new CatalogTableStatistics(0, 0, 0, 0);
        }
        Map<String, String> summary = snapshot.summary();
        long records = number(summary, SnapshotSummary.TOTAL_RECORDS_PROP, -1);
        if (records < 0) {
            return CatalogTableStatistics.UNKNOWN;
        }
        long deleted = number(summary, SnapshotSummary.TOTAL_POS_DELETES_PROP, 0);
        return new CatalogTableStatistics(
                Math.max(0, records - deleted),
                Math.toIntExact(number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP, -1)),
                number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP, -1),
                -1);
    }

    /**
     * Bounds and NULLs, as the manifests have them, and distinct values, as another engine counted
     * them.
     *
     * @param metadataLocation of the table
     */
    CatalogColumnStatistics columns(String metadataLocation, Supplier<Table> table) {
        CatalogColumnStatistics known = columns.getIfPresent(metadataLocation);
        if (known != null) {
            return known;
        }
        try {
            CatalogColumnStatistics read = read(table.get());
            columns.put(metadataLocation, read);
            return read;
        } catch (IOException | RuntimeException e) {
            // Reading the table will fail for the same reason, and say so, or will not.
            LOG.warn("No statistics of the columns of {}", metadataLocation, e);
            return CatalogColumnStatistics.UNKNOWN;
        }
    }

    private static CatalogColumnStatistics read(Table table) throws IOException {
        Snapshot snapshot = table.currentSnapshot();
        if (snapshot == null
                || number(snapshot.summary(), SnapshotSummary.TOTAL_DATA_FILES_PROP, MAX_FILES + 1)
                        > MAX_FILES) {
            return CatalogColumnStatistics.UNKNOWN;
        }
        Map<String, ColumnBounds> bounds = new HashMap<>();
        table.schema().columns().stream()
                .filter(field -> field.type().isPrimitiveType())
                .forEach(field -> bounds.put(field.name(), new ColumnBounds(field)));
        try (CloseableIterable<FileScanTask> files =
                table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask file : files) {
                for (ColumnBounds column : bounds.values()) {
                    column.add(file.file());
                    if (!file.deletes().isEmpty()) {
                        column.forgetNulls();
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Map<Integer, Long> distinct = distinct(table);
        Map<String, CatalogColumnStatisticsDataBase> data = new HashMap<>();
        bounds.forEach(
                (name, column) ->
                        column.statistics(distinct.get(table.schema().findField(name).fieldId()))
                                .ifPresent(statistics -> data.put(name, statistics)));
        return new CatalogColumnStatistics(data);
    }

    /** By field; of the newest snapshot for which they were counted. */
    private static Map<Integer, Long> distinct(Table table) {
        Map<Long, StatisticsFile> files = new HashMap<>();
        table.statisticsFiles().forEach(file -> files.put(file.snapshotId(), file));
        Map<Integer, Long> distinct = new HashMap<>();
        if (files.isEmpty()) {
            return distinct;
        }
        for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
            StatisticsFile file = files.get(ancestor.snapshotId());
            if (file != null) {
                file.blobMetadata().forEach(blob -> add(blob, distinct));
                break;
            }
        }
        return distinct;
    }

    private static void add(BlobMetadata blob, Map<Integer, Long> distinct) {
        List<Integer> fields = blob.fields();
        String count = blob.properties().get("ndv"); // the specification of Puffin names it so
        if (blob.type().equals(StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1)
                && fields.size() == 1
                && count != null) {
            distinct.put(fields.get(0), Long.parseLong(count));
        }
    }

    private static long number(Map<String, String> summary, String key, long missing) {
        return summary.containsKey(key) ? Long.parseLong(summary.get(key)) : missing;
    }
}
