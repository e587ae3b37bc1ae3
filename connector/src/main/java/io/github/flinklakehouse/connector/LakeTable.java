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
package io.github.flinklakehouse.connector;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.TableDistribution;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * A table as the catalog hands it to the planner, together with the metastore record it was made
 * from. The record travels with the table, through hints too, so that planning a query needs no
 * second look-up and no option can change what the table is.
 */
public final class LakeTable implements CatalogTable {
    private final CatalogTable table;
    private final MetastoreTable record;
    private final Map<String, String> ownOptions;

    /**
     * @param table as the catalog has it, without hints
     */
    public LakeTable(CatalogTable table, MetastoreTable record) {
        this(table, record, table.getOptions());
    }

    private LakeTable(CatalogTable table, MetastoreTable record, Map<String, String> ownOptions) {
        this.table = requireNonNull(table, "table");
        this.record = requireNonNull(record, "record");
        this.ownOptions = Map.copyOf(ownOptions);
    }

    /**
     * Keys of the options that the statement itself gives a table, in a hint. A table that is not
     * there yet has none: its options are those that it will have.
     */
    public static Set<String> hints(ResolvedCatalogTable table) {
        if (!(table.getOrigin() instanceof LakeTable origin)) {
            return Set.of();
        }
        Map<String, String> hints = new HashMap<>(table.getOptions());
        hints.entrySet().removeAll(origin.ownOptions.entrySet());
        hints.remove(FactoryUtil.CONNECTOR.key()); // says nothing here, be it right or wrong
        return hints.keySet();
    }

    /** The metastore record that this table was made from. */
    public MetastoreTable record() {
        return record;
    }

    @Override
    public CatalogTable copy(Map<String, String> options) {
        return new LakeTable(table.copy(options), record, ownOptions);
    }

    @Override
    public LakeTable copy() {
        return new LakeTable((CatalogTable) table.copy(), record, ownOptions);
    }

    @Override
    public Schema getUnresolvedSchema() {
        return table.getUnresolvedSchema();
    }

    @Override
    public Map<String, String> getOptions() {
        return table.getOptions();
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
    public boolean isPartitioned() {
        return table.isPartitioned();
    }

    @Override
    public List<String> getPartitionKeys() {
        return table.getPartitionKeys();
    }

    @Override
    public Optional<Long> getSnapshot() {
        return table.getSnapshot();
    }

    @Override
    public Optional<TableDistribution> getDistribution() {
        return table.getDistribution();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LakeTable that
                && table.equals(that.table)
                && record.equals(that.record);
    }

    @Override
    public int hashCode() {
        return table.hashCode();
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
