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
package io.github.flinklakehouse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metastore is a real one: what catalogs ask of it works, and survives a restart. */
class MetastoreProcessTest {

    private static final Path LIB = Path.of("target", "metastore", "lib");

    @TempDir private Path folder;
    private MetastoreProcess metastore;

    @BeforeEach
    void start() {
        metastore =
                MetastoreProcess.start(LIB, folder.resolve("a metastore"), folder.resolve("lake"));
    }

    @AfterEach
    void stop() {
        metastore.close();
    }

    @Test
    void filtersPartitionsByStringColumn() throws Exception {
        try (Connection connection = connect()) {
            createTable(connection.client);
            Table table = connection.client.get_table("db", "flights");
            connection.client.add_partitions(
                    List.of(partition(table, "2001-01"), partition(table, "2001-02")));

            assertThat(
                            connection.client.get_partitions_by_filter(
                                    "db", "flights", "flight_month > '2001-01'", (short) -1))
                    .singleElement()
                    .satisfies(found -> assertThat(found.getValues()).containsExactly("2001-02"));
            assertThat(connection.client.get_partition_names("db", "flights", (short) -1))
                    .containsExactly("flight_month=2001-01", "flight_month=2001-02");
        }
    }

    @Test
    void grantsLocks() throws Exception {
        try (Connection connection = connect()) {
            LockComponent component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "db");
            component.setTablename("flights");
            LockRequest request = new LockRequest(List.of(component), "user", "host");

            var held = connection.client.lock(request);
            assertThat(held.getState()).isEqualTo(LockState.ACQUIRED);
            assertThat(connection.client.lock(request).getState()).isEqualTo(LockState.WAITING);
            connection.client.unlock(new UnlockRequest(held.getLockid()));
        }
    }

    @Test
    void storesStatisticsAndAltersColumns() throws Exception {
        try (Connection connection = connect()) {
            createTable(connection.client);
            connection.client.update_table_column_statistics(delayStatistics());
            assertThat(
                            connection
                                    .client
                                    .get_table_column_statistics("db", "flights", "delay")
                                    .getStatsObj())
                    .hasSize(1);

            Table table = connection.client.get_table("db", "flights");
            table.getSd().setCols(List.of(new FieldSchema("delay", "string", "")));
            table.putToParameters("numRows", "1");
            connection.client.alter_table("db", "flights", table);
            assertThat(connection.client.get_table("db", "flights").getSd().getCols())
                    .extracting(FieldSchema::getType)
                    .containsExactly("string");

            connection.client.drop_table("db", "flights", true);
            assertThat(connection.client.get_all_tables("db")).isEmpty();
        }
    }

    @Test
    void continuesOnSamePortAfterRestart() throws Exception {
        try (Connection connection = connect()) {
            createTable(connection.client);
        }
        String uri = metastore.uri();
        metastore.restart();

        assertThat(metastore.uri()).isEqualTo(uri);
        try (Connection connection = connect()) {
            assertThat(connection.client.get_all_tables("db")).containsExactly("flights");
        }
    }

    @Test
    void logsEachCall() throws Exception {
        try (Connection connection = connect()) {
            connection.client.get_all_tables("default");
            connection.client.get_all_tables("default");
        }
        assertThat(Files.readAllLines(metastore.auditLog()))
                .filteredOn(line -> line.contains(" get_all_tables:"))
                .hasSize(2);
    }

    private void createTable(ThriftHiveMetastore.Client client) throws Exception {
        client.create_database(
                new Database("db", "", folder.resolve("lake/db.db").toUri().toString(), Map.of()));
        StorageDescriptor storage = new StorageDescriptor();
        storage.setCols(List.of(new FieldSchema("delay", "int", "")));
        storage.setSerdeInfo(new SerDeInfo("", "", Map.of()));
        Table table = new Table();
        table.setDbName("db");
        table.setTableName("flights");
        table.setTableType(TableType.MANAGED_TABLE.name());
        table.setSd(storage);
        table.setPartitionKeys(List.of(new FieldSchema("flight_month", "string", "")));
        client.create_table(table);
    }

    private static Partition partition(Table table, String month) {
        StorageDescriptor storage = table.getSd().deepCopy();
        storage.setLocation(storage.getLocation() + "/flight_month=" + month);
        return new Partition(List.of(month), "db", "flights", 0, 0, storage, Map.of());
    }

    private static ColumnStatistics delayStatistics() {
        var data = new ColumnStatisticsData();
        data.setLongStats(new LongColumnStatsData(0, 3));
        return new ColumnStatistics(
                new ColumnStatisticsDesc(true, "db", "flights"),
                List.of(new ColumnStatisticsObj("delay", "int", data)));
    }

    private Connection connect() throws Exception {
        URI uri = URI.create(metastore.uri());
        TSocket socket = new TSocket(uri.getHost(), uri.getPort());
        socket.open();
        return new Connection(socket, new ThriftHiveMetastore.Client(new TBinaryProtocol(socket)));
    }

    private record Connection(TSocket socket, ThriftHiveMetastore.Client client)
            implements AutoCloseable {
        @Override
        public void close() {
            socket.close();
        }
    }
}
