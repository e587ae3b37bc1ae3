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

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Converters for rows, arrays and maps of a Parquet file. Each hands its finished value to a
 * target; what is not handed over is NULL.
 */
final class ParquetGroups {
    private final ParquetColumns columns;

    ParquetGroups(ParquetColumns columns) {
        this.columns = requireNonNull(columns, "columns");
    }

    /** A converter for a field that is wanted as this type. */
    Converter field(LogicalType wanted, Type field, Consumer<Object> target) {
        if (field.isRepetition(Repetition.REPEATED)) {
            throw refusal(wanted, field);
        }
        return value(wanted, field, target);
    }

    private Converter value(LogicalType wanted, Type field, Consumer<Object> target) {
        if (field.isPrimitive()) {
            return ParquetValues.converter(wanted, field.asPrimitiveType(), columns, target);
        }
        GroupType group = field.asGroupType();
        if (wanted instanceof RowType row) {
            return struct(row, group, target);
        }
        boolean repeats =
                group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
        if (wanted instanceof ArrayType array && repeats) {
            return list(array, group, target);
        }
        if (wanted instanceof MapType map && repeats && !group.getType(0).isPrimitive()) {
            return map(map, group.getType(0).asGroupType(), target);
        }
        throw refusal(wanted, field);
    }

    private IllegalStateException refusal(LogicalType wanted, Type field) {
        return ParquetValues.refusal(wanted, field, columns);
    }

    /** A converter for the fields of a row, found by name whatever the case. */
    GroupConverter struct(RowType wanted, GroupType group, Consumer<Object> target) {
        return struct(
                wanted,
                group,
                wanted.getFieldNames().stream()
                        .map(name -> columns.lookup().field(group, name))
                        .toList(),
                target);
    }

    /** A converter for the columns of the table. */
    GroupConverter root(Consumer<Object> target) {
        return struct(
                columns.type(),
                columns.schema(),
                IntStream.range(0, columns.type().getFieldCount())
                        .mapToObj(columns::fileColumn)
                        .map(column -> column.map(c -> columns.schema().getType(c.getName())))
                        .toList(),
                target);
    }

    private GroupConverter struct(
            RowType wanted, GroupType group, List<Optional<Type>> found, Consumer<Object> target) {
        List<Object> values = new ArrayList<>();
        wanted.getFields().forEach(field -> values.add(null));
        Converter[] fields = new Converter[group.getFieldCount()];
        for (int i = 0; i < wanted.getFieldCount(); i++) {
            int index = i;
            found.get(i)
                    .ifPresent(
                            field ->
                                    fields[group.getFieldIndex(field.getName())] =
                                            field(
                                                    wanted.getTypeAt(index),
                                                    field,
                                                    value -> values.set(index, value)));
        }
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i] == null ? ParquetValues.discard(group.getType(i)) : fields[i];
        }
        return new Group(fields) {
            @Override
            public void start() {
                values.replaceAll(value -> null);
            }

            @Override
            public void end() {
                target.accept(GenericRowData.of(values.toArray()));
            }
        };
    }

    private GroupConverter list(ArrayType array, GroupType list, Consumer<Object> target) {
        LogicalType wanted = array.getElementType();
        Object[] empty = HiveObjects.emptyArray(array);
        List<Object> elements = new ArrayList<>();
        Type repeated = list.getType(0);
        Converter converter =
                isElement(list.getName(), repeated)
                        ? value(wanted, repeated, elements::add)
                        : element(wanted, repeated.asGroupType(), elements);
        return new Group(converter) {
            @Override
            public void start() {
                elements.clear();
            }

            @Override
            public void end() {
                target.accept(new GenericArrayData(elements.toArray(empty)));
            }
        };
    }

    /** Whether older writers put the element where newer ones put a group that wraps it. */
    private static boolean isElement(String list, Type repeated) {
        return repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() != 1
                || repeated.getName().equals("array")
                || repeated.getName().equals(list + "_tuple");
    }

    private GroupConverter element(LogicalType wanted, GroupType wrapper, List<Object> elements) {
        Converter converter =
                field(
                        wanted,
                        wrapper.getType(0),
                        value -> elements.set(elements.size() - 1, value));
        return new Group(converter) {
            @Override
            public void start() {
                elements.add(null);
            }
        };
    }

    private GroupConverter map(MapType wanted, GroupType entry, Consumer<Object> target) {
        if (entry.getFieldCount() != 2) {
            throw refusal(wanted, entry);
        }
        Map<Object, Object> map = new HashMap<>();
        Object[] keyAndValue = new Object[2];
        Converter key =
                field(wanted.getKeyType(), entry.getType(0), value -> keyAndValue[0] = value);
        Converter value = field(wanted.getValueType(), entry.getType(1), v -> keyAndValue[1] = v);
        Group entries =
                new Group(key, value) {
                    @Override
                    public void start() {
                        keyAndValue[0] = null;
                        keyAndValue[1] = null;
                    }

                    @Override
                    public void end() {
                        map.put(keyAndValue[0], keyAndValue[1]);
                    }
                };
        return new Group(entries) {
            @Override
            public void start() {
                map.clear();
            }

            @Override
            public void end() {
                target.accept(new GenericMapData(new HashMap<>(map)));
            }
        };
    }

    /** A converter with these children. */
    static class Group extends GroupConverter {
        private final Converter[] fields;

        Group(Converter... fields) {
            this.fields = fields.clone();
        }

        @Override
        public Converter getConverter(int index) {
            return fields[index];
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
