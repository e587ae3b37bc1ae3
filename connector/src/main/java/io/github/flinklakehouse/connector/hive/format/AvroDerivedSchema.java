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
package io.github.flinklakehouse.connector.hive.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.HiveVarchar;

/** The Avro schema that Hive makes of columns: everything may be NULL, timestamps have millis. */
final class AvroDerivedSchema {

    /** Records have names in Avro, which must be different ones. */
    private int records;

    private AvroDerivedSchema() {}

    static Schema of(RowType type) {
        return new AvroDerivedSchema().record("baseRecord", type);
    }

    private Schema record(String name, RowType type) {
        List<Schema.Field> fields = new ArrayList<>();
        for (RowType.RowField field : type.getFields()) {
            fields.add(
                    new Schema.Field(
                            field.getName(),
                            nullable(field.getType()),
                            null,
                            Schema.Field.NULL_DEFAULT_VALUE));
        }
        return Schema.createRecord(name, null, null, false, fields);
    }

    private Schema nullable(LogicalType type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), value(type));
    }

    private Schema value(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INTEGER -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case FLOAT -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case BINARY, VARBINARY -> Schema.create(Schema.Type.BYTES);
            case CHAR -> characters("char", ((CharType) type).getLength());
            case VARCHAR ->
                    ((VarCharType) type).getLength() > HiveVarchar.MAX_VARCHAR_LENGTH
                            ? Schema.create(Schema.Type.STRING)
                            : characters("varchar", ((VarCharType) type).getLength());
            case DECIMAL ->
                    LogicalTypes.decimal(
                                    ((DecimalType) type).getPrecision(),
                                    ((DecimalType) type).getScale())
                            .addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case ARRAY -> Schema.createArray(nullable(((ArrayType) type).getElementType()));
            case MAP -> Schema.createMap(nullable(((MapType) type).getValueType()));
            case ROW -> record("record_" + records++, (RowType) type);
            default ->
                    throw new IllegalArgumentException(
                            "Avro has no type for " + type.asSummaryString());
        };
    }

    private static Schema characters(String logicalType, int length) {
        Schema schema = Schema.create(Schema.Type.STRING);
        schema.addProp("logicalType", logicalType);
        schema.addProp("maxLength", length);
        return schema;
    }
}
