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
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcConf;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/**
 * Where a file has the columns of its table: by name whatever the case, or by position when it has
 * no names (Hive before 2.0 wrote {@code _col0}, …) or the table says so.
 */
final class OrcColumns {
    private static final Pattern NO_NAME = Pattern.compile("_col\\d+");

    private final FileLayout layout;
    private final OrcFile file;
    private final int positionalLevels;

    OrcColumns(FileLayout layout, OrcFile file, Configuration configuration) {
        this.layout = requireNonNull(layout, "layout");
        this.file = requireNonNull(file, "file");
        this.positionalLevels = positionalLevels(layout, file.getSchema(), configuration);
    }

    private static int positionalLevels(
            FileLayout layout, TypeDescription schema, Configuration configuration) {
        boolean nameless =
                schema.getFieldNames().stream().allMatch(name -> NO_NAME.matcher(name).matches());
        int forced = forcedPositionalLevels(layout, configuration);
        return forced == 0 && nameless ? 1 : forced;
    }

    /** In how many levels, from the outermost, the table says that positions count. */
    private static int forcedPositionalLevels(FileLayout layout, Configuration configuration) {
        Properties properties = new Properties();
        properties.putAll(layout.properties());
        return OrcConf.FORCE_POSITIONAL_EVOLUTION.getBoolean(properties, configuration)
                ? (int) OrcConf.FORCE_POSITIONAL_EVOLUTION_LEVEL.getLong(properties, configuration)
                : 0;
    }

    /** Whether positions count among columns at most, not among the fields inside of them. */
    static boolean findsNestedFieldsByName(FileLayout layout, Configuration configuration) {
        return forcedPositionalLevels(layout, configuration) <= 1;
    }

    OrcFile file() {
        return file;
    }

    /** The wanted columns, in the order of the projection; empty where the file lacks one. */
    List<Optional<OrcField>> wanted() {
        return layout.projection().stream().map(this::column).toList();
    }

    /**
     * A column of the table.
     *
     * @param index into the columns of the layout
     */
    Optional<OrcField> column(int index) {
        return child(
                file.getSchema(),
                layout.columns().get(index).name(),
                index,
                layout.types().get(index),
                positionalLevels,
                "");
    }

    private Optional<OrcField> child(
            TypeDescription struct,
            String name,
            int position,
            LogicalType wanted,
            int levels,
            String path) {
        int index = levels > 0 ? position : find(struct, name, path);
        return index < 0 || index >= struct.getChildren().size()
                ? Optional.empty()
                : Optional.of(
                        field(
                                wanted,
                                index,
                                struct.getChildren().get(index),
                                levels - 1,
                                path.isEmpty() ? name : path + "." + name));
    }

    private int find(TypeDescription struct, String name, String path) {
        int found = -1;
        for (int i = 0; i < struct.getFieldNames().size(); i++) {
            if (struct.getFieldNames().get(i).equalsIgnoreCase(name)) {
                if (found >= 0) {
                    throw new IllegalStateException(
                            "Cannot read file: %s has several columns named %s in different case — rename all but one"
                                    .formatted(
                                            file.path(),
                                            path.isEmpty() ? name : path + "." + name));
                }
                found = i;
            }
        }
        return found;
    }

    private OrcField field(
            LogicalType wanted, int index, TypeDescription stored, int levels, String path) {
        List<TypeDescription> parts = stored.getChildren();
        List<Optional<OrcField>> children = new ArrayList<>();
        if (wanted instanceof RowType row && stored.getCategory() == Category.STRUCT) {
            for (int i = 0; i < row.getFieldCount(); i++) {
                String name = row.getFieldNames().get(i);
                children.add(child(stored, name, i, row.getTypeAt(i), levels, path));
            }
        } else if (wanted instanceof RowType row && isUnion(row, stored)) {
            for (int i = 0; i < parts.size(); i++) {
                String alternative = path + ".field" + i;
                children.add(
                        Optional.of(
                                field(row.getTypeAt(i + 1), i, parts.get(i), levels, alternative)));
            }
        } else if (wanted instanceof ArrayType array && stored.getCategory() == Category.LIST) {
            children.add(
                    Optional.of(
                            field(
                                    array.getElementType(),
                                    0,
                                    parts.get(0),
                                    levels,
                                    path + ".element")));
        } else if (wanted instanceof MapType map && stored.getCategory() == Category.MAP) {
            children.add(
                    Optional.of(field(map.getKeyType(), 0, parts.get(0), levels, path + ".key")));
            children.add(
                    Optional.of(
                            field(map.getValueType(), 1, parts.get(1), levels, path + ".value")));
        } else if (!isSingle(wanted) || !OrcTypes.converts(stored, OrcTypes.single(wanted))) {
            throw new IllegalStateException(
                    "Cannot read file: %s has the column %s of type %s, which is not %s as in the table — correct the type of the column"
                            .formatted(file.path(), path, stored, wanted.asSummaryString()));
        }
        return new OrcField(wanted, index, stored, children);
    }

    /** A union has as many alternatives as the row has fields after the tag. */
    private static boolean isUnion(RowType wanted, TypeDescription stored) {
        return stored.getCategory() == Category.UNION
                && wanted.getFieldCount() == stored.getChildren().size() + 1
                && wanted.getTypeAt(0).is(LogicalTypeRoot.INTEGER);
    }

    private static boolean isSingle(LogicalType type) {
        return !type.isAnyOf(LogicalTypeRoot.ARRAY, LogicalTypeRoot.MAP, LogicalTypeRoot.ROW);
    }

    /** The columns of the file, but with the types that these are wanted as. */
    static TypeDescription readerSchema(TypeDescription schema, List<Optional<OrcField>> wanted) {
        Map<Integer, TypeDescription> targets = new HashMap<>();
        wanted.forEach(field -> field.ifPresent(present -> addTargets(present, targets)));
        return replace(schema, targets);
    }

    private static void addTargets(OrcField field, Map<Integer, TypeDescription> targets) {
        if (field.stored().getCategory().isPrimitive()) {
            targets.put(field.stored().getId(), field.target());
        }
        field.children().forEach(child -> child.ifPresent(part -> addTargets(part, targets)));
    }

    private static TypeDescription replace(
            TypeDescription type, Map<Integer, TypeDescription> targets) {
        return switch (type.getCategory()) {
            case STRUCT -> {
                TypeDescription struct = TypeDescription.createStruct();
                for (int i = 0; i < type.getChildren().size(); i++) {
                    struct.addField(
                            type.getFieldNames().get(i),
                            replace(type.getChildren().get(i), targets));
                }
                yield struct;
            }
            case LIST -> TypeDescription.createList(replace(type.getChildren().get(0), targets));
            case MAP ->
                    TypeDescription.createMap(
                            replace(type.getChildren().get(0), targets),
                            replace(type.getChildren().get(1), targets));
            case UNION -> {
                TypeDescription union = TypeDescription.createUnion();
                type.getChildren().forEach(child -> union.addUnionChild(replace(child, targets)));
                yield union;
            }
            default -> targets.getOrDefault(type.getId(), type).clone();
        };
    }

    /** For each column of the file, by its id, whether it is to be read for these. */
    static boolean[] included(TypeDescription schema, List<Optional<OrcField>> wanted) {
        boolean[] included = new boolean[schema.getMaximumId() + 1];
        included[0] = true;
        wanted.forEach(field -> field.ifPresent(present -> include(present, included)));
        return included;
    }

    private static void include(OrcField field, boolean[] included) {
        included[field.stored().getId()] = true;
        field.children().forEach(child -> child.ifPresent(part -> include(part, included)));
    }
}
