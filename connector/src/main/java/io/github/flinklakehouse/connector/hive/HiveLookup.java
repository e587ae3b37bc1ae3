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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;

/**
 * How the rows are read that others are joined with, by the same readers as in a query.
 *
 * @param keys indexes of the columns that rows are found by, among those of the scan
 */
record HiveLookup(
        HiveScan scan, HiveBulkFormat format, LookupPartitions partitions, List<Integer> keys)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    HiveLookup {
        requireNonNull(scan, "scan");
        requireNonNull(format, "format");
        requireNonNull(partitions, "partitions");
        keys = List.copyOf(keys);
    }

    /**
     * Reads all rows, if something has changed: partitions, or files of theirs.
     *
     * @param before what was read before, or null
     * @param limit of the memory, in bytes
     */
    LookupIndex load(@Nullable LookupIndex before, long limit) throws IOException {
        List<MetastorePartition> now = partitions.now();
        List<HiveSplit> splits = new ArrayList<>();
        Map<String, FileVersion> files = new HashMap<>();
        AtomicLong nextSplit = new AtomicLong();
        for (MetastorePartition partition : now) {
            PartitionListing listing =
                    new PartitionListing(
                            scan,
                            new PartitionFiles(partition, Map.of()),
                            Long.MIN_VALUE,
                            nextSplit);
            PartitionListing.Page page;
            do {
                page = listing.next();
                files.putAll(page.files());
                splits.addAll(page.splits());
            } while (!page.isLast());
        }
        LookupIndex.Version version = new LookupIndex.Version(now, files);
        return before != null && before.version().equals(version)
                ? before
                : read(splits, version, limit);
    }

    private LookupIndex read(List<HiveSplit> splits, LookupIndex.Version version, long limit)
            throws IOException {
        LookupIndex.Builder rows =
                new LookupIndex.Builder(
                        version, scan.rowType(), keys, limit, scan.schema().table().fullName());
        for (HiveSplit split : splits) {
            try (BulkFormat.Reader<RowData> reader =
                    format.createReader(new Configuration(), split)) {
                read(reader, rows);
            }
        }
        return rows.build();
    }

    private static void read(BulkFormat.Reader<RowData> reader, LookupIndex.Builder rows)
            throws IOException {
        BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
        while (batch != null) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the job has ended");
            }
            RecordAndPosition<RowData> record = batch.next();
            while (record != null) {
                rows.add(record.getRecord());
                record = batch.next();
            }
            batch.releaseBatch();
            batch = reader.readBatch();
        }
    }
}
