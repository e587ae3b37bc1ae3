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

import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.flink.RowDataWrapper;
import org.apache.iceberg.flink.data.RowDataProjection;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.StructLikeUtil;
import org.apache.iceberg.util.StructProjection;

/** The key and the partition of rows. Views of one row at a time, and not thread-safe. */
final class KeyedRows {
    private final Schema keySchema;
    private final RowDataWrapper row;
    private final StructProjection key;
    private final RowDataProjection keyRow;
    private final PartitionKey partition;

    KeyedRows(Schema schema, RowType type, Set<Integer> keyIds, PartitionSpec spec) {
        requireNonNull(schema, "schema");
        keySchema = keySchema(schema, keyIds);
        row = new RowDataWrapper(type, schema.asStruct());
        key = StructProjection.create(schema, keySchema);
        keyRow = RowDataProjection.create(type, schema.asStruct(), keySchema.asStruct());
        partition = new PartitionKey(spec, schema);
    }

    /** The key columns, in the order of the table. */
    static Schema keySchema(Schema schema, Set<Integer> keyIds) {
        return TypeUtil.select(schema, keyIds);
    }

    /** The types of the key columns in Flink, where they can be narrower than Iceberg's. */
    static RowType keyType(Schema schema, RowType type, Set<Integer> keyIds) {
        List<Types.NestedField> columns = schema.columns();
        List<RowType.RowField> fields = type.getFields();
        return new RowType(
                fields.stream()
                        .filter(
                                field ->
                                        keyIds.contains(
                                                columns.get(fields.indexOf(field)).fieldId()))
                        .toList());
    }

    Types.StructType keyStruct() {
        return keySchema.asStruct();
    }

    /** A copy of the row's key. */
    StructLike key(RowData data) {
        return StructLikeUtil.copy(key.wrap(row.wrap(data)));
    }

    /** A row of the key columns alone, valid until the next one. */
    RowData keyRow(RowData data) {
        return keyRow.wrap(data);
    }

    /** The partition of the row, valid until the next one. */
    PartitionKey partition(RowData data) {
        partition.partition(row.wrap(data));
        return partition;
    }
}
