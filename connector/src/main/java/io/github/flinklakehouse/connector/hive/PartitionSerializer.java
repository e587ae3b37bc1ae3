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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * Serializes the partitions of splits. It remembers the last one, as those of neighbours are the
 * same, so that many small files of a partition cost its serialization, and its memory, once.
 */
final class PartitionSerializer {
    @Nullable private volatile Serialized last;

    private static final class Serialized {
        private final MetastorePartition partition;
        private final byte[] bytes;

        Serialized(MetastorePartition partition, byte[] bytes) {
            this.partition = partition;
            this.bytes = bytes;
        }
    }

    void write(MetastorePartition partition, DataOutputSerializer out) throws IOException {
        Serialized serialized = last;
        if (serialized == null || !serialized.partition.equals(partition)) {
            serialized = new Serialized(partition, InstantiationUtil.serializeObject(partition));
            last = serialized;
        }
        out.writeInt(serialized.bytes.length);
        out.write(serialized.bytes);
    }

    MetastorePartition read(DataInputDeserializer in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Serialized serialized = last;
        if (serialized == null || !Arrays.equals(serialized.bytes, bytes)) {
            serialized = new Serialized(partition(bytes), bytes);
            last = serialized;
        }
        return serialized.partition;
    }

    private static MetastorePartition partition(byte[] serialized) throws IOException {
        try {
            return InstantiationUtil.deserializeObject(
                    serialized, PartitionSerializer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException("Cannot restore split: " + e.getMessage(), e);
        }
    }
}
