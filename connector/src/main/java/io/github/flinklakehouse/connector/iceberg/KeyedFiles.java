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

import org.apache.flink.table.data.RowData;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileWriterFactory;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.PartitioningDVWriter;
import org.apache.iceberg.io.PartitioningWriter;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.iceberg.io.RollingEqualityDeleteWriter;
import org.apache.iceberg.io.WriteResult;

/**
 * New files of a table.
 *
 * @param writers of rows, and of keys as equality deletes
 * @param targetSize in bytes, after which the next file begins
 * @param formatVersion of the table
 */
record KeyedFiles(
        PartitionSpec spec,
        FileWriterFactory<RowData> writers,
        OutputFileFactory names,
        FileIO io,
        long targetSize,
        int formatVersion) {
    private static final int DELETION_VECTORS = 3; // the first version that has them

    KeyedFiles {
        requireNonNull(spec, "spec");
        requireNonNull(writers, "writers");
        requireNonNull(names, "names");
        requireNonNull(io, "io");
    }

    RollingDataWriter<RowData> data(PartitionKey partition) {
        return new RollingDataWriter<>(writers, names, io, targetSize, spec, partition);
    }

    /** Equality deletes of one partition. */
    RollingEqualityDeleteWriter<RowData> deletes(PartitionKey partition) {
        return new RollingEqualityDeleteWriter<>(writers, names, io, targetSize, spec, partition);
    }

    /** Equality deletes of the whole table, to be passed through {@link #ofSpec}. */
    RollingEqualityDeleteWriter<RowData> deletesOfTable() {
        return new RollingEqualityDeleteWriter<>(
                writers, names, io, targetSize, PartitionSpec.unpartitioned(), null);
    }

    /** The file under the table's spec, as Iceberg's sink wants all of them. */
    DeleteFile ofSpec(DeleteFile deletesOfTable) {
        return TableDeletes.ofPartition(deletesOfTable, spec);
    }

    /** Deletes of rows by file and position. */
    PartitioningWriter<PositionDelete<RowData>, DeleteWriteResult> positions() {
        return formatVersion >= DELETION_VECTORS
                ? new PartitioningDVWriter<>(names, path -> null)
                : new FanoutPositionOnlyDeleteWriter<>(
                        writers, names, io, targetSize, DeleteGranularity.FILE);
    }

    /** Removes files that no commit will name. */
    void delete(WriteResult result) {
        for (ContentFile<?> file : result.dataFiles()) {
            io.deleteFile(file.location());
        }
        for (ContentFile<?> file : result.deleteFiles()) {
            io.deleteFile(file.location());
        }
    }
}
