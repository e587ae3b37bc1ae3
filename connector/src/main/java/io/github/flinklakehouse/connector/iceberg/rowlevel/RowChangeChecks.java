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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.types.Types;

/** What a DELETE or UPDATE cannot do, said when it is planned. */
final class RowChangeChecks {
    private static final int FIRST_VERSION_WITH_DELETES = 2;

    private RowChangeChecks() {}

    /** Checks what both statements want. */
    static void check(RowLevelTable table, Table loaded, RowChangePlan.Kind kind) {
        checkRows(table, kind);
        if (table.hasComputedColumns()) {
            throw refuse(
                    table,
                    kind,
                    "has computed columns, behind which Flink's planner loses the place of a row — declare a temporary table with 'connector' = 'lakehouse' over it without them, and change the rows of that");
        }
        if (TableUtil.formatVersion(loaded) < FIRST_VERSION_WITH_DELETES) {
            throw refuse(
                    table,
                    kind,
                    "is an Iceberg table of format version 1, of which only whole files can be deleted — upgrade it with ALTER TABLE … SET ('format-version' = '2')");
        }
    }

    /** Checks that all rows of the present are read. */
    static void checkRows(RowLevelTable table, RowChangePlan.Kind kind) {
        table.otherRows()
                .ifPresent(
                        option -> {
                            throw refuse(
                                    table,
                                    kind,
                                    "is read with the option '"
                                            + option
                                            + "', but a statement that changes rows reads all rows of the present — leave the option away");
                        });
    }

    /** Checks what an UPDATE wants besides. */
    static void checkUpdate(RowLevelTable table, Table loaded, List<Column> updated) {
        List<String> key =
                table.schema().getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        for (Column column : updated) {
            if (key.contains(column.getName())) {
                throw refuse(
                        table,
                        RowChangePlan.Kind.UPDATE,
                        "has the column "
                                + column.getName()
                                + " in its primary key, and the new key may be that of another row — DELETE the rows and INSERT them with the new key");
            }
        }
        List<String> declared = table.columns().stream().map(Column::getName).toList();
        List<String> stored =
                loaded.schema().columns().stream().map(Types.NestedField::name).toList();
        if (!declared.equals(stored)) {
            throw refuse(
                    table,
                    RowChangePlan.Kind.UPDATE,
                    "has the columns "
                            + stored
                            + " but is declared here with "
                            + declared
                            + ", and the others would be lost — declare all of them in the same order");
        }
    }

    private static ValidationException refuse(
            RowLevelTable table, RowChangePlan.Kind kind, String why) {
        return new ValidationException(
                "Cannot %s rows of table: %s %s".formatted(kind.verb(), table.name(), why));
    }
}
