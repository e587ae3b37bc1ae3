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
package io.github.flinklakehouse.connector.iceberg;

import org.apache.flink.table.api.ValidationException;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/**
 * Values that columns have in rows of older files, from format version 3 on. Iceberg's source for
 * Flink makes the schema of its readers from Flink's types, which have none, so that such rows
 * would have NULL.
 */
// Remove when FlinkSchemaUtil of Iceberg keeps the defaults of the schema that it converts by.
final class ColumnDefaults {

    private ColumnDefaults() {}

    /**
     * The table itself.
     *
     * @param name of the table, with its database
     * @throws ValidationException if a column has a default value
     */
    static Table requireNone(String name, Table table) {
        for (Types.NestedField field : TypeUtil.indexById(table.schema().asStruct()).values()) {
            if (field.initialDefault() != null) {
                throw new ValidationException(
                        "Cannot read table: "
                                + name
                                + " has the column "
                                + table.schema().findColumnName(field.fieldId())
                                + " with a default value, which older rows would not get here —"
                                + " read it by another engine");
            }
        }
        return table;
    }
}
