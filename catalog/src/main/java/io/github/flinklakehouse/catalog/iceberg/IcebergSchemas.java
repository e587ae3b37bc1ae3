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
package io.github.flinklakehouse.catalog.iceberg;

import io.github.flinklakehouse.catalog.SchemaExtras;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Types;

/** What Iceberg's conversion of Flink schemas leaves out. */
final class IcebergSchemas {

    private static final String DECLARED = SchemaExtras.PREFIX + "declared.";

    private IcebergSchemas() {}

    /** The parameters that keep the types of which Iceberg only has a wider one. */
    static Map<String, String> declaredTypes(ResolvedSchema schema) {
        Map<String, String> parameters = new HashMap<>();
        for (Column column : schema.getColumns()) {
            LogicalType type = readable(column.getDataType().getLogicalType()).copy(true);
            if (column.isPhysical() && !type.equals(stored(type))) {
                parameters.put(DECLARED + column.getName(), type.asSerializableString());
            }
        }
        return parameters;
    }

    /** The declared type, but as Iceberg has it where values inside others would not fit. */
    private static LogicalType readable(LogicalType type) {
        return type.is(LogicalTypeRoot.TINYINT) || type.is(LogicalTypeRoot.SMALLINT)
                ? type
                : widened(type);
    }

    private static LogicalType widened(LogicalType type) {
        boolean nullable = type.isNullable();
        if (type instanceof TinyIntType || type instanceof SmallIntType) {
            return new IntType(nullable);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(nullable, widened(array.getElementType()));
        }
        if (type instanceof MapType map) {
            return new MapType(nullable, widened(map.getKeyType()), widened(map.getValueType()));
        }
        if (type instanceof MultisetType set) {
            return new MapType(nullable, widened(set.getElementType()), new IntType(false));
        }
        if (type instanceof RowType row) {
            return new RowType(
                    nullable,
                    row.getFields().stream()
                            .map(
                                    field ->
                                            new RowType.RowField(
                                                    field.getName(),
                                                    widened(field.getType()),
                                                    field.getDescription().orElse(null)))
                            .toList());
        }
        return type;
    }

    /** The type of a column as it was declared, unless it has become something else since. */
    static LogicalType declaredType(Types.NestedField field, Map<String, String> parameters) {
        LogicalType type = FlinkSchemaUtil.convert(field.type()).copy(true);
        String declared = parameters.get(DECLARED + field.name());
        if (declared != null) {
            LogicalType parsed =
                    LogicalTypeParser.parse(declared, IcebergSchemas.class.getClassLoader());
            if (stored(parsed).equals(type)) {
                type = parsed;
            }
        }
        return type.copy(field.isOptional());
    }

    private static LogicalType stored(LogicalType type) {
        return FlinkSchemaUtil.convert(FlinkSchemaUtil.convert(type)).copy(true);
    }

    /** The schema with the comments of these columns. */
    static Schema withComments(Schema schema, List<Column> columns) {
        Map<String, String> comments = new HashMap<>();
        columns.forEach(c -> c.getComment().ifPresent(text -> comments.put(c.getName(), text)));
        List<Types.NestedField> fields = new ArrayList<>();
        for (Types.NestedField field : schema.columns()) {
            fields.add(
                    Types.NestedField.from(field)
                            .withDoc(comments.getOrDefault(field.name(), field.doc()))
                            .build());
        }
        return new Schema(fields, schema.identifierFieldIds());
    }
}
