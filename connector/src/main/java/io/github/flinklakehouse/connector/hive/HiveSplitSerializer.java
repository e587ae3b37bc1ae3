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
import org.apache.flink.connector.file.src.FileSourceSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Serializes splits: the partition, then the section as Flink does. */
final class HiveSplitSerializer implements SimpleVersionedSerializer<HiveSplit> {
    private static final int VERSION = 1;

    private final PartitionSerializer partitions = new PartitionSerializer();

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(HiveSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        partitions.write(split.partition(), out);
        writeSection(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public HiveSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("Cannot restore split: version %d is unknown".formatted(version));
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        MetastorePartition partition = partitions.read(in);
        return readSection(partition, in);
    }

    static void writeSection(HiveSplit split, DataOutputSerializer out) throws IOException {
        byte[] section = FileSourceSplitSerializer.INSTANCE.serialize(split.section());
        out.writeInt(FileSourceSplitSerializer.INSTANCE.getVersion());
        out.writeInt(section.length);
        out.write(section);
    }

    static HiveSplit readSection(MetastorePartition partition, DataInputDeserializer in)
            throws IOException {
        int version = in.readInt();
        byte[] section = new byte[in.readInt()];
        in.readFully(section);
        return new HiveSplit(
                FileSourceSplitSerializer.INSTANCE.deserialize(version, section), partition);
    }
}
