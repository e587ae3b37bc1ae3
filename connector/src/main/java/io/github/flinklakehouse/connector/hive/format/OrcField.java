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

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.orc.TypeDescription;

/**
 * A column of a file, or a part of one, and what it is wanted as.
 *
 * @param type that is wanted
 * @param index among the fields of the file around it
 * @param stored its type in the file
 * @param children by index of the wanted type's children (of a union: without the tag); empty where
 *     the file lacks one
 */
record OrcField(
        LogicalType type, int index, TypeDescription stored, List<Optional<OrcField>> children) {
    OrcField {
        requireNonNull(type, "type");
        requireNonNull(stored, "stored");
        children = List.copyOf(children);
    }

    /** The type that ORC is to read it as; only of single values. */
    TypeDescription target() {
        return isFloatAsText() ? stored : OrcTypes.single(type);
    }

    /** Read as a number, since ORC would show the digits of a double. */
    private boolean isFloatAsText() {
        return stored.getCategory() == TypeDescription.Category.FLOAT
                && type.is(LogicalTypeFamily.CHARACTER_STRING);
    }

    /** Whether it has no children and is read without any conversion. */
    boolean isExact() {
        return stored.getCategory().isPrimitive() && OrcTypes.isSame(stored, OrcTypes.single(type));
    }
}
