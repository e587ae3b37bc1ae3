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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.StringValue;

/** Serializes the state of enumerators; each partition once, however many splits it has. */
final class HiveSourceStateSerializer implements SimpleVersionedSerializer<HiveSourceState> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(HiveSourceState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1 << 16);
        out.writeLong(state.nextSplit());
        IdentityHashMap<MetastorePartition, Integer> indexes = writePartitions(state, out);
        out.writeInt(state.pending().size());
        for (HiveSplit split : state.pending()) {
            out.writeInt(indexes.get(split.partition()));
            HiveSplitSerializer.writeSection(split, out);
        }
        out.writeInt(state.partitions().size());
        for (PartitionFiles files : state.partitions()) {
            out.writeInt(indexes.get(files.partition()));
            writeSeen(files.seen(), out);
        }
        return out.getCopyOfBuffer();
    }

    private static IdentityHashMap<MetastorePartition, Integer> writePartitions(
            HiveSourceState state, DataOutputSerializer out) throws IOException {
        IdentityHashMap<MetastorePartition, Integer> indexes = new IdentityHashMap<>();
        List<MetastorePartition> partitions = new ArrayList<>();
        for (HiveSplit split : state.pending()) {
            add(split.partition(), indexes, partitions);
        }
        for (PartitionFiles files : state.partitions()) {
            add(files.partition(), indexes, partitions);
        }
        out.writeInt(partitions.size());
        PartitionSerializer serializer = new PartitionSerializer();
        for (MetastorePartition partition : partitions) {
            serializer.write(partition, out);
        }
        return indexes;
    }

    private static void add(
            MetastorePartition partition,
            IdentityHashMap<MetastorePartition, Integer> indexes,
            List<MetastorePartition> partitions) {
        if (indexes.putIfAbsent(partition, partitions.size()) == null) {
            partitions.add(partition);
        }
    }

    private static void writeSeen(Map<String, FileVersion> seen, DataOutputSerializer out)
            throws IOException {
        Map<String, FileVersion> copy = Map.copyOf(seen); // its size does not change meanwhile
        out.writeInt(copy.size());
        for (Map.Entry<String, FileVersion> file : copy.entrySet()) {
            StringValue.writeString(file.getKey(), out);
            out.writeLong(file.getValue().length());
            out.writeLong(file.getValue().modificationTime());
        }
    }

    @Override
    public HiveSourceState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "Cannot restore source: version %d is unknown".formatted(version));
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        long nextSplit = in.readLong();
        List<MetastorePartition> partitions = new ArrayList<>();
        PartitionSerializer serializer = new PartitionSerializer();
        for (int left = in.readInt(); left > 0; left--) {
            partitions.add(serializer.read(in));
        }
        List<HiveSplit> pending = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            pending.add(HiveSplitSerializer.readSection(partitions.get(in.readInt()), in));
        }
        List<PartitionFiles> files = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            files.add(new PartitionFiles(partitions.get(in.readInt()), readSeen(in)));
        }
        return new HiveSourceState(nextSplit, pending, files);
    }

    private static Map<String, FileVersion> readSeen(DataInputDeserializer in) throws IOException {
        Map<String, FileVersion> seen = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String path = StringValue.readString(in);
            seen.put(path, new FileVersion(in.readLong(), in.readLong()));
        }
        return seen;
    }
}
