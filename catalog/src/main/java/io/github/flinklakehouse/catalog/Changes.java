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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.Schema.UnresolvedColumn;
import org.apache.flink.table.api.Schema.UnresolvedPhysicalColumn;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.types.DataType;

/** Helps with the changes of {@code ALTER TABLE}. */
public final class Changes {

    private Changes() {}

    /**
     * The option changes from one table to another; for callers that do not say more. Other
     * differences cannot be told from here: a renamed column looks like a dropped and an added one.
     *
     * @throws Refusal when there are other differences
     */
    static List<TableChange> between(
            MetastoreTable table, CatalogBaseTable current, CatalogBaseTable newTable) {
        if (!definition(current).equals(definition(newTable))) {
            throw Refusal.of(
                            "alter table",
                            table,
                            "would get other columns, keys or comment, and the call does not say"
                                    + " how")
                    .instead("use ALTER TABLE");
        }
        List<TableChange> changes = new ArrayList<>();
        Map<String, String> removed = new HashMap<>(current.getOptions());
        newTable.getOptions()
                .forEach(
                        (key, value) -> {
                            if (!value.equals(removed.remove(key))) {
                                changes.add(TableChange.set(key, value));
                            }
                        });
        removed.keySet().forEach(key -> changes.add(TableChange.reset(key)));
        return changes;
    }

    /** What options do not say of a table, as far as both ways to describe one have it. */
    private static List<String> definition(CatalogBaseTable table) {
        List<String> definition = new ArrayList<>();
        for (UnresolvedColumn column : table.getUnresolvedSchema().getColumns()) {
            String type =
                    column instanceof UnresolvedPhysicalColumn physical
                                    && physical.getDataType() instanceof DataType known
                            ? known.getLogicalType().copy(true).asSummaryString()
                            : "";
            definition.add(column.getName() + " " + type);
        }
        if (table instanceof CatalogTable keyed) {
            definition.addAll(keyed.getPartitionKeys());
        }
        definition.add(table.getComment() == null ? "" : table.getComment());
        return definition;
    }

    /** The refusal of a change that a format cannot make. */
    public static Refusal refuse(MetastoreTable table, String format, TableChange change) {
        return Refusal.of(
                "alter table",
                table,
                "is " + article(format) + " table, which cannot " + verb(change));
    }

    private static String article(String format) {
        return format.equals("Iceberg") ? "an Iceberg" : "a " + format;
    }

    private static String verb(TableChange change) {
        if (change instanceof TableChange.DropColumn drop) {
            return "drop a column (" + drop.getColumnName() + ")";
        }
        if (change instanceof TableChange.ModifyColumn modify) {
            return "change column " + modify.getOldColumn().getName() + " so";
        }
        if (change instanceof TableChange.AddColumn add) {
            return "add column " + add.getColumn().getName() + " so";
        }
        if (change instanceof TableChange.AddUniqueConstraint
                || change instanceof TableChange.ModifyUniqueConstraint
                || change instanceof TableChange.DropConstraint) {
            return "have its primary key changed";
        }
        if (change instanceof TableChange.AddDistribution
                || change instanceof TableChange.ModifyDistribution
                || change instanceof TableChange.DropDistribution) {
            return "have a distribution";
        }
        return "make the change " + change;
    }
}
