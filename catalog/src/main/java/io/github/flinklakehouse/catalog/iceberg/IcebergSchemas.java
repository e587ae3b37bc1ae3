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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.Column;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** What Iceberg's conversion of Flink schemas leaves out. */
final class IcebergSchemas {

    private IcebergSchemas() {}

    /** The schema with the comments of these columns. */
    static Schema withComments(Schema schema, List<Column> columns) {
        Map<String, String> comments = new HashMap<>();
        columns.forEach(c -> c.getComment().ifPresent(text -> comments.put(c.getName(), text)));
        List<Types.NestedField> fields = new ArrayList<>();
        for (Types.NestedField field : schema.columns()) {
            fields.add(
                    Types.NestedField.from(field)
                            .withDoc(comments.getOrDefault(field.name(), field.doc()))
                            .build());
        }
        return new Schema(fields, schema.identifierFieldIds());
    }
}
