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

import io.github.flinklakehouse.catalog.SchemaExtras.PhysicalColumn;
import io.github.flinklakehouse.connector.hive.HiveTypes;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.DataType;

/**
 * The columns that the metastore notes of a table that cannot be opened: good enough to describe it
 * to a user, since they need not be up to date.
 */
public final class NotedColumns {

    private NotedColumns() {}

    /** All columns and partition keys; STRING where Flink has no such type. */
    public static Schema of(MetastoreTable table) {
        List<PhysicalColumn> columns =
                Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                        .map(c -> new PhysicalColumn(c.name(), type(c), c.comment()))
                        .toList();
        return SchemaExtras.restore(columns, List.of(), Map.of());
    }

    private static DataType type(MetastoreColumn column) {
        try {
            return HiveTypes.toFlink(column.type(), column.name());
        } catch (ValidationException e) {
            return DataTypes.STRING();
        }
    }
}
