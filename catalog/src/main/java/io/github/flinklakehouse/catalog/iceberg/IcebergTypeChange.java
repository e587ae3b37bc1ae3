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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.types.Type;

/**
 * The changes that make one type of a column of the other, at any depth. Flink hands over the whole
 * new type; what happened to the fields in it is told by their names.
 */
final class IcebergTypeChange {
    private final MetastoreTable record;
    private final UpdateSchema schema;

    /**
     * @param schema gets the changes
     */
    IcebergTypeChange(MetastoreTable record, UpdateSchema schema) {
        this.record = requireNonNull(record, "record");
        this.schema = requireNonNull(schema, "schema");
    }

    /**
     * Changes the type of a column, or of what is in it.
     *
     * @param path the names from the column on, with dots
     */
    void apply(String path, LogicalType before, LogicalType after) {
        if (before.isNullable() != after.isNullable()) {
            if (!after.isNullable()) {
                throw refuse(
                        path,
                        "can have rows with NULL there, so that the column cannot become NOT NULL");
            }
            schema.makeColumnOptional(path);
        }
        if (before instanceof RowType oldRow && after instanceof RowType newRow) {
            applyToFields(path, oldRow, newRow);
        } else if (before instanceof ArrayType oldArray && after instanceof ArrayType newArray) {
            apply(path + ".element", oldArray.getElementType(), newArray.getElementType());
        } else if (before instanceof MapType oldMap && after instanceof MapType newMap) {
            if (!oldMap.getKeyType().equals(newMap.getKeyType())) {
                throw refuse(path, "is an Iceberg table, in which the keys of a map cannot change")
                        .instead("add a column of the new type");
            }
            apply(path + ".value", oldMap.getValueType(), newMap.getValueType());
        } else if (!before.copy(true).equals(after.copy(true))) {
            widen(path, before, after);
        }
    }

    private void widen(String path, LogicalType before, LogicalType after) {
        Type oldType = FlinkSchemaUtil.convert(before);
        Type newType = FlinkSchemaUtil.convert(after);
        if (isNarrower(after, before) || !oldType.isPrimitiveType() || !newType.isPrimitiveType()) {
            throw refuse(
                            path,
                            "can have rows with values that are no "
                                    + after.copy(true).asSummaryString())
                    .instead("add a column of the new type");
        }
        if (!oldType.equals(newType)) {
            schema.updateColumn(path, newType.asPrimitiveType());
        }
    }

    private static boolean isNarrower(LogicalType newType, LogicalType oldType) {
        if (newType.isAnyOf(LogicalTypeRoot.TINYINT, LogicalTypeRoot.SMALLINT)) {
            return newType.getTypeRoot().compareTo(oldType.getTypeRoot()) < 0;
        }
        return newType.is(LogicalTypeFamily.CHARACTER_STRING)
                && oldType.is(LogicalTypeFamily.CHARACTER_STRING)
                && LogicalTypeChecks.getLength(newType) < LogicalTypeChecks.getLength(oldType);
    }

    private void applyToFields(String path, RowType before, RowType after) {
        List<String> order = new ArrayList<>(before.getFieldNames());
        List<String> dropped = without(before, Set.copyOf(after.getFieldNames()));
        List<String> added = without(after, Set.copyOf(before.getFieldNames()));
        if (!dropped.isEmpty() && !added.isEmpty()) {
            throw refuse(
                            path,
                            "would lose the fields %s and get %s, and it cannot be told whether some of them are only renamed"
                                    .formatted(dropped, added))
                    .instead("drop and add fields in two statements, which keeps no values");
        }
        dropped.forEach(name -> schema.deleteColumn(path + "." + name));
        order.removeAll(dropped);
        for (RowType.RowField field : after.getFields()) {
            int position = before.getFieldIndex(field.getName());
            if (position < 0) {
                add(path, field);
                order.add(field.getName());
            } else {
                change(path, before.getFields().get(position), field);
            }
        }
        if (!order.equals(after.getFieldNames())) {
            reorder(path, after.getFieldNames());
        }
    }

    private static List<String> without(RowType type, Set<String> names) {
        return type.getFieldNames().stream()
                .filter(name -> !names.contains(name))
                .collect(Collectors.toList());
    }

    private void add(String path, RowType.RowField field) {
        if (!field.getType().isNullable()) {
            throw refuse(
                            path,
                            "can have rows, which would be without a value for the NOT NULL field "
                                    + field.getName())
                    .instead("add it nullable");
        }
        schema.addColumn(
                path,
                field.getName(),
                FlinkSchemaUtil.convert(field.getType()),
                field.getDescription().orElse(null));
    }

    private void change(String path, RowType.RowField before, RowType.RowField after) {
        String name = path + "." + after.getName();
        apply(name, before.getType(), after.getType());
        // Flink does not always hand over comments: that there is none does not mean to remove it.
        after.getDescription()
                .filter(comment -> !before.getDescription().equals(Optional.of(comment)))
                .ifPresent(comment -> schema.updateColumnDoc(name, comment));
    }

    private void reorder(String path, List<String> names) {
        schema.moveFirst(path + "." + names.get(0));
        for (int i = 1; i < names.size(); i++) {
            schema.moveAfter(path + "." + names.get(i), path + "." + names.get(i - 1));
        }
    }

    private Refusal refuse(String path, String why) {
        return Refusal.of("alter column " + path + " of table", record, why);
    }
}
