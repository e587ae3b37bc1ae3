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

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Partitions as text and back. */
class PartitionTextTest {
    private static final Schema SCHEMA =
            new Schema(
                    Types.NestedField.optional(1, "n", Types.LongType.get()),
                    Types.NestedField.optional(2, "s", Types.StringType.get()),
                    Types.NestedField.optional(3, "d", Types.DateType.get()),
                    Types.NestedField.optional(4, "t", Types.TimestampType.withZone()),
                    Types.NestedField.optional(5, "e", Types.DecimalType.of(9, 2)),
                    Types.NestedField.optional(6, "b", Types.BinaryType.get()),
                    Types.NestedField.optional(7, "u", Types.UUIDType.get()),
                    Types.NestedField.optional(8, "o", Types.BooleanType.get()),
                    Types.NestedField.optional(9, "f", Types.DoubleType.get()));

    private static final PartitionSpec SPEC =
            PartitionSpec.builderFor(SCHEMA)
                    .withSpecId(3)
                    .identity("n")
                    .identity("s")
                    .identity("d")
                    .identity("t")
                    .identity("e")
                    .identity("b")
                    .identity("u")
                    .identity("o")
                    .identity("f")
                    .hour("t")
                    .bucket("s", 7, "s_bucket")
                    .build();

    @Test
    void keepsValuesOfAllTypes() {
        GenericRecord row = GenericRecord.create(SCHEMA);
        row.set(0, -5L);
        row.set(1, "a/b=\"ü\" ");
        row.set(2, -1);
        row.set(3, -1_234_567L);
        row.set(4, new BigDecimal("-1.50"));
        row.set(5, ByteBuffer.wrap(new byte[] {0, -1}));
        row.set(6, UUID.fromString("00000000-0000-0000-0000-00000000000f"));
        row.set(7, false);
        row.set(8, 0.1);
        assertRoundTrip(row);
    }

    @Test
    void keepsNulls() {
        assertRoundTrip(GenericRecord.create(SCHEMA));
    }

    @Test
    void keepsNumbersThatAreNotNumbers() {
        GenericRecord row = GenericRecord.create(SCHEMA);
        row.set(8, Double.NaN);
        assertRoundTrip(row);
        row.set(8, Double.NEGATIVE_INFINITY);
        assertRoundTrip(row);
    }

    @Test
    void needsNoValuesWithoutPartitions() {
        PartitionText.Partition parsed =
                PartitionText.parse(
                        PartitionText.of(PartitionSpec.unpartitioned(), null),
                        Map.of(0, PartitionSpec.unpartitioned()));
        assertThat(parsed.spec().isUnpartitioned()).isTrue();
        assertThat(parsed.values()).isNull();
    }

    private static void assertRoundTrip(StructLike row) {
        PartitionKey key = new PartitionKey(SPEC, SCHEMA);
        key.partition(row);
        PartitionText.Partition parsed =
                PartitionText.parse(PartitionText.of(SPEC, key), Map.of(3, SPEC));
        assertThat(parsed.spec()).isEqualTo(SPEC);
        assertThat(Comparators.forType(SPEC.partitionType()).compare(parsed.values(), key))
                .isZero();
    }
}
