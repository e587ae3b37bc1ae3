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
package io.github.flinklakehouse.connector.metastore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** Records from and to the classes that Thrift generated. */
final class ThriftRecords {
    private static final String EXTERNAL = "EXTERNAL";

    private ThriftRecords() {}

    static MetastoreDatabase database(Database database) {
        return new MetastoreDatabase(
                database.getName(),
                text(database.getDescription()),
                text(database.getLocationUri()),
                map(database.getParameters()));
    }

    static Database thrift(MetastoreDatabase database) {
        return merge(database, new Database());
    }

    static Database merge(MetastoreDatabase database, Database current) {
        Database merged = current.deepCopy();
        merged.setName(database.name());
        merged.setDescription(database.comment());
        merged.setParameters(new HashMap<>(database.parameters()));
        if (!database.location().isEmpty()) {
            merged.setLocationUri(database.location());
        }
        return merged;
    }

    static MetastoreTable table(Table table) {
        return new MetastoreTable(
                table.getDbName(),
                table.getTableName(),
                text(table.getOwner()),
                kind(table),
                columns(table.getSd() == null ? null : table.getSd().getCols()),
                columns(table.getPartitionKeys()),
                storage(table.getSd()),
                map(table.getParameters()),
                text(table.getViewOriginalText()),
                text(table.getViewExpandedText()));
    }

    static Table thrift(MetastoreTable table) {
        Table created = new Table();
        created.setCreateTime(Math.toIntExact(System.currentTimeMillis() / 1000));
        return merge(table, created);
    }

    static Table merge(MetastoreTable table, Table current) {
        Table merged = current.deepCopy();
        merged.setDbName(table.database());
        merged.setTableName(table.name());
        merged.setOwner(table.owner());
        merged.setOwnerType(PrincipalType.USER);
        merged.setTableType(thrift(table.kind()).name());
        merged.setPartitionKeys(thrift(table.partitionKeys()));
        merged.setSd(merge(table.storage(), table.columns(), merged.getSd()));
        Map<String, String> parameters = new HashMap<>(table.parameters());
        if (table.kind() == MetastoreTable.Kind.EXTERNAL) {
            parameters.put(EXTERNAL, "TRUE");
        } else {
            parameters.remove(EXTERNAL);
        }
        merged.setParameters(parameters);
        if (!table.viewOriginalText().isEmpty()) {
            merged.setViewOriginalText(table.viewOriginalText());
            merged.setViewExpandedText(table.viewExpandedText());
        }
        return merged;
    }

    static MetastorePartition partition(Partition partition) {
        return new MetastorePartition(
                partition.getValues(),
                columns(partition.getSd().getCols()),
                storage(partition.getSd()),
                map(partition.getParameters()),
                partition.getCreateTime() * 1000L);
    }

    static List<Partition> thrift(
            String database, String table, List<MetastorePartition> partitions) {
        int now = Math.toIntExact(System.currentTimeMillis() / 1000);
        List<Partition> thrift = new ArrayList<>(partitions.size());
        for (MetastorePartition partition : partitions) {
            thrift.add(
                    new Partition(
                            partition.values(),
                            database,
                            table,
                            partition.createTime() > 0
                                    ? Math.toIntExact(partition.createTime() / 1000)
                                    : now,
                            0,
                            merge(partition.storage(), partition.columns(), null),
                            new HashMap<>(partition.parameters())));
        }
        return thrift;
    }

    static MetastoreFunction function(Function function) {
        return new MetastoreFunction(
                function.getDbName(), function.getFunctionName(), function.getClassName());
    }

    static Function thrift(MetastoreFunction function) {
        return new Function(
                function.name(),
                function.database(),
                function.className(),
                null, // no owner
                PrincipalType.GROUP,
                Math.toIntExact(System.currentTimeMillis() / 1000),
                FunctionType.JAVA,
                new ArrayList<>());
    }

    private static MetastoreTable.Kind kind(Table table) {
        String type = text(table.getTableType());
        if (type.equals(TableType.VIRTUAL_VIEW.name())) {
            return MetastoreTable.Kind.VIEW;
        }
        if (type.equals(TableType.MATERIALIZED_VIEW.name())) {
            return MetastoreTable.Kind.MATERIALIZED_VIEW;
        }
        // The metastore itself goes by the parameter when it decides whether to delete files.
        return type.equals(TableType.EXTERNAL_TABLE.name())
                        || "TRUE".equalsIgnoreCase(map(table.getParameters()).get(EXTERNAL))
                ? MetastoreTable.Kind.EXTERNAL
                : MetastoreTable.Kind.MANAGED;
    }

    private static TableType thrift(MetastoreTable.Kind kind) {
        return switch (kind) {
            case MANAGED -> TableType.MANAGED_TABLE;
            case EXTERNAL -> TableType.EXTERNAL_TABLE;
            case VIEW -> TableType.VIRTUAL_VIEW;
            case MATERIALIZED_VIEW -> TableType.MATERIALIZED_VIEW;
        };
    }

    private static TableStorage storage(StorageDescriptor descriptor) {
        if (descriptor == null) {
            return new TableStorage("", "", "", "", Map.of(), List.of(), 0);
        }
        Optional<SerDeInfo> serde = Optional.ofNullable(descriptor.getSerdeInfo());
        return new TableStorage(
                text(descriptor.getLocation()),
                text(descriptor.getInputFormat()),
                text(descriptor.getOutputFormat()),
                text(serde.map(SerDeInfo::getSerializationLib).orElse("")),
                map(serde.map(SerDeInfo::getParameters).orElse(Map.of())),
                Optional.ofNullable(descriptor.getBucketCols()).orElse(List.of()),
                descriptor.getNumBuckets());
    }

    private static StorageDescriptor merge(
            TableStorage storage, List<MetastoreColumn> columns, StorageDescriptor current) {
        StorageDescriptor merged = current == null ? emptyDescriptor() : current;
        merged.setCols(thrift(columns));
        merged.setLocation(orNull(storage.location()));
        merged.setInputFormat(orNull(storage.inputFormat()));
        merged.setOutputFormat(orNull(storage.outputFormat()));
        merged.getSerdeInfo().setSerializationLib(orNull(storage.serde()));
        merged.getSerdeInfo().setParameters(new HashMap<>(storage.serdeParameters()));
        merged.setBucketCols(new ArrayList<>(storage.bucketColumns()));
        merged.setNumBuckets(storage.buckets());
        return merged;
    }

    private static StorageDescriptor emptyDescriptor() {
        StorageDescriptor descriptor = new StorageDescriptor();
        descriptor.setSerdeInfo(new SerDeInfo());
        descriptor.setSortCols(new ArrayList<>());
        descriptor.setParameters(new HashMap<>());
        return descriptor;
    }

    private static List<MetastoreColumn> columns(List<FieldSchema> fields) {
        if (fields == null) {
            return List.of();
        }
        return fields.stream()
                .map(f -> new MetastoreColumn(f.getName(), f.getType(), text(f.getComment())))
                .toList();
    }

    private static List<FieldSchema> thrift(List<MetastoreColumn> columns) {
        List<FieldSchema> fields = new ArrayList<>(columns.size());
        columns.forEach(c -> fields.add(new FieldSchema(c.name(), c.type(), orNull(c.comment()))));
        return fields;
    }

    private static String text(String thrift) {
        return thrift == null ? "" : thrift;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Map<String, String> map(Map<String, String> thrift) {
        if (thrift == null) {
            return Map.of();
        }
        Map<String, String> map = new HashMap<>(thrift);
        map.values().removeIf(value -> value == null);
        return map;
    }
}
