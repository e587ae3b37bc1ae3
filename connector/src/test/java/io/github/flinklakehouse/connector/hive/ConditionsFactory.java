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
package io.github.flinklakehouse.connector.hive;

import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/** A table that is never read: it shows which conditions the planner hands to a source. */
public final class ConditionsFactory implements DynamicTableSourceFactory {
    private static final String IDENTIFIER = "conditions";
    private static List<ResolvedExpression> captured = List.of();

    /** The conditions of a query, on a table of this schema, whose WHERE has this text. */
    static synchronized List<ResolvedExpression> of(
            TableEnvironment environment, Schema schema, String where) {
        captured = List.of();
        environment.createTemporaryTable(
                IDENTIFIER, TableDescriptor.forConnector(IDENTIFIER).schema(schema).build(), true);
        environment.explainSql("SELECT * FROM " + IDENTIFIER + " WHERE " + where);
        return captured;
    }

    private static synchronized void capture(List<ResolvedExpression> conditions) {
        captured = List.copyOf(conditions);
    }

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return new TableSource();
    }

    private static final class TableSource implements ScanTableSource, SupportsFilterPushDown {
        @Override
        public Result applyFilters(List<ResolvedExpression> filters) {
            capture(filters);
            return Result.of(List.of(), filters);
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return SourceProvider.of(neverRead());
        }

        @SuppressWarnings("unchecked")
        private static Source<RowData, ?, ?> neverRead() {
            return (Source<RowData, ?, ?>) (Source<?, ?, ?>) new NumberSequenceSource(0, 0);
        }

        @Override
        public DynamicTableSource copy() {
            return new TableSource();
        }

        @Override
        public String asSummaryString() {
            return IDENTIFIER;
        }
    }
}
