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
package io.github.flinklakehouse.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.Column.ComputedColumn;
import org.apache.flink.table.catalog.Column.MetadataColumn;
import org.apache.flink.table.catalog.Index;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.expressions.DefaultSqlFactory;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.apache.flink.table.types.utils.TypeConversions;

/**
 * What a schema of Flink has and the schemas of Hive and Iceberg have no place for: computed and
 * metadata columns, watermarks, the name of the primary key, and the precision of timestamps. It is
 * kept among the parameters of the table, under keys that other engines ignore.
 */
public final class SchemaExtras {
    /** All keys of the extras begin with this. */
    public static final String PREFIX = "flink.schema.";

    /** Of columns that are not in the files, in the order in which they were declared. */
    private static final String COMPUTED = PREFIX + "computed.";

    private static final String WATERMARK_COLUMN = PREFIX + "watermark.column";
    private static final String WATERMARK_EXPRESSION = PREFIX + "watermark.expression";
    private static final String PRIMARY_KEY = PREFIX + "primary-key.name";
    private static final String INDEX = PREFIX + "index.";
    private static final String TYPE = PREFIX + "type.";
    private static final String IMMUTABLE = PREFIX + "immutable.";

    /**
     * A column that is in the files.
     *
     * @param comment empty when there is none
     */
    public record PhysicalColumn(String name, DataType type, String comment) {}

    private SchemaExtras() {}

    /**
     * The parameters that keep the extras of this schema.
     *
     * @param name of the table, for the message
     * @param metadata keys of the metadata that can be read
     * @param columnCase in which the format keeps its columns
     * @throws Refusal for other metadata columns
     */
    public static Map<String, String> of(
            String name, ResolvedSchema schema, Set<String> metadata, ColumnCase columnCase) {
        Map<String, String> parameters = new HashMap<>();
        Set<String> physical =
                schema.getColumns().stream()
                        .filter(Column::isPhysical)
                        .map(Column::getName)
                        .collect(Collectors.toSet());
        int computed = 0;
        String previous = "";
        for (Column column : schema.getColumns()) {
            if (!column.isPhysical()) {
                String key = COMPUTED + computed++ + ".";
                parameters.put(key + "name", column.getName());
                parameters.put(key + "after", previous);
                column.getComment().ifPresent(text -> parameters.put(key + "comment", text));
                if (column instanceof ComputedColumn expression) {
                    parameters.put(
                            key + "expression",
                            columnCase.expression(sql(expression.getExpression()), physical));
                } else if (column instanceof MetadataColumn file) {
                    requireReadable(name, file, metadata);
                    parameters.put(key + "metadata", key(file));
                    parameters.put(
                            key + "type",
                            file.getDataType().getLogicalType().asSerializableString());
                }
            } else if (isShortTimestamp(column.getDataType().getLogicalType())) {
                parameters.put(
                        TYPE + columnCase.name(column.getName()),
                        column.getDataType().getLogicalType().copy(true).asSerializableString());
            }
            previous = column.isPhysical() ? columnCase.name(column.getName()) : column.getName();
        }
        for (WatermarkSpec watermark : schema.getWatermarkSpecs()) {
            String column = watermark.getRowtimeAttribute();
            parameters.put(
                    WATERMARK_COLUMN, physical.contains(column) ? columnCase.name(column) : column);
            parameters.put(
                    WATERMARK_EXPRESSION,
                    columnCase.expression(sql(watermark.getWatermarkExpression()), physical));
        }
        addConstraints(schema, columnCase, parameters);
        return parameters;
    }

    private static void addConstraints(
            ResolvedSchema schema, ColumnCase columnCase, Map<String, String> parameters) {
        schema.getPrimaryKey().ifPresent(key -> parameters.put(PRIMARY_KEY, key.getName()));
        schema.getImmutableColumns()
                .ifPresent(
                        constraint -> {
                            parameters.put(IMMUTABLE + "name", constraint.getName());
                            for (int i = 0; i < constraint.getColumns().size(); i++) {
                                parameters.put(IMMUTABLE + i, constraint.getColumns().get(i));
                            }
                        });
        for (int i = 0; i < schema.getIndexes().size(); i++) {
            Index index = schema.getIndexes().get(i);
            parameters.put(INDEX + i + ".name", index.getName());
            parameters.put(
                    INDEX + i + ".columns",
                    index.getColumns().stream()
                            .map(columnCase::name)
                            .collect(Collectors.joining(",")));
        }
    }

