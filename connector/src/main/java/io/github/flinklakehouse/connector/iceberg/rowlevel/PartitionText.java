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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;

/**
 * The partition of a data file as text, which is what goes with each row: the number of its spec,
 * and its values in Iceberg's binary form.
 */
final class PartitionText {
    private static final String SEPARATOR = ":";
    private static final String NULL = "-";

    /** A partition under its spec. */
    record Partition(PartitionSpec spec, StructLike values) {}

    private PartitionText() {}

    static String of(PartitionSpec spec, StructLike values) {
        List<String> parts = new ArrayList<>(List.of(String.valueOf(spec.specId())));
        List<Types.NestedField> fields = spec.partitionType().fields();
        for (int i = 0; i < fields.size(); i++) {
            Object value = values.get(i, Object.class);
            parts.add(value == null ? NULL : encode(fields.get(i).type(), value));
        }
        return String.join(SEPARATOR, parts);
    }

    private static String encode(Type type, Object value) {
        byte[] bytes = ByteBuffers.toByteArray(Conversions.toByteBuffer(type, value));
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The partition that the text is of.
     *
     * @param specs those of the table, by number
     */
    static Partition parse(String text, Map<Integer, PartitionSpec> specs) {
        String[] parts = text.split(SEPARATOR, -1);
        PartitionSpec spec = specs.get(Integer.parseInt(parts[0]));
        List<Types.NestedField> fields = spec.partitionType().fields();
        if (fields.isEmpty()) {
            return new Partition(spec, null);
        }
        PartitionData values = new PartitionData(spec.partitionType());
        for (int i = 0; i < fields.size(); i++) {
            String part = parts[i + 1];
            values.set(i, part.equals(NULL) ? null : decode(fields.get(i).type(), part));
        }
        return new Partition(spec, values);
    }

    private static Object decode(Type type, String text) {
        Object value =
                Conversions.fromByteBuffer(type, ByteBuffer.wrap(Base64.getDecoder().decode(text)));
        return value instanceof CharSequence characters ? characters.toString() : value;
    }
}
