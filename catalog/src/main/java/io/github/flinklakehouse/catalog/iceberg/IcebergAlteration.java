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

import static java.util.Objects.requireNonNull;
import static org.apache.iceberg.TableProperties.UPSERT_ENABLED;

import io.github.flinklakehouse.catalog.Changes;
import io.github.flinklakehouse.catalog.ColumnCase;
import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.catalog.SchemaExtras;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogBaseTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.flink.FlinkSchemaUtil;

/** An ALTER TABLE on an Iceberg table: all its changes in one commit, or none. */
final class IcebergAlteration {
    /** What decides where or what the table is; changing it here would break it. */
    private static final Set<String> FIXED = Set.of("connector", "location");

    /** Options that are not stored, but are the partition spec and the sort order in words. */
    private static final Set<String> LAYOUT =
            Set.of(IcebergPartitioning.OPTION, IcebergSortOrder.OPTION);

    /** What RESET makes of them. */
    private static final String NONE = "";

    private final MetastoreTable record;
    private final Table table;

    /** Properties to set, or where empty to remove. */
    private final Map<String, Optional<String>> properties = new HashMap<>();

    /** New text of the partition spec and of the sort order; of neither when not changed. */
    private final Map<String, String> layout = new HashMap<>();

    /** Their place is relative to physical columns, not the other way round. */
    private final Set<String> computedColumns = new HashSet<>();

    IcebergAlteration(MetastoreTable record, Table table) {
        this.record = requireNonNull(record, "record");
        this.table = requireNonNull(table, "table");
    }

    void apply(ResolvedCatalogBaseTable<?> newTable, List<TableChange> changes) {
        newTable.getResolvedSchema().getColumns().stream()
                .filter(column -> !column.isPhysical())
                .forEach(column -> computedColumns.add(column.getName()));
        Transaction transaction = table.newTransaction(); // of the table as it is by now
        if (!isRecorded()) {
            throw refuseConcurrent(record);
        }
        UpdateSchema schema = transaction.updateSchema();
        changes.forEach(change -> apply(change, schema));
        schema.commit();
        changeLayout(transaction);
        replaceExtras(newTable);
        UpdateProperties update = transaction.updateProperties();
        properties.forEach(
                (key, value) -> {
                    if (value.isPresent()) {
                        update.set(key, value.get());
                    } else {
                        update.remove(key);
                    }
                });
        update.commit();
        transaction.commitTransaction();
    }

    /** Else the new schema, which was made for the record, would undo what came between. */
    private boolean isRecorded() {
        return ((BaseTable) table)
                .operations()
                .current()
                .metadataFileLocation()
                .equals(
                        record.parameters()
                                .get(BaseMetastoreTableOperations.METADATA_LOCATION_PROP));
    }

    /** The refusal when somebody else was faster. */
    static Refusal refuseConcurrent(MetastoreTable record) {
        return Refusal.of("alter table", record, "was altered by somebody else at the same time")
                .instead("run the statement again");
    }

    private void apply(TableChange change, UpdateSchema schema) {
        if (change instanceof TableChange.SetOption set) {
            checkOption(set.getKey());
            if (LAYOUT.contains(set.getKey())) {
                layout.put(set.getKey(), set.getValue());
            } else {
                properties.put(set.getKey(), Optional.of(set.getValue()));
            }
        } else if (change instanceof TableChange.ResetOption reset) {
            checkOption(reset.getKey());
            if (LAYOUT.contains(reset.getKey())) {
                layout.put(reset.getKey(), NONE);
            } else {
                properties.put(reset.getKey(), Optional.empty());
            }
        } else if (change instanceof TableChange.AddColumn add) {
            addColumn(add, schema);
        } else if (change instanceof TableChange.DropColumn drop) {
            if (table.schema().findField(drop.getColumnName()) != null) {
                schema.deleteColumn(drop.getColumnName());
            }
        } else if (change instanceof TableChange.ModifyColumn modify) {
            modifyColumn(modify, schema);
        } else if (change instanceof TableChange.AddUniqueConstraint add) {
            requireRowLevelDeletes();
            schema.setIdentifierFields(add.getConstraint().getColumns());
            properties.put(UPSERT_ENABLED, Optional.of("true"));
        } else if (change instanceof TableChange.ModifyUniqueConstraint modify) {
            schema.setIdentifierFields(modify.getNewConstraint().getColumns());
        } else if (change instanceof TableChange.DropConstraint) {
            schema.setIdentifierFields(List.of());
            properties.put(UPSERT_ENABLED, Optional.empty());
        } else if (!isExtra(change)) {
            throw Changes.refuse(record, "Iceberg", change);
        }
    }

