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

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeDefaultVisitor;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveVarchar;

/** Spells Flink types as Hive type strings, or says which column cannot be. */
final class HiveTypeWriter extends LogicalTypeDefaultVisitor<String> {
    private final String column;

    /**
     * @param column full name of the column, for messages
     */
    HiveTypeWriter(String column) {
        this.column = requireNonNull(column, "column");
    }

    @Override
    public String visit(BooleanType type) {
        return "boolean";
    }

    @Override
    public String visit(TinyIntType type) {
        return "tinyint";
    }

    @Override
    public String visit(SmallIntType type) {
        return "smallint";
    }

    @Override
    public String visit(IntType type) {
        return "int";
    }

    @Override
    public String visit(BigIntType type) {
        return "bigint";
    }

    @Override
    public String visit(FloatType type) {
        return "float";
    }

    @Override
    public String visit(DoubleType type) {
        return "double";
    }

    @Override
    public String visit(DecimalType type) {
        return "decimal(%d,%d)".formatted(type.getPrecision(), type.getScale());
    }

    @Override
    public String visit(DateType type) {
        return "date";
    }

    @Override
    public String visit(TimestampType type) {
        return "timestamp";
    }

    @Override
    public String visit(LocalZonedTimestampType type) {
        return "timestamp with local time zone";
    }

    @Override
    public String visit(CharType type) {
        if (type.getLength() > HiveChar.MAX_CHAR_LENGTH) {
            throw refusal(type, "Hive's CHAR ends at " + HiveChar.MAX_CHAR_LENGTH, "STRING");
        }
        return "char(%d)".formatted(type.getLength());
    }

    @Override
    public String visit(VarCharType type) {
        if (type.getLength() == VarCharType.MAX_LENGTH) {
            return "string";
        }
        if (type.getLength() > HiveVarchar.MAX_VARCHAR_LENGTH) {
            throw refusal(
                    type, "Hive's VARCHAR ends at " + HiveVarchar.MAX_VARCHAR_LENGTH, "STRING");
        }
        return "varchar(%d)".formatted(type.getLength());
    }

    @Override
    public String visit(VarBinaryType type) {
        if (type.getLength() != VarBinaryType.MAX_LENGTH) {
            throw refusal(type, "Hive's binary has no length", "BYTES");
        }
        return "binary";
    }

    @Override
    public String visit(ArrayType type) {
        return "array<%s>".formatted(type.getElementType().accept(this));
    }

    @Override
    public String visit(MapType type) {
        return "map<%s,%s>"
                .formatted(type.getKeyType().accept(this), type.getValueType().accept(this));
    }

    @Override
    public String visit(RowType type) {
        return type.getFields().stream()
                .map(
                        field ->
                                fieldName(field.getName())
                                        + ":"
                                        + field.getType()
                                                .accept(
                                                        new HiveTypeWriter(
                                                                column + "." + field.getName())))
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    @Override
    protected String defaultMethod(LogicalType type) {
        throw refusal(type, "Hive has no such type", "another type, such as STRING");
    }

    /** Hive's parser of type strings ends a name at any other character. */
    private String fieldName(String name) {
        if (!name.matches("[\\p{L}\\p{N}_$. ]+")) {
            throw new ValidationException(
                    "Cannot store column: %s has the field '%s', which Hive cannot spell — use letters, digits and underscores"
                            .formatted(column, name));
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private ValidationException refusal(LogicalType type, String reason, String instead) {
        return new ValidationException(
                "Cannot store column: %s is %s, but %s — use %s"
                        .formatted(column, type.asSummaryString(), reason, instead));
    }
}
