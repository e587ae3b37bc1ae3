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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.LakeTable;
import io.github.flinklakehouse.connector.LakehouseTableFactory;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.CatalogView;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * A table as it was at one time: all rows of the snapshot that has a name of its own. Flink's
 * planner tells scans apart by name alone, and would read one of them for both when a table and its
 * past stand in one statement, or in one statement set, under the same name.
 *
 * <p>It is a table to Flink's catalog manager, which has no time travel for views.
 */
// Remove when the digest of a scan in Flink has the snapshot of its table.
final class PastTable implements CatalogView {
    private final String catalogName;
    private final LakeTable table;

    /**
     * @param table the snapshot, whose record has {@link LakehouseTableFactory#SNAPSHOT}
     */
    PastTable(String catalogName, LakeTable table) {
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.table = requireNonNull(table, "table");
    }

    /** The name under which this catalog has the snapshot. */
    ObjectPath snapshot() {
        MetastoreTable record = table.record();
        return new ObjectPath(
                record.database(),
                record.name()
                        + "$"
                        + FormatTables.SNAPSHOT_PREFIX
                        + record.parameters().get(LakehouseTableFactory.SNAPSHOT));
    }

    @Override
    public TableKind getTableKind() {
        return TableKind.TABLE;
    }

    @Override
    public String getOriginalQuery() {
        return getExpandedQuery();
    }

    @Override
    public String getExpandedQuery() {
        return "SELECT * FROM %s.%s.%s"
                .formatted(
                        quoted(catalogName),
                        quoted(snapshot().getDatabaseName()),
                        quoted(snapshot().getObjectName()));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Its columns; watermarks and keys come along with the snapshot. */
    @Override
    public Schema getUnresolvedSchema() {
        return Schema.newBuilder().fromColumns(table.getUnresolvedSchema().getColumns()).build();
    }

    @Override
    public String getComment() {
        return table.getComment();
    }

    @Override
    public Optional<String> getDescription() {
        return table.getDescription();
    }

    @Override
    public Optional<String> getDetailedDescription() {
        return table.getDetailedDescription();
    }

    @Override
    public Map<String, String> getOptions() {
        return Map.of();
    }

    @Override
    public CatalogBaseTable copy() {
        return new PastTable(catalogName, table.copy());
    }
}
