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

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;

/** Hive tables in a local directory, and SQL over them. */
final class HiveTestLake {
    private static MemoryMetastore current;

    private final MemoryMetastore metastore = new MemoryMetastore();
    private final Path warehouse;
    private final StreamTableEnvironment sql;

    HiveTestLake(Path warehouse, EnvironmentSettings settings) {
        this(warehouse, settings, new Configuration());
    }

    /** With other than the usual options, by which a failure is not tried again. */
    HiveTestLake(Path warehouse, EnvironmentSettings settings, Configuration options) {
        this.warehouse = warehouse;
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.addAll(options);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(2);
        this.sql = StreamTableEnvironment.create(environment, settings);
        setCurrent(metastore);
    }

    private static synchronized void setCurrent(MemoryMetastore metastore) {
        current = metastore;
    }

    static synchronized MemoryMetastore currentMetastore() {
        return current;
    }

    MemoryMetastore metastore() {
        return metastore;
    }

    StreamTableEnvironment sql() {
        return sql;
    }

    Path directory(String table) {
        return warehouse.resolve(table);
    }

    /** Columns from a list such as {@code "id:int, tags:array<string>"}. */
    static List<MetastoreColumn> columns(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(";"))
                        .map(each -> each.trim().split(":", 2))
                        .map(pair -> new MetastoreColumn(pair[0], pair[1], ""))
                        .toList();
    }

    /** Makes a table, and its directory. */
    void create(
            String name,
            String columns,
            String partitionKeys,
            HiveStorageFormat format,
            Map<String, String> parameters) {
        create(
                name,
                columns,
                partitionKeys,
                format.storage(directory(name).toString()),
                parameters);
    }

    void create(
            String name,
            String columns,
            String partitionKeys,
            TableStorage storage,
            Map<String, String> parameters) {
        MetastoreTable table =
                new MetastoreTable(
                        "db",
                        name,
                        "",
                        MetastoreTable.Kind.MANAGED,
                        columns(columns),
                        columns(partitionKeys),
                        storage,
                        parameters,
                        "",
                        "");
        metastore.createTable(table);
        declare(table, Map.of());
        try {
            Files.createDirectories(directory(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Declares a table to the planner again, with these options. */
    void declare(MetastoreTable table, Map<String, String> options) {
        Schema.Builder schema = Schema.newBuilder();
        Stream.concat(table.columns().stream(), table.partitionKeys().stream())
                .forEach(
                        column ->
                                schema.column(
                                        column.name(),
                                        HiveTypes.toFlink(column.type(), column.name())));
        TableDescriptor.Builder descriptor =
                TableDescriptor.forConnector(HiveTestFactory.IDENTIFIER)
                        .schema(schema.build())
                        .partitionedBy(table.partitionKeyNames().toArray(String[]::new))
                        .option(HiveTestFactory.TABLE, table.name());
        options.forEach(descriptor::option);
        sql.dropTemporaryTable(table.name());
        sql.createTemporaryTable(table.name(), descriptor.build());
    }

    /** Adds a partition at its usual place. */
    void addPartition(String table, TableStorage storage, List<String> values) {
        MetastoreTable record = metastore.table("db", table).orElseThrow();
        metastore.addPartitions(
                "db",
                table,
                List.of(new MetastorePartition(values, record.columns(), storage, Map.of())));
    }

    void execute(String statement) throws Exception {
        sql.executeSql(statement).await();
    }

    /** The rows of a query, as text, sorted. */
    List<String> query(String query) {
        List<Row> rows = CollectionUtil.iteratorToList(sql.executeSql(query).collect());
        return rows.stream().map(Row::toString).sorted().toList();
    }

    /** All files and empty directories below a table's directory, hidden ones too. */
    List<String> files(String table) {
        Path root = directory(table);
        try (Stream<Path> paths = Files.walk(root)) {
            List<String> found = new ArrayList<>();
            for (Path path : paths.sorted().toList()) {
                if (Files.isRegularFile(path)) {
                    found.add(root.relativize(path).toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
