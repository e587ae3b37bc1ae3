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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.iceberg.flink.source.enumerator.IcebergEnumeratorState;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;
import org.apache.iceberg.flink.source.split.IcebergSourceSplitState;
import org.apache.iceberg.flink.source.split.IcebergSourceSplitStatus;

/** What Iceberg's enumerator keeps, with its splits by a serializer of their own. */
final class MixedSpecStateSerializer implements SimpleVersionedSerializer<IcebergEnumeratorState> {
    /** Far from those of Iceberg, whose states in older savepoints are read as well. */
    private static final int VERSION = 1_001;

    private final SimpleVersionedSerializer<IcebergEnumeratorState> iceberg;
    private final SimpleVersionedSerializer<IcebergSourceSplit> splits;

    MixedSpecStateSerializer(
            SimpleVersionedSerializer<IcebergEnumeratorState> iceberg,
            SimpleVersionedSerializer<IcebergSourceSplit> splits) {
        this.iceberg = requireNonNull(iceberg, "iceberg");
        this.splits = requireNonNull(splits, "splits");
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(IcebergEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1024);
        out.writeInt(iceberg.getVersion());
        write(out, iceberg.serialize(with(state, List.of())));
        out.writeInt(splits.getVersion());
        out.writeInt(state.pendingSplits().size());
        for (IcebergSourceSplitState pending : state.pendingSplits()) {
            write(out, splits.serialize(pending.split()));
            out.writeUTF(pending.status().name());
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public IcebergEnumeratorState deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            return iceberg.deserialize(version, bytes);
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        IcebergEnumeratorState state = iceberg.deserialize(in.readInt(), read(in));
        int splitVersion = in.readInt();
        int size = in.readInt();
        List<IcebergSourceSplitState> pending = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            IcebergSourceSplit split = splits.deserialize(splitVersion, read(in));
            pending.add(
                    new IcebergSourceSplitState(
                            split, IcebergSourceSplitStatus.valueOf(in.readUTF())));
        }
        return with(state, pending);
    }

    private static IcebergEnumeratorState with(
            IcebergEnumeratorState state, List<IcebergSourceSplitState> pending) {
        return new IcebergEnumeratorState(
                state.lastEnumeratedPosition(), pending, state.enumerationSplitCountHistory());
    }

    private static void write(DataOutputSerializer out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] read(DataInputDeserializer in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
