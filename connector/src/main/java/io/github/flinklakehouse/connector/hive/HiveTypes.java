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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
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

/**
 * Hive type strings, such as {@code map<string,decimal(10,2)>}, and the types of Flink. Hive types
 * have no {@code NOT NULL}: types that come from Hive are nullable, and nullability is not looked
 * at on the way to Hive.
 */
public final class HiveTypes {

    /** Hive keeps nanoseconds. */
    private static final int TIMESTAMP_PRECISION = 9;

    private HiveTypes() {}

    /**
     * The Flink type of a Hive type.
     *
     * @param column full name of the column, for messages
     * @throws ValidationException when Flink has no such type, or the string is no Hive type
     */
    public static DataType toFlink(String hiveType, String column) {
        return toFlink(parse(hiveType, column), column);
    }

    /**
     * The type string of Hive for a Flink type.
     *
     * @param column full name of the column, for messages
     * @throws ValidationException when Hive has no type that holds all values of this one
     */
    public static String toHive(LogicalType type, String column) {
        return type.accept(new HiveTypeWriter(column));
    }

    /** Hive's own description of a type; the string is one that {@link #toFlink} accepts. */
    public static TypeInfo typeInfo(String hiveType) {
        String withoutSpaces = hiveType.replaceAll("\\s*([<>(),:])\\s*", "$1");
        return TypeInfoUtils.getTypeInfoFromTypeString(withoutSpaces.toLowerCase(Locale.ROOT));
    }

    private static TypeInfo parse(String hiveType, String column) {
        try {
            return typeInfo(hiveType);
        } catch (RuntimeException e) {
            throw new ValidationException(
                    "Cannot read column: %s has the type %s, which is not a Hive type — correct it in the metastore"
                            .formatted(column, hiveType),
                    e);
        }
    }

    private static DataType toFlink(TypeInfo type, String column) {
        return switch (type.getCategory()) {
            case PRIMITIVE -> primitiveToFlink((PrimitiveTypeInfo) type, column);
            case LIST ->
                    DataTypes.ARRAY(
                            toFlink(((ListTypeInfo) type).getListElementTypeInfo(), column));
            case MAP ->
                    DataTypes.MAP(
                            toFlink(((MapTypeInfo) type).getMapKeyTypeInfo(), column),
                            toFlink(((MapTypeInfo) type).getMapValueTypeInfo(), column));
            case STRUCT -> structToFlink((StructTypeInfo) type, column);
            case UNION -> unionToFlink(((UnionTypeInfo) type).getAllUnionObjectTypeInfos(), column);
        };
    }

    private static DataType structToFlink(StructTypeInfo type, String column) {
        List<String> names = type.getAllStructFieldNames();
        List<TypeInfo> types = type.getAllStructFieldTypeInfos();
        return DataTypes.ROW(
                IntStream.range(0, names.size())
                        .mapToObj(
                                i ->
                                        DataTypes.FIELD(
                                                names.get(i),
                                                toFlink(types.get(i), column + "." + names.get(i))))
                        .toList());
    }

    /** As in Trino: which alternative it is, then one field for each alternative. */
    private static DataType unionToFlink(List<TypeInfo> alternatives, String column) {
        List<DataTypes.Field> fields =
                IntStream.range(0, alternatives.size())
                        .mapToObj(
                                i ->
                                        DataTypes.FIELD(
                                                "field" + i, toFlink(alternatives.get(i), column)))
                        .collect(Collectors.toList());
        fields.add(0, DataTypes.FIELD("tag", DataTypes.INT()));
        return DataTypes.ROW(fields);
    }

    private static DataType primitiveToFlink(PrimitiveTypeInfo type, String column) {
        return switch (type.getPrimitiveCategory()) {
            case BOOLEAN -> DataTypes.BOOLEAN();
            case BYTE -> DataTypes.TINYINT();
            case SHORT -> DataTypes.SMALLINT();
            case INT -> DataTypes.INT();
            case LONG -> DataTypes.BIGINT();
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case STRING -> DataTypes.STRING();
            case CHAR -> DataTypes.CHAR(((CharTypeInfo) type).getLength());
            case VARCHAR -> DataTypes.VARCHAR(((VarcharTypeInfo) type).getLength());
            case BINARY -> DataTypes.BYTES();
            case DATE -> DataTypes.DATE();
            case TIMESTAMP -> DataTypes.TIMESTAMP(TIMESTAMP_PRECISION);
            case TIMESTAMPLOCALTZ -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(TIMESTAMP_PRECISION);
            case DECIMAL ->
                    DataTypes.DECIMAL(
                            ((DecimalTypeInfo) type).precision(), ((DecimalTypeInfo) type).scale());
            case VOID, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, UNKNOWN ->
                    throw new ValidationException(
                            "Cannot read column: %s has the Hive type %s, which files cannot hold — leave it out or change its type"
                                    .formatted(column, type.getTypeName()));
        };
    }

    /** Whether a type of Hive's is or contains a union. */
    static boolean hasUnion(String hiveType) {
        return hiveType.toLowerCase(Locale.ROOT).contains("uniontype<");
    }
}
