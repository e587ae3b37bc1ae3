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
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.fs.Path;

/**
 * One row for each split: the aggregates of its rows. The footer of a file is enough when it has
 * them exactly; else its rows are read here.
 */
final class AggregateFormat implements BulkFormat<RowData, HiveSplit> {
    private static final long serialVersionUID = 1L;

    private final HiveScan scan;
    private final BulkFormat<RowData, HiveSplit> rows;
    private final TypeInformation<RowData> producedType;

    AggregateFormat(
            HiveScan scan,
            BulkFormat<RowData, HiveSplit> rows,
            TypeInformation<RowData> producedType) {
        this.scan = requireNonNull(scan, "scan");
        this.rows = requireNonNull(rows, "rows");
        this.producedType = requireNonNull(producedType, "producedType");
    }

    @Override
    public Reader<RowData> createReader(Configuration configuration, HiveSplit split) {
        return new OneRow(() -> aggregate(configuration, split));
    }

    @Override
    public Reader<RowData> restoreReader(Configuration configuration, HiveSplit split) {
        long done =
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L);
        return done == 0 ? createReader(configuration, split) : new OneRow(null);
    }

    private RowData aggregate(Configuration configuration, HiveSplit split) throws IOException {
        FileAggregates aggregates = new FileAggregates(scan);
        Optional<RowData> known = statistics(split).flatMap(aggregates::of);
        if (known.isPresent()) {
            return known.get();
        }
        try (Reader<RowData> reader = rows.createReader(configuration, split)) {
            RecordIterator<RowData> batch;
            while ((batch = reader.readBatch()) != null) {
                RecordAndPosition<RowData> next;
                while ((next = batch.next()) != null) {
                    aggregates.add(next.getRecord());
                }
                batch.releaseBatch();
            }
        }
        return aggregates.result();
    }

    /** Of a whole file: what it says of itself is not about parts of it. */
    private Optional<FileStatistics> statistics(HiveSplit split) throws IOException {
        if (split.offset() != 0 || split.length() != split.fileSize()) {
            return Optional.empty();
        }
        MetastorePartition partition = split.partition();
        return HiveFileFormats.require(
                        "read", scan.schema().describe(partition), partition.storage())
                .statistics(
                        scan.layout(partition),
                        new Path(split.path().toUri()),
                        scan.configuration());
    }

    @Override
    public boolean isSplittable() {
        return rows.isSplittable();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }

    /** Makes the row of a split. */
    @FunctionalInterface
    private interface RowSupplier {
        RowData get() throws IOException;
    }

    /** Returns one row, or none when there is nothing to make it. */
    private static final class OneRow implements Reader<RowData> {
        @Nullable private RowSupplier row;

        OneRow(@Nullable RowSupplier row) {
            this.row = row;
        }

        @Override
        @Nullable
        public RecordIterator<RowData> readBatch() throws IOException {
            if (row == null) {
                return null;
            }
            List<RowData> only = List.of(row.get());
            row = null;
            return new IteratorResultIterator<>(
                    only.iterator(), CheckpointedPosition.NO_OFFSET, 0L);
        }

        @Override
        public void close() {
            row = null;
        }
    }
}
