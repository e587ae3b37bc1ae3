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
package io.github.flinklakehouse.tests.flow;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.StatementSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Changes of a table elsewhere, as Debezium writes them, into tables with a primary key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangelogIT {
    private static final String DATABASE = "changelog";
    private static final int ORDERS = 300;

    private final Path changes = Lake.instance().newFolder("changes");
    private final Path prepared = Lake.instance().newFolder("prepared");
    private Session batch;
    private Session streaming;

    /** The row that the other database has under an id. */
    private record Order(int id, String city, BigDecimal amount, String status) {
        Order moved(String to) {
            return new Order(id, to, amount, status);
        }

        Order as(String changed) {
            return new Order(id, city, amount, changed);
        }

        String json() {
            return "{\"id\":%d,\"city\":\"%s\",\"amount\":%s,\"status\":\"%s\"}"
                    .formatted(id, city, amount, status);
        }

        List<Object> values() {
            return List.of(id, city, amount, status);
        }
    }

    /** The other database: it notes each change. */
    private static final class Orders {
        private final Map<Integer, Order> rows = new TreeMap<>();
        private final List<String> log = new ArrayList<>();

        void put(Order order) {
            Order before = rows.put(order.id(), order);
            note(before, order, before == null ? "c" : "u");
        }

        void delete(int id) {
            note(rows.remove(id), null, "d");
        }

        private void note(@Nullable Order before, @Nullable Order after, String operation) {
            log.add(
                    "{\"before\":%s,\"after\":%s,\"op\":\"%s\"}"
                            .formatted(json(before), json(after), operation));
        }

        private static String json(@Nullable Order order) {
            return order == null ? "null" : order.json();
        }

        List<List<Object>> all() {
            return rows.values().stream().map(Order::values).toList();
        }
    }

    @BeforeAll
    void createDatabase() {
        batch = Session.batch();
        batch.run("CREATE DATABASE " + DATABASE);
        batch.run("USE " + DATABASE);
        streaming = Session.streaming();
        streaming.run("USE " + DATABASE);
        streaming.environment().getConfig().set("execution.checkpointing.interval", "300 ms");
        streaming.environment().getConfig().set("table.dml-sync", "false");
        streaming.run(
                """
                CREATE TEMPORARY TABLE orders (id INT NOT NULL, city STRING NOT NULL, amount DECIMAL(10, 2),
                  status STRING, PRIMARY KEY (id) NOT ENFORCED)
                WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'debezium-json',
                  'source.monitor-interval' = '100 ms')
                """
                        .formatted(changes.toUri()));
    }

    @AfterAll
    void dropDatabase() {
        batch.run("USE `default`");
        batch.run("DROP DATABASE " + DATABASE + " CASCADE");
    }

    @Test
    void anyLayoutFollowsRowsThatMoveBetweenPartitions() throws Exception {
        List<String> tables =
                List.of(
                        table(
                                "trusted",
                                "id",
                                "PARTITIONED BY (city)",
                                "'write.upsert.enabled' = 'false'"),
                        table("whole", "id", "", "'format-version' = '3'"),
                        table("replaced", "id", "PARTITIONED BY (city)", "'format-version' = '2'"),
                        table(
                                "wide",
                                "id, city",
                                "PARTITIONED BY (city)",
                                "'format-version' = '2'"),
                        table(
                                "hidden",
                                "id",
                                "",
                                "'partitioning' = 'bucket(2, id), truncate(1, city)'"));
        Orders orders = new Orders();
        for (int id = 1; id <= ORDERS; id++) {
            String city = List.of("sh", "bj").get(id % 2);
            orders.put(new Order(id, city, new BigDecimal(id * 37 % 1000).movePointLeft(2), "new"));
        }
        StatementSet set = streaming.environment().createStatementSet();
        tables.forEach(table -> set.addInsertSql("INSERT INTO " + table + " SELECT * FROM orders"));
        JobClient job = set.execute().getJobClient().orElseThrow();
        follow(orders, tables);
        for (int id = 1; id <= 10; id++) {
            orders.put(orders.rows.get(id).as("paid"));
        }
        for (int id = 11; id <= 15; id++) {
            orders.put(orders.rows.get(id).moved("gz"));
        }
        for (int id = 21; id <= 30; id++) {
            orders.delete(id);
        }
        orders.put(new Order(301, "bj", BigDecimal.ONE.setScale(2), "new"));
        orders.put(orders.rows.get(301).as("paid"));
        follow(orders, tables);
        orders.put(orders.rows.get(11).moved("bj").as("back"));
        orders.put(orders.rows.get(12).moved("sh"));
        orders.put(orders.rows.get(12).moved("gz").as("there and back"));
        orders.put(new Order(21, "gz", BigDecimal.TEN.setScale(2), "again"));
        orders.delete(13);
        orders.delete(301);
        follow(orders, tables);
        job.cancel().get();
        String[] expected = orders.all().stream().map(row -> "+I" + row).toArray(String[]::new);
        for (String table : tables) {
            assertSql(batch, "SELECT * FROM " + table).returns(expected);
        }
    }

    private String table(String name, String key, String partitions, String option) {
        batch.run(
                "CREATE TABLE %s (id INT, city STRING, amount DECIMAL(10, 2), status STRING, PRIMARY KEY (%s) NOT ENFORCED) %s WITH (%s)"
                        .formatted(name, key, partitions, option));
        return name;
    }

    /** Lets the job read what was changed since, and waits until all tables have it. */
    private void follow(Orders orders, List<String> tables) throws IOException {
        Path file = prepared.resolve("changes-" + System.nanoTime());
        Files.write(file, orders.log);
        Files.move(file, changes.resolve(file.getFileName()));
        orders.log.clear();
        for (String table : tables) {
            IcebergRows iceberg = IcebergRows.of(DATABASE, table);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () ->
                                    assertThat(iceberg.rows())
                                            .as(table)
                                            .containsExactlyInAnyOrderElementsOf(orders.all()));
        }
    }
}
