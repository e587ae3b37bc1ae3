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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random statements on an Iceberg table, beside a list that they should leave equal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcebergRandomChangesIT {
    private static final String DATABASE = "iceberg_random";
    private static final int STATEMENTS = 12;
    private static final int NAMES = 4;
    private static final int IDS = 60;

    private Session session;

    /** A row of the table. */
    private record Item(Integer id, String name, Integer v) {
        private String literal() {
            return "(%s, %s, %s)"
                    .formatted(
                            id == null ? "CAST(NULL AS INT)" : id,
                            name == null ? "CAST(NULL AS STRING)" : "'" + name + "'",
                            v == null ? "CAST(NULL AS INT)" : v);
        }
    }

    /** A condition in SQL and in Java; what is not known in SQL is false here. */
    private record Condition(String sql, Predicate<Item> test) {
        private Condition and(Condition other) {
            return new Condition("(" + sql + " AND " + other.sql + ")", test.and(other.test));
        }

        private Condition or(Condition other) {
            return new Condition("(" + sql + " OR " + other.sql + ")", test.or(other.test));
        }
    }

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE " + DATABASE);
        session.run("USE " + DATABASE);
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE " + DATABASE + " CASCADE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"2; ; 1", "3; ; 2", "2; name, bucket(2, id); 3", "3; truncate(10, v); 4"})
    void leavesTheTableEqualToAList(int version, String partitioning, long seed) {
        String table = "t_" + seed;
        session.run(
                "CREATE TABLE %s (id INT, name STRING, v INT) WITH ('format-version' = '%d'%s)"
                        .formatted(
                                table,
                                version,
                                partitioning == null
                                        ? ""
                                        : ", 'partitioning' = '" + partitioning + "'"));
        Random random = new Random(seed);
        List<Item> model = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            String sql = i % 4 == 0 ? insert(table, random, model) : change(table, random, model);
            session.run(sql);
            assertThat(session.rows("SELECT * FROM " + table))
                    .as(sql)
                    .containsExactlyInAnyOrderElementsOf(
                            model.stream()
                                    .map(item -> Row.of(item.id, item.name, item.v))
                                    .toList());
            assertThat(IcebergRows.of(DATABASE, table).rows()).as(sql).hasSameSizeAs(model);
        }
    }

    private static String insert(String table, Random random, List<Item> model) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            items.add(
                    new Item(
                            random.nextInt(10) == 0 ? null : random.nextInt(IDS),
                            random.nextInt(5) == 0 ? null : "n" + random.nextInt(NAMES),
                            random.nextInt(5) == 0 ? null : random.nextInt(100)));
        }
        model.addAll(items);
        return "INSERT INTO %s VALUES %s"
                .formatted(table, String.join(", ", items.stream().map(Item::literal).toList()));
    }

    private static String change(String table, Random random, List<Item> model) {
        Condition condition = condition(random, 2);
        if (random.nextInt(3) == 0) {
            model.removeIf(condition.test);
            return "DELETE FROM %s WHERE %s".formatted(table, condition.sql);
        }
        boolean rename = random.nextBoolean();
        UnaryOperator<Item> update =
                rename
                        ? item -> new Item(item.id, "n" + (NAMES - 1), item.v)
                        : item -> new Item(item.id, item.name, item.v == null ? null : item.v + 7);
        model.replaceAll(item -> condition.test.test(item) ? update.apply(item) : item);
        return "UPDATE %s SET %s WHERE %s"
                .formatted(
                        table,
                        rename ? "name = 'n" + (NAMES - 1) + "'" : "v = v + 7",
                        condition.sql);
    }

    private static Condition condition(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Condition left = condition(random, depth - 1);
            Condition right = condition(random, depth - 1);
            return random.nextBoolean() ? left.and(right) : left.or(right);
        }
        int id = random.nextInt(IDS);
        String name = "n" + random.nextInt(NAMES);
        return switch (random.nextInt(7)) {
            case 0 -> new Condition("id < " + id, item -> item.id != null && item.id < id);
            case 1 -> new Condition("id >= " + id, item -> item.id != null && item.id >= id);
            case 2 ->
                    new Condition("name = '" + name + "'", item -> Objects.equals(item.name, name));
            case 3 ->
                    new Condition(
                            "name <> '" + name + "'",
                            item -> item.name != null && !item.name.equals(name));
            case 4 -> new Condition("v IS NULL", item -> item.v == null);
            case 5 -> new Condition("MOD(v, 3) = 0", item -> item.v != null && item.v % 3 == 0);
            default -> new Condition("name IS NOT NULL", item -> item.name != null);
        };
    }
}
