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

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A field of a table, or one inside a field that is a ROW.
 *
 * @param indexes from the outermost field inwards
 */
record FieldPath(List<Integer> indexes) implements Serializable {
    FieldPath {
        indexes = List.copyOf(indexes);
    }

    static FieldPath of(int... indexes) {
        return new FieldPath(Arrays.stream(indexes).boxed().toList());
    }

    /** Index of the outermost field. */
    int field() {
        return indexes.get(0);
    }

    /** Whether it is inside another field. */
    boolean isNested() {
        return indexes.size() > 1;
    }

    /** Names from the outermost field inwards. */
    List<String> names(RowType rowType) {
        List<String> names = new ArrayList<>();
        LogicalType type = rowType;
        for (int index : indexes) {
            names.add(((RowType) type).getFieldNames().get(index));
            type = type.getChildren().get(index);
        }
        return names;
    }

    LogicalType type(RowType rowType) {
        LogicalType type = rowType;
        for (int index : indexes) {
            type = type.getChildren().get(index);
        }
        return type;
    }

    /**
     * This type with no other fields than those of the paths, in the order of the type.
     *
     * @param paths inside the type; an empty one is the type itself
     */
    static LogicalType part(LogicalType type, List<List<Integer>> paths) {
        if (!(type instanceof RowType row) || paths.stream().anyMatch(List::isEmpty)) {
            return type;
        }
        Map<Integer, List<List<Integer>>> byField =
                paths.stream()
                        .collect(
                                Collectors.groupingBy(
                                        path -> path.get(0),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                path -> path.subList(1, path.size()),
                                                Collectors.toList())));
        return new RowType(
                row.isNullable(),
                byField.entrySet().stream()
                        .map(
                                field ->
                                        new RowType.RowField(
                                                row.getFieldNames().get(field.getKey()),
                                                part(
                                                        row.getTypeAt(field.getKey()),
                                                        field.getValue())))
                        .toList());
    }
}
