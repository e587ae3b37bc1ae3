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

import com.google.common.io.Closer;
import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Changes;
import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Reach;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.PartitioningWriter;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.iceberg.io.RollingEqualityDeleteWriter;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.io.WriteResult;
import org.apache.iceberg.util.StructLikeMap;

/**
 * Writes the changes of one checkpoint so that each key has at most one row. All changes of a key
 * must come here, in order. Rows of earlier checkpoints are deleted by key; they may lie anywhere.
 * Equality deletes do not apply to files of their own commit, so rows of this checkpoint are
 * deleted by position, whichever partition they are in.
 */
final class KeyedRowWriter implements TaskWriter<RowData> {
    private final KeyedFiles files;
    private final KeyedRows rows;
    private final KeyedLayout layout;
    private final Map<PartitionKey, Partition> partitions = new HashMap<>();
    private final StructLikeMap<Place> places;
    private final PositionDelete<RowData> position = PositionDelete.create();
    @Nullable private PartitioningWriter<PositionDelete<RowData>, DeleteWriteResult> positions;
    @Nullable private RollingEqualityDeleteWriter<RowData> tableDeletes;

    /** Where the row of a key is, of those written since the last checkpoint. */
    private record Place(@Nullable Partition partition, CharSequence path, long position) {
        /** No row any more, and none of earlier checkpoints either. */
        static final Place NOWHERE = new Place(null, "", -1);

        boolean isRow() {
            return partition != null;
        }
    }

    /** Files of one partition, opened when there is something to write. */
    private static final class Partition {
        private final PartitionKey key;
        @Nullable private RollingDataWriter<RowData> data;
        @Nullable private RollingEqualityDeleteWriter<RowData> deletes;

        Partition(PartitionKey key) {
            this.key = key;
        }
    }

    KeyedRowWriter(KeyedFiles files, KeyedRows rows, KeyedLayout layout) {
        this.files = requireNonNull(files, "files");
        this.rows = requireNonNull(rows, "rows");
        this.layout = requireNonNull(layout, "layout");
        this.places = StructLikeMap.create(rows.keyStruct());
    }

    @Override
    public void write(RowData row) {
        boolean adds =
                row.getRowKind() == RowKind.INSERT || row.getRowKind() == RowKind.UPDATE_AFTER;
        StructLike key = rows.key(row);
        Place before = places.get(key);
        if (before == null) {
            if (!adds || layout.changes() == Changes.REPLACE) {
                deleteOfEarlierCheckpoints(row);
            }
        } else if (before.isRow()) {
            delete(before);
        }
        places.put(key, adds ? add(row) : Place.NOWHERE);
    }

    private Place add(RowData row) {
        Partition partition = partition(row);
        if (partition.data == null) {
            partition.data = files.data(partition.key);
        }
        Place place =
                new Place(
                        partition,
                        partition.data.currentFilePath(),
                        partition.data.currentFileRows());
        partition.data.write(row);
        return place;
    }

    private void delete(Place place) {
        if (positions == null) {
            positions = files.positions();
        }
        positions.write(
                position.set(place.path(), place.position()), files.spec(), place.partition().key);
    }

    private void deleteOfEarlierCheckpoints(RowData row) {
        if (layout.reach() == Reach.TABLE) {
            if (tableDeletes == null) {
                tableDeletes = files.deletesOfTable();
            }
            tableDeletes.write(rows.keyRow(row));
        } else {
            Partition partition = partition(row);
            if (partition.deletes == null) {
                partition.deletes = files.deletes(partition.key);
            }
            partition.deletes.write(rows.keyRow(row));
        }
    }

    private Partition partition(RowData row) {
        PartitionKey key = rows.partition(row);
        Partition partition = partitions.get(key);
        if (partition == null) {
            partition = new Partition(key.copy());
            partitions.put(partition.key, partition);
        }
        return partition;
    }

    @Override
    public WriteResult complete() throws IOException {
        close();
        WriteResult.Builder result = WriteResult.builder();
        for (Partition partition : partitions.values()) {
            if (partition.data != null) {
                result.addDataFiles(partition.data.result().dataFiles());
            }
            if (partition.deletes != null) {
                result.addDeleteFiles(partition.deletes.result().deleteFiles());
            }
        }
        if (tableDeletes != null) {
            tableDeletes
                    .result()
                    .deleteFiles()
                    .forEach(file -> result.addDeleteFiles(files.ofSpec(file)));
        }
        if (positions != null) {
            result.addDeleteFiles(positions.result().deleteFiles());
            result.addReferencedDataFiles(positions.result().referencedDataFiles());
        }
        return result.build();
    }

    @Override
    public void abort() throws IOException {
        files.delete(complete());
    }

    /** Closes all files, also when one cannot be. */
    @Override
    public void close() throws IOException {
        places.clear();
        try (Closer closer = Closer.create()) {
            for (Partition partition : partitions.values()) {
                closer.register(partition.data);
                closer.register(partition.deletes);
            }
            closer.register(tableDeletes);
            closer.register(positions);
        }
    }
}
