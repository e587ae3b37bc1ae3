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
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/** A section of a file, and the partition that says how it is read. */
final class HiveSplit extends FileSourceSplit {
    private static final long serialVersionUID = 1L;

    private final MetastorePartition partition;

    HiveSplit(FileSourceSplit section, MetastorePartition partition) {
        this(section, section.getReaderPosition().orElse(null), partition);
    }

    private HiveSplit(
            FileSourceSplit section,
            @Nullable CheckpointedPosition position,
            MetastorePartition partition) {
        super(
                section.splitId(),
                section.path(),
                section.offset(),
                section.length(),
                section.fileModificationTime(),
                section.fileSize(),
                section.hostnames(),
                position);
        this.partition = requireNonNull(partition, "partition");
    }

    MetastorePartition partition() {
        return partition;
    }

    @Override
    public HiveSplit updateWithCheckpointedPosition(@Nullable CheckpointedPosition position) {
        return new HiveSplit(this, position, partition);
    }

    /** The same without the partition. */
    FileSourceSplit section() {
        return new FileSourceSplit(
                splitId(),
                path(),
                offset(),
                length(),
                fileModificationTime(),
                fileSize(),
                hostnames(),
                getReaderPosition().orElse(null));
    }
}
