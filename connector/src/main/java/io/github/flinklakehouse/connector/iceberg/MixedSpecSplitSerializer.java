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

import io.github.flinklakehouse.connector.iceberg.changelog.ChangeTask;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;

/** Splits as Iceberg writes them, or as objects of Java where Iceberg cannot. */
final class MixedSpecSplitSerializer implements SimpleVersionedSerializer<IcebergSourceSplit> {
    /** Far from those of Iceberg, whose splits in older savepoints are read as well. */
    private static final int VERSION = 1_001;

    /** Iceberg's version of objects of Java. */
    private static final int OBJECT = 1;

    private final SimpleVersionedSerializer<IcebergSourceSplit> iceberg;

    MixedSpecSplitSerializer(SimpleVersionedSerializer<IcebergSourceSplit> iceberg) {
        this.iceberg = requireNonNull(iceberg, "iceberg");
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    /** The first byte is Iceberg's version of the others. */
    @Override
    public byte[] serialize(IcebergSourceSplit split) throws IOException {
        boolean isObject =
                split.task().tasks().stream().anyMatch(MixedSpecSplitSerializer::isObject);
        byte[] bytes =
                isObject ? InstantiationUtil.serializeObject(split) : iceberg.serialize(split);
        byte[] versioned = new byte[bytes.length + 1];
        versioned[0] = (byte) (isObject ? OBJECT : iceberg.getVersion());
        System.arraycopy(bytes, 0, versioned, 1, bytes.length);
        return versioned;
    }

    private static boolean isObject(FileScanTask task) {
        return task instanceof ChangeTask
                || task.deletes().stream().anyMatch(file -> file.specId() != task.file().specId());
    }

    @Override
    public IcebergSourceSplit deserialize(int version, byte[] bytes) throws IOException {
        return version == VERSION
                ? iceberg.deserialize(bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length))
                : iceberg.deserialize(version, bytes);
    }
}
