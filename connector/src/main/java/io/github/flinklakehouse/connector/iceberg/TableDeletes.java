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

import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;

/**
 * Equality deletes that reach all partitions. On their way from the writers to the commit they pass
 * for deletes of a partition, since Iceberg's sink puts all files under the table's spec.
 */
final class TableDeletes {
    private TableDeletes() {}

    /** The file as one of the NULL partition of this spec. */
    static DeleteFile ofPartition(DeleteFile file, PartitionSpec spec) {
        return FileMetadata.deleteFileBuilder(spec)
                .ofEqualityDeletes(fieldIds(file))
                .withPath(file.location())
                .withFormat(file.format())
                .withFileSizeInBytes(file.fileSizeInBytes())
                .withMetrics(
                        new Metrics(
                                file.recordCount(),
                                file.columnSizes(),
                                file.valueCounts(),
                                file.nullValueCounts(),
                                file.nanValueCounts(),
                                file.lowerBounds(),
                                file.upperBounds()))
                .withSplitOffsets(file.splitOffsets())
                .withEncryptionKeyMetadata(file.keyMetadata())
                .withPartition(new PartitionKey(spec, spec.schema()))
                .build();
    }

    /** The file as one of the whole table, by this unpartitioned spec. */
    static DeleteFile ofTable(DeleteFile file, PartitionSpec unpartitioned) {
        return FileMetadata.deleteFileBuilder(unpartitioned)
                .copy(file)
                .ofEqualityDeletes(fieldIds(file))
                .build();
    }

    private static int[] fieldIds(DeleteFile file) {
        return file.equalityFieldIds().stream().mapToInt(Integer::intValue).toArray();
    }
}
