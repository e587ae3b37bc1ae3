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

import org.apache.iceberg.transforms.Transform;

/** Spells transforms as {@link TransformParser} reads them. */
final class TransformText {
    private TransformText() {}

    /**
     * Such as {@code bucket(16, id)}, or just the column.
     *
     * @param column full name of the source column
     */
    static String of(String column, Transform<?, ?> transform) {
        String name =
                column.matches("[\\p{L}_][\\p{L}\\p{N}_.$]*")
                        ? column
                        : "`" + column.replace("`", "``") + "`";
        if (transform.isIdentity()) {
            return name;
        }
        String spelt = transform.toString(); // as in the specification: bucket[16]
        int bracket = spelt.indexOf('[');
        return bracket < 0
                ? "%s(%s)".formatted(spelt, name)
                : "%s(%s, %s)"
                        .formatted(
                                spelt.substring(0, bracket),
                                spelt.substring(bracket + 1, spelt.length() - 1),
                                name);
    }
}
