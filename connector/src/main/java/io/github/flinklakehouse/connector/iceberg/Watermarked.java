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
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a checkpoint commits, and the watermark before which all rows are in it or in an earlier
 * one.
 *
 * @param watermark of the slowest writer, in milliseconds since 1970
 * @param <C> what Iceberg commits
 */
record Watermarked<C>(C committable, long watermark) {
    /** Of a job without watermarks, or before the first. */
    static final long NONE = Long.MIN_VALUE;

    Watermarked {
        requireNonNull(committable, "committable");
    }

    /** Keeps both in the state of a job. */
    static final class Serializer<C> implements SimpleVersionedSerializer<Watermarked<C>> {
        private final SimpleVersionedSerializer<C> iceberg;

        Serializer(SimpleVersionedSerializer<C> iceberg) {
            this.iceberg = requireNonNull(iceberg, "iceberg");
        }

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Watermarked<C> watermarked) throws IOException {
            byte[] committable = iceberg.serialize(watermarked.committable());
            DataOutputSerializer out = new DataOutputSerializer(16 + committable.length);
            out.writeLong(watermarked.watermark());
            out.writeInt(iceberg.getVersion());
            out.writeInt(committable.length);
            out.write(committable);
            return out.getCopyOfBuffer();
        }

        @Override
        public Watermarked<C> deserialize(int version, byte[] bytes) throws IOException {
            DataInputDeserializer in = new DataInputDeserializer(bytes);
            long watermark = in.readLong();
            int icebergVersion = in.readInt();
            byte[] committable = new byte[in.readInt()];
            in.readFully(committable);
            return new Watermarked<>(iceberg.deserialize(icebergVersion, committable), watermark);
        }
    }
}
