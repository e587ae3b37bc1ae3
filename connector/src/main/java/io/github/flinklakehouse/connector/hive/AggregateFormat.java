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
 * At most one row for each split: the aggregates of its rows. When the footer of a file has them
 * all exactly, its first section is where they come from, and the others need not be read; when it
 * has not, each section is read by its own.
 */
final class AggregateFormat implements BulkFormat<RowData, HiveSplit> {
    private static final long serialVersionUID = 1L;

    private final HiveScan scan;
    private final HiveBulkFormat rows;
    private final TypeInformation<RowData> producedType;

    /**
     * @param rows reads the fields of the scan
     * @param producedType of rows with the aggregates
     */
    AggregateFormat(HiveScan scan, HiveBulkFormat rows, TypeInformation<RowData> producedType) {
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
        return done == 0 ? createReader(configuration, split) : new OneRow(Optional::empty);
    }

    private Optional<RowData> aggregate(Configuration configuration, HiveSplit split)
            throws IOException {
        FileAggregates aggregates = new FileAggregates(scan);
        Optional<RowData> known = known(aggregates, split);
        if (known.isPresent()) {
            return split.offset() == 0 ? known : Optional.empty();
        }
        try (Reader<RowData> reader = rows.createReader(configuration, split)) {
            RecordIterator<RowData> batch = reader.readBatch();
            while (batch != null) {
                addAll(batch, aggregates);
                batch.releaseBatch();
                batch = reader.readBatch();
            }
        }
        return Optional.of(aggregates.result());
    }

    private static void addAll(RecordIterator<RowData> batch, FileAggregates aggregates) {
        RecordAndPosition<RowData> next = batch.next();
        while (next != null) {
            aggregates.add(next.getRecord());
            next = batch.next();
        }
    }

    private Optional<RowData> known(FileAggregates aggregates, HiveSplit split) throws IOException {
        FileVersion.requireFound(scan, split);
        MetastorePartition partition = split.partition();
        return HiveFileFormats.require(
                        "read", scan.schema().describe(partition), partition.storage())
                .statistics(
                        scan.layout(partition),
                        new Path(split.path().toUri()),
                        scan.configuration())
                .flatMap(statistics -> aggregates.of(statistics, rows.constants(split)));
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
        Optional<RowData> get() throws IOException;
    }

    /** Returns one row, or none when there is none. */
    private static final class OneRow implements Reader<RowData> {
        private final RowSupplier row;
        private boolean isDone;

        OneRow(RowSupplier row) {
            this.row = row;
        }

        @Override
        @Nullable
        public RecordIterator<RowData> readBatch() throws IOException {
            if (isDone) {
                return null;
            }
            isDone = true;
            return row.get()
                    .map(
                            only ->
                                    new IteratorResultIterator<>(
                                            List.of(only).iterator(),
                                            CheckpointedPosition.NO_OFFSET,
                                            0L))
                    .orElse(null);
        }

        @Override
        public void close() {
            // nothing is open between batches
        }
    }
}
