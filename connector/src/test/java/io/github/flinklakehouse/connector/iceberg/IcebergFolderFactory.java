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

import io.github.flinklakehouse.connector.iceberg.rowlevel.RowChange;
import io.github.flinklakehouse.connector.iceberg.rowlevel.RowLevelTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.iceberg.flink.IcebergTableSink;
import org.apache.iceberg.flink.TableLoader;

/** Iceberg tables in folders, without a catalog. */
public final class IcebergFolderFactory implements DynamicTableSinkFactory {
    static final String IDENTIFIER = "iceberg-folder";

    private static final ConfigOption<String> PATH =
            ConfigOptions.key("path").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Map<String, String> options = context.getCatalogTable().getOptions();
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        TableLoader loader = TableLoader.fromHadoopTable(options.get(PATH.key()));
        Optional<UniqueConstraint> key = schema.getPrimaryKey();
        InsertPlan plan =
                new InsertPlan(
                        loader,
                        ResolvedSchema.of(schema.getColumns()),
                        context.getConfiguration(),
                        options);
        return new IcebergSink(
                "folder",
                key.isPresent(),
                new IcebergTableSink(loader, schema, context.getConfiguration(), options),
                key.map(constraint -> new KeyedInsert(plan, constraint.getColumns())).orElse(null),
                key.isPresent() ? null : new UnkeyedInsert(plan, UnkeyedInsert.Mode.INTO),
                () -> {
                    throw new UnsupportedOperationException();
                },
                new RowChange(
                        new RowLevelTable(
                                context.getObjectIdentifier(),
                                "folder",
                                () -> {
                                    throw new UnsupportedOperationException();
                                },
                                loader,
                                schema,
                                options,
                                context.getConfiguration())));
    }
}
