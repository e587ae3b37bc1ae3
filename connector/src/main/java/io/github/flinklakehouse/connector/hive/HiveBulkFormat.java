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

import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.hive.format.FileSection;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordMapperWrapperRecordIterator;
import org.apache.flink.connector.file.table.EnrichedRowData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.fs.Path;

/**
 * Reads each split as its own partition is stored, and adds the partition's values and what is
 * known of the file to its rows.
 */
final class HiveBulkFormat implements BulkFormat<RowData, HiveSplit> {
    private static final long serialVersionUID = 1L;

    private final HiveScan scan;
    private final TypeInformation<RowData> producedType;

    HiveBulkFormat(HiveScan scan, TypeInformation<RowData> producedType) {
        this.scan = requireNonNull(scan, "scan");
        this.producedType = requireNonNull(producedType, "producedType");
    }

    @Override
    public Reader<RowData> createReader(Configuration configuration, HiveSplit split)
            throws IOException {
        MetastorePartition partition = split.partition();
        HiveTableSchema schema = scan.schema();
        FileVersion.requireFound(scan, split);
        FileLayout layout = scan.layout(partition);
        Reader<RowData> reader =
                HiveFileFormats.require("read", schema.describe(partition), partition.storage())
                        .open(
                                layout,
                                new FileSection(
                                        new Path(split.path().toUri()),
                                        split.offset(),
                                        split.length()),
                                scan.configuration());
        if (scan.hasNestedFields()) {
            List<List<String>> paths = scan.columnPaths();
            RowType rowType = layout.projectedType();
            reader = new MappingReader(reader, () -> new NestedFieldsRow(paths, rowType)::of);
        }
        if (!scan.hasOnlyColumns()) {
            GenericRowData constants = constants(split);
            int[] sources = scan.sources();
            reader =
                    new MappingReader(
                            reader,
                            () -> new EnrichedRowData(constants, sources)::replaceMutableRow);
        }
        return NotNullReader.of(reader, scan, split);
    }

    /** What all rows of a split have in common: the wanted partition keys, then the metadata. */
    GenericRowData constants(HiveSplit split) {
        List<Integer> keys = scan.keys();
        List<FileMetadata> metadata = scan.metadata();
        GenericRowData row = new GenericRowData(keys.size() + metadata.size());
        for (int i = 0; i < keys.size(); i++) {
            int key = keys.get(i);
            row.setField(
                    i,
                    PartitionValues.parse(
                            split.partition().values().get(key),
                            scan.schema().keyType(key),
                            scan.schema().keyName(key)));
        }
        for (int i = 0; i < metadata.size(); i++) {
            row.setField(keys.size() + i, metadata.get(i).value(scan.schema(), split));
        }
        return row;
    }

    @Override
    public Reader<RowData> restoreReader(Configuration configuration, HiveSplit split)
            throws IOException {
        Reader<RowData> reader = createReader(configuration, split);
        long skip =
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L);
        return skip == 0 ? reader : new SkippingReader(reader, skip);
    }

    @Override
    public boolean isSplittable() {
        return true; // each format decides for each file, when files are listed
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }

    /** Shows rows as other rows, of which there is one for each batch. */
    private static final class MappingReader implements Reader<RowData> {
        private final Reader<RowData> reader;
        private final Supplier<UnaryOperator<RowData>> views;

        MappingReader(Reader<RowData> reader, Supplier<UnaryOperator<RowData>> views) {
            this.reader = reader;
            this.views = views;
        }

        @Override
        @Nullable
        public RecordIterator<RowData> readBatch() throws IOException {
            RecordIterator<RowData> batch = reader.readBatch();
            return batch == null
                    ? null
                    : new RecordMapperWrapperRecordIterator<>(batch, views.get()::apply);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    /** Leaves out the rows that were processed before the checkpoint. */
    private static final class SkippingReader implements Reader<RowData> {
        private final Reader<RowData> reader;
        private long left;

        SkippingReader(Reader<RowData> reader, long left) {
            this.reader = reader;
            this.left = left;
        }

        @Override
        @Nullable
        public RecordIterator<RowData> readBatch() throws IOException {
            RecordIterator<RowData> batch = reader.readBatch();
            while (batch != null && left > 0 && batch.next() != null) {
                left--;
            }
            return batch;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
