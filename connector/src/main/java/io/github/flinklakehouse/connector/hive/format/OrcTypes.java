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

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.serde2.typeinfo.CharTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.DecimalTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.ListTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.MapTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.StructTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.hive.serde2.typeinfo.UnionTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.VarcharTypeInfo;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/** The types of ORC, for those of Flink and of Hive; and which of them can be read as which. */
final class OrcTypes {
    private static final Set<Category> INTEGERS =
            EnumSet.of(Category.BYTE, Category.SHORT, Category.INT, Category.LONG);
    private static final Set<Category> NUMBERS =
            EnumSet.of(
                    Category.BYTE,
                    Category.SHORT,
                    Category.INT,
                    Category.LONG,
                    Category.FLOAT,
                    Category.DOUBLE,
                    Category.DECIMAL);
    private static final Set<Category> STRINGS =
            EnumSet.of(Category.STRING, Category.CHAR, Category.VARCHAR);
    private static final Set<Category> TIMES =
            EnumSet.of(Category.DATE, Category.TIMESTAMP, Category.TIMESTAMP_INSTANT);

    private OrcTypes() {}

    /** The type that holds single values of Flink's type. */
    static TypeDescription single(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> TypeDescription.createBoolean();
            case TINYINT -> TypeDescription.createByte();
            case SMALLINT -> TypeDescription.createShort();
            case INTEGER -> TypeDescription.createInt();
            case BIGINT -> TypeDescription.createLong();
            case FLOAT -> TypeDescription.createFloat();
            case DOUBLE -> TypeDescription.createDouble();
            case DECIMAL ->
                    decimal(((DecimalType) type).getPrecision(), ((DecimalType) type).getScale());
            case CHAR -> TypeDescription.createChar().withMaxLength(((CharType) type).getLength());
            case VARCHAR -> string(((VarCharType) type).getLength());
            case VARBINARY -> TypeDescription.createBinary();
            case DATE -> TypeDescription.createDate();
            case TIMESTAMP_WITHOUT_TIME_ZONE -> TypeDescription.createTimestamp();
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TypeDescription.createTimestampInstant();
            default -> throw new IllegalArgumentException("No type of single values: " + type);
        };
    }

    /** In this order, as a scale must never be above the precision. */
    private static TypeDescription decimal(int precision, int scale) {
        return TypeDescription.createDecimal()
                .withScale(0)
                .withPrecision(precision)
                .withScale(scale);
    }

    private static TypeDescription string(int length) {
        return length > HiveVarchar.MAX_VARCHAR_LENGTH
                ? TypeDescription.createString()
                : TypeDescription.createVarchar().withMaxLength(length);
    }

    /** The type that Hive writes for a column of its own type, as the metastore spells it. */
    static TypeDescription of(String hiveType) {
        String withoutSpaces = hiveType.replaceAll("\\s*([<>(),:])\\s*", "$1");
        return of(TypeInfoUtils.getTypeInfoFromTypeString(withoutSpaces.toLowerCase(Locale.ROOT)));
    }

    private static TypeDescription of(TypeInfo type) {
        return switch (type.getCategory()) {
            case PRIMITIVE -> primitive((PrimitiveTypeInfo) type);
            case LIST ->
                    TypeDescription.createList(of(((ListTypeInfo) type).getListElementTypeInfo()));
            case MAP ->
                    TypeDescription.createMap(
                            of(((MapTypeInfo) type).getMapKeyTypeInfo()),
                            of(((MapTypeInfo) type).getMapValueTypeInfo()));
            case STRUCT -> struct((StructTypeInfo) type);
            case UNION -> {
                TypeDescription union = TypeDescription.createUnion();
                ((UnionTypeInfo) type)
                        .getAllUnionObjectTypeInfos()
                        .forEach(alternative -> union.addUnionChild(of(alternative)));
                yield union;
            }
        };
    }

    private static TypeDescription struct(StructTypeInfo type) {
        TypeDescription struct = TypeDescription.createStruct();
        for (int i = 0; i < type.getAllStructFieldNames().size(); i++) {
            struct.addField(
                    type.getAllStructFieldNames().get(i),
                    of(type.getAllStructFieldTypeInfos().get(i)));
        }
        return struct;
    }

    private static TypeDescription primitive(PrimitiveTypeInfo type) {
        return switch (type.getPrimitiveCategory()) {
            case BOOLEAN -> TypeDescription.createBoolean();
            case BYTE -> TypeDescription.createByte();
            case SHORT -> TypeDescription.createShort();
            case INT -> TypeDescription.createInt();
            case LONG -> TypeDescription.createLong();
            case FLOAT -> TypeDescription.createFloat();
            case DOUBLE -> TypeDescription.createDouble();
            case STRING -> TypeDescription.createString();
            case CHAR ->
                    TypeDescription.createChar().withMaxLength(((CharTypeInfo) type).getLength());
            case VARCHAR ->
                    TypeDescription.createVarchar()
                            .withMaxLength(((VarcharTypeInfo) type).getLength());
            case BINARY -> TypeDescription.createBinary();
            case DATE -> TypeDescription.createDate();
            case TIMESTAMP -> TypeDescription.createTimestamp();
            case TIMESTAMPLOCALTZ -> TypeDescription.createTimestampInstant();
            case DECIMAL ->
                    decimal(((DecimalTypeInfo) type).precision(), ((DecimalTypeInfo) type).scale());
            case VOID, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN ->
                    throw new IllegalArgumentException("No type of columns: " + type);
        };
    }

    /**
     * Whether values of the one type can be read as the other. What cannot be converted (a number
     * that is too large, a string that is no number) is NULL, as in Hive; a text that is too long
     * is cut.
     */
    static boolean converts(TypeDescription from, TypeDescription to) {
        Category source = from.getCategory();
        Category target = to.getCategory();
        if (source == target) {
            return true;
        }
        if (STRINGS.contains(target)) {
            return source.isPrimitive() && source != Category.BINARY;
        }
        if (NUMBERS.contains(target)) {
            return NUMBERS.contains(source)
                    || STRINGS.contains(source)
                    || source == Category.BOOLEAN;
        }
        return (TIMES.contains(target) && (TIMES.contains(source) || STRINGS.contains(source)))
                || (target == Category.BINARY && STRINGS.contains(source));
    }

    /** Whether each value is read as just the one that is in the file, so that statistics hold. */
    static boolean isSame(TypeDescription from, TypeDescription to) {
        return from.equals(to)
                || (INTEGERS.contains(from.getCategory())
                        && INTEGERS.contains(to.getCategory())
                        && from.getCategory().compareTo(to.getCategory()) < 0);
    }
}
