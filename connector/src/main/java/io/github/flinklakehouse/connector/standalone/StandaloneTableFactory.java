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
package io.github.flinklakehouse.connector.standalone;

import io.github.flinklakehouse.connector.ConnectionOptions;
import io.github.flinklakehouse.connector.FormatConnector;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.LakeConnectionBuilder;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.hive.HiveOptionsCheck;
import io.github.flinklakehouse.connector.hive.PlannedPartitions;
import io.github.flinklakehouse.connector.iceberg.IcebergHints;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

/**
 * Makes tables {@code WITH ('connector' = 'lakehouse')}: a lake table under another definition,
 * which can add a watermark, computed columns or options to it. For temporary tables and tables of
 * other catalogs; options that are not of the connection go to the connector of the format.
 */
public final class StandaloneTableFactory
        implements DynamicTableSourceFactory, DynamicTableSinkFactory {

    /** A lake table, with the context that its connector shall see. */
    private record Target(FormatConnector connector, MetastoreTable table, Context context) {}

    @Override
    public String factoryIdentifier() {
        return StandaloneOptions.IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(StandaloneOptions.TABLE);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(ConnectionOptions.all());
        options.add(StandaloneOptions.DATABASE);
        return options;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Target target = target(context);
        return target.connector().source(target.table(), target.context());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Target target = target(context);
        return target.connector().sink(target.table(), target.context());
    }

    private Target target(Context context) {
        String name = context.getObjectIdentifier().asSummaryString();
        Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
        Configuration configuration = Configuration.fromMap(options);
        String database = lower(configuration.get(StandaloneOptions.DATABASE));
        String table =
                lower(
                        configuration
                                .getOptional(StandaloneOptions.TABLE)
                                .orElseThrow(
                                        () ->
                                                refuse(
                                                        name,
                                                        "the option 'table' names no lake table")));
        LakeConnection connection = LakeConnectionBuilder.build(name, configuration, options);
        MetastoreTable record =
                connection
                        .load()
                        .table(database, table)
                        .orElseThrow(
                                () -> refuse(name, database + "." + table + " does not exist"));
        FormatConnector connector =
                FormatConnectors.over(connection, new PlannedPartitions())
                        .get(TableFormat.of(record));
        if (connector == null || TableFormat.of(record) == TableFormat.GENERIC) {
            throw refuse(name, database + "." + table + " is no Hive or Iceberg table");
        }
        options.keySet().removeIf(this::isOfConnection);
        if (TableFormat.of(record) == TableFormat.ICEBERG) {
            IcebergHints.check(record, withoutCopied(options, record));
        } else {
            HiveOptionsCheck.checkHints("use", record, withoutCopied(options, record).keySet());
        }
        return new Target(
                connector,
                record,
                new TableContext(context, context.getCatalogTable().copy(options)));
    }

    /** Without what LIKE copied from the table itself. */
    private static Map<String, String> withoutCopied(
            Map<String, String> options, MetastoreTable record) {
        Map<String, String> own = new HashMap<>(options);
        own.keySet().removeAll(record.parameters().keySet());
        own.keySet().removeAll(Set.of("format-version", "format", "location"));
        own.keySet().removeIf(key -> key.startsWith("serde."));
        return own;
    }

    private boolean isOfConnection(String key) {
        return key.equals("connector")
                || key.equals(StandaloneOptions.TABLE.key())
                || optionalOptions().stream().anyMatch(option -> option.key().equals(key))
                || ConnectionOptions.PREFIXES.stream().anyMatch(key::startsWith);
    }

    private static ValidationException refuse(String name, String why) {
        return new ValidationException("Cannot use table: " + name + " — " + why);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
