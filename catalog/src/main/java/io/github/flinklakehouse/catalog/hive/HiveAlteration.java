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
package io.github.flinklakehouse.catalog.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Changes;
import io.github.flinklakehouse.catalog.ColumnCase;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.connector.hive.FileMetadata;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/**
 * An ALTER TABLE on a Hive table. Only the metastore is changed, never a file: so only what leaves
 * the values in old files as they were is allowed.
 */
final class HiveAlteration {
    /** What says how the files are read; old files would be read wrongly. */
    private static final Set<String> FIXED =
            Set.of("connector", HiveCreation.FORMAT, HiveCreation.LOCATION);

    private final MetastoreTable table;
    private final List<MetastoreColumn> columns;
    private final Map<String, String> parameters;

    HiveAlteration(MetastoreTable table) {
        this.table = requireNonNull(table, "table");
        this.columns = new ArrayList<>(table.columns());
        this.parameters = new HashMap<>(SchemaExtras.without(table.parameters()));
    }

    /** The record of the table after all changes. */
    MetastoreTable apply(ResolvedCatalogBaseTable<?> newTable, List<TableChange> changes) {
        changes.forEach(this::apply);
        parameters.putAll(
                SchemaExtras.of(
                        table.fullName(),
                        newTable.getResolvedSchema(),
                        FileMetadata.of(table.partitionKeyNames()).keySet(),
                        ColumnCase.LOWER));
        parameters.putAll(HiveDefinition.nullability(newTable.getResolvedSchema()));
        return table.withColumns(columns).withParameters(parameters);
    }

    private void apply(TableChange change) {
        if (change instanceof TableChange.SetOption set) {
            checkOption(set.getKey());
            parameters.put(set.getKey(), set.getValue());
        } else if (change instanceof TableChange.ResetOption reset) {
            checkOption(reset.getKey());
            parameters.remove(reset.getKey());
        } else if (change instanceof TableChange.AddColumn add) {
            addColumn(add);
        } else if (change instanceof TableChange.ModifyColumn modify) {
            modifyColumn(modify);
        } else if (change instanceof TableChange.DropColumn drop) {
            if (find(drop.getColumnName()) >= 0) {
                throw Changes.refuse(table, "Hive", change)
                        .instead("leave it, or migrate the table to Iceberg");
            }
        } else if (!(change instanceof TableChange.AddWatermark
                || change instanceof TableChange.ModifyWatermark
                || change instanceof TableChange.DropWatermark)) {
            throw Changes.refuse(table, "Hive", change).instead("migrate the table to Iceberg");
        }
    }

    private void checkOption(String key) {
        if (FIXED.contains(key) || key.startsWith(HiveCreation.SERDE_PREFIX)) {
            throw Refusal.of(
                            "alter table",
                            table,
                            "has files, which the option '" + key + "' says how to read")
                    .instead("create another table");
        }
    }

    private void addColumn(TableChange.AddColumn add) {
        Column column = add.getColumn();
        if (!column.isPhysical()) {
            return;
        }
        if (!column.getDataType().getLogicalType().isNullable()) {
            throw Refusal.of(
                            "add column " + column.getName() + " to table",
                            table,
                            "can have rows, which would be without a value for this NOT NULL column")
                    .instead("add it nullable");
        }
        boolean atTheEnd =
                add.getPosition() == null
                        || (add.getPosition() instanceof TableChange.After after
                                && (find(after.column()) == columns.size() - 1
                                        || table.partitionKeyNames().contains(after.column())));
        if (!atTheEnd) {
            throw Refusal.of(
                            "add column " + column.getName() + " to table",
                            table,
                            "is a Hive table, which takes new columns only behind the others")
                    .instead("leave FIRST or AFTER out");
        }
        MetastoreColumn added = HiveCreation.column(column);
        if (find(added.name()) >= 0 || table.partitionKeyNames().contains(added.name())) {
            throw Refusal.of(
                            "add column " + column.getName() + " to table",
                            table,
                            "has one called, in lower case as Hive sees them, " + added.name())
                    .instead("give it another name");
        }
        HiveCreation.requireHeld("alter table", table.fullName(), table.storage(), added);
        columns.add(added);
    }

    private void modifyColumn(TableChange.ModifyColumn modify) {
        Column before = modify.getOldColumn();
        Column after = modify.getNewColumn();
        int index = find(before.getName());
        if (!before.isPhysical() && !after.isPhysical()) {
            return;
        }
        if (index < 0 || !after.isPhysical() || modify.getNewPosition() != null) {
            throw Changes.refuse(table, "Hive", modify).instead("migrate the table to Iceberg");
        }
        if (!before.getName().equals(after.getName()) && !isOrcByPosition()) {
            requireText("rename", before.getName());
        }
        LogicalType newType = after.getDataType().getLogicalType();
        LogicalType oldType = before.getDataType().getLogicalType();
        if (oldType.isNullable() && !newType.isNullable()) {
            throw Refusal.of(
                    "alter column " + before.getName() + " of table",
                    table,
                    "can have rows with NULL there, so that the column cannot become NOT NULL");
        }
        if (!newType.copy(true).equals(oldType.copy(true))) {
            if (is(HiveStorageFormat.ORC)) {
                require(OrcTypeChanges.keepValues(oldType, newType), modify);
            } else {
                requireText("change the type of", before.getName());
                require(isWider(oldType, newType), modify);
            }
        }
        columns.set(index, HiveCreation.column(after));
    }

    private boolean is(HiveStorageFormat format) {
        return HiveStorageFormat.of(table.storage()).filter(format::equals).isPresent();
    }

    /** Its readers then do not look at the names of columns. */
    private boolean isOrcByPosition() {
        return is(HiveStorageFormat.ORC)
                && Boolean.parseBoolean(table.parameters().get("orc.force.positional.evolution"));
    }

    /** Text has columns by position and values as text: a new name or a wider type fits them. */
    private void requireText(String verb, String column) {
        if (!is(HiveStorageFormat.TEXTFILE)) {
            throw Refusal.of(
                            verb + " column " + column + " of table",
                            table,
                            "has files that store columns by name and type, and would no longer match")
                    .instead("add a column, or migrate the table to Iceberg");
        }
    }

    private static boolean isWider(LogicalType oldType, LogicalType newType) {
        return newType.is(LogicalTypeFamily.CHARACTER_STRING)
                ? LogicalTypeCasts.supportsExplicitCast(oldType, newType)
                        && !newType.is(oldType.getTypeRoot())
                : LogicalTypeCasts.supportsImplicitCast(oldType, newType);
    }

    private void require(boolean keepsValues, TableChange.ModifyColumn change) {
        if (!keepsValues) {
            throw Refusal.of(
                            "change the type of column "
                                    + change.getOldColumn().getName()
                                    + " of table",
                            table,
                            "can have values of "
                                    + summary(change.getOldColumn())
                                    + " that are not of "
                                    + summary(change.getNewColumn()))
                    .instead("add a column");
        }
    }

    private static String summary(Column column) {
        return column.getDataType().getLogicalType().copy(true).asSummaryString();
    }

    private int find(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