    private static String key(MetadataColumn column) {
        return column.getMetadataKey().orElse(column.getName());
    }

    private static void requireReadable(String name, MetadataColumn column, Set<String> metadata) {
        String what = "keep metadata column " + column.getName();
        if (metadata.isEmpty()) {
            throw Refusal.of(what, name, "has no metadata in its files that Flink could read")
                    .instead("leave it out");
        }
        if (!metadata.contains(key(column))) {
            throw Refusal.of(what, name, "has no metadata '%s'".formatted(key(column)))
                    .instead("take one of " + new TreeSet<>(metadata));
        }
        if (column.isPersisted()) {
            throw Refusal.of(what, name, "cannot write metadata").instead("declare it VIRTUAL");
        }
    }

    /** These parameters without the extras. */
    public static Map<String, String> without(Map<String, String> parameters) {
        Map<String, String> others = new HashMap<>(parameters);
        others.keySet().removeIf(key -> key.startsWith(PREFIX));
        return others;
    }

    /**
     * The schema of these columns with the extras that the parameters keep.
     *
     * @param primaryKey its columns; empty when there is none
     */
    public static Schema restore(
            List<PhysicalColumn> columns, List<String> primaryKey, Map<String, String> parameters) {
        Schema.Builder schema = Schema.newBuilder();
        addComputed(schema, "", parameters);
        for (PhysicalColumn column : columns) {
            schema.column(column.name(), declaredType(column, parameters));
            if (!column.comment().isEmpty()) {
                schema.withComment(column.comment());
            }
            addComputed(schema, column.name(), parameters);
        }
        if (parameters.containsKey(WATERMARK_COLUMN)) {
            schema.watermark(
                    parameters.get(WATERMARK_COLUMN), parameters.get(WATERMARK_EXPRESSION));
        }
        if (!primaryKey.isEmpty()) {
            Optional.ofNullable(parameters.get(PRIMARY_KEY))
                    .ifPresentOrElse(
                            name -> schema.primaryKeyNamed(name, primaryKey),
                            () -> schema.primaryKey(primaryKey));
        }
        List<String> immutable = new ArrayList<>();
        for (int i = 0; parameters.containsKey(IMMUTABLE + i); i++) {
            immutable.add(parameters.get(IMMUTABLE + i));
        }
        if (!immutable.isEmpty() && !primaryKey.isEmpty()) {
            schema.immutableColumnsNamed(parameters.get(IMMUTABLE + "name"), immutable);
        }
        for (int i = 0; parameters.containsKey(INDEX + i + ".name"); i++) {
            schema.indexNamed(
                    parameters.get(INDEX + i + ".name"),
                    List.of(parameters.get(INDEX + i + ".columns").split(",")));
        }
        return schema.build();
    }

    private static void addComputed(
            Schema.Builder schema, String after, Map<String, String> parameters) {
        for (int i = 0; parameters.containsKey(COMPUTED + i + ".name"); i++) {
            String key = COMPUTED + i + ".";
            if (after.equals(parameters.get(key + "after"))) {
                String name = parameters.get(key + "name");
                if (parameters.containsKey(key + "metadata")) {
                    schema.columnByMetadata(
                            name,
                            TypeConversions.fromLogicalToDataType(
                                    type(parameters.get(key + "type"))),
                            parameters.get(key + "metadata"),
                            /* isVirtual= */ true);
                } else {
                    schema.columnByExpression(name, parameters.get(key + "expression"));
                }
                Optional.ofNullable(parameters.get(key + "comment")).ifPresent(schema::withComment);
                addComputed(schema, name, parameters);
            }
        }
    }

    /** The declared precision, unless the column has become something else since. */
    private static DataType declaredType(PhysicalColumn column, Map<String, String> parameters) {
        String declared = parameters.get(TYPE + column.name());
        if (declared == null) {
            return column.type();
        }
        LogicalType type = type(declared).copy(column.type().getLogicalType().isNullable());
        return type.is(column.type().getLogicalType().getTypeRoot())
                ? TypeConversions.fromLogicalToDataType(type)
                : column.type();
    }

    private static LogicalType type(String serialized) {
        return LogicalTypeParser.parse(serialized, SchemaExtras.class.getClassLoader());
    }

    private static boolean isShortTimestamp(LogicalType type) {
        return type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    }

    private static String sql(ResolvedExpression expression) {
        return expression.asSerializableString(DefaultSqlFactory.INSTANCE);
    }
}