    private void requireRowLevelDeletes() {
        if (TableUtil.formatVersion(table) == 1) {
            throw Refusal.of(
                            "add primary key to table",
                            record,
                            "is an Iceberg table of format version 1, which lacks the row-level deletes that a PRIMARY KEY needs")
                    .instead("upgrade it with SET ('format-version' = '2')");
        }
    }

    /** Watermarks and computed columns: what the new schema has of them is stored as a whole. */
    private static boolean isExtra(TableChange change) {
        return change instanceof TableChange.AddWatermark
                || change instanceof TableChange.ModifyWatermark
                || change instanceof TableChange.DropWatermark;
    }

    private void checkOption(String key) {
        if (FIXED.contains(key)) {
            throw Refusal.of("alter table", record, "cannot have its option '" + key + "' changed")
                    .instead("create another table");
        }
    }

    /** After the columns, of which the layout may name new ones. */
    private void changeLayout(Transaction transaction) {
        Table changed = transaction.table();
        layout.forEach(
                (option, text) -> {
                    try {
                        if (option.equals(IcebergPartitioning.OPTION)) {
                            partition(changed, text);
                        } else {
                            sort(changed, text);
                        }
                    } catch (IllegalArgumentException e) {
                        throw IcebergCreation.badOption(
                                "alter table", record.fullName(), option, text, e);
                    }
                });
    }

    private static void partition(Table changed, String text) {
        PartitionSpec spec =
                text.equals(NONE)
                        ? PartitionSpec.unpartitioned()
                        : IcebergPartitioning.spec(text, changed.schema());
        UpdatePartitionSpec update = changed.updateSpec();
        IcebergPartitioning.update(changed.spec(), spec, update);
        update.commit();
    }

    private static void sort(Table changed, String text) {
        ReplaceSortOrder order = changed.replaceSortOrder();
        if (!text.equals(NONE)) {
            IcebergSortOrder.add(text, changed.schema(), order);
        }
        order.commit();
    }

    private void addColumn(TableChange.AddColumn add, UpdateSchema schema) {
        Column column = add.getColumn();
        if (!column.isPhysical()) {
            return;
        }
        LogicalType type = column.getDataType().getLogicalType();
        if (!type.isNullable()) {
            throw Refusal.of(
                            "add column " + column.getName() + " to table",
                            record,
                            "can have rows, which would be without a value for this NOT NULL column")
                    .instead("add it nullable");
        }
        schema.addColumn(
                column.getName(), FlinkSchemaUtil.convert(type), column.getComment().orElse(null));
        move(column.getName(), add.getPosition(), schema);
    }

    private void modifyColumn(TableChange.ModifyColumn modify, UpdateSchema schema) {
        Column before = modify.getOldColumn();
        Column after = modify.getNewColumn();
        if (!before.isPhysical() && !after.isPhysical()) {
            return;
        }
        if (before.isPhysical() != after.isPhysical()) {
            throw Changes.refuse(record, "Iceberg", modify);
        }
        String name = before.getName();
        if (!before.getDataType().equals(after.getDataType())) {
            new IcebergTypeChange(record, schema)
                    .apply(
                            name,
                            before.getDataType().getLogicalType(),
                            after.getDataType().getLogicalType());
        }
        if (!before.getComment().equals(after.getComment())) {
            schema.updateColumnDoc(name, after.getComment().orElse(null));
        }
        move(name, modify.getNewPosition(), schema);
        if (!name.equals(after.getName())) {
            schema.renameColumn(name, after.getName());
        }
    }

    private void move(String name, TableChange.ColumnPosition position, UpdateSchema schema) {
        if (position instanceof TableChange.First) {
            schema.moveFirst(name);
        } else if (position instanceof TableChange.After after) {
            if (!computedColumns.contains(after.column())) {
                schema.moveAfter(name, after.column());
            }
        }
    }

    private void replaceExtras(ResolvedCatalogBaseTable<?> newTable) {
        table.properties().keySet().stream()
                .filter(key -> key.startsWith(SchemaExtras.PREFIX))
                .forEach(key -> properties.put(key, Optional.empty()));
        SchemaExtras.of(
                        record.fullName(),
                        newTable.getResolvedSchema(),
                        Set.of(),
                        ColumnCase.DECLARED)
                .forEach((key, value) -> properties.put(key, Optional.of(value)));
        IcebergSchemas.declaredTypes(newTable.getResolvedSchema())
                .forEach((key, value) -> properties.put(key, Optional.of(value)));
    }
}
