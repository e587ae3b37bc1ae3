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
package io.github.flinklakehouse.tests.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;

/** Tables of one database that Spark and Flink write and read in turn. */
final class SparkTables {
    private final String database;
    private final Session session;
    private final SharedTables flink;
    private int tables;

    SparkTables(String database, Session session) {
        this.database = requireNonNull(database);
        this.session = requireNonNull(session);
        this.flink = new SharedTables(database, session);
    }

    /** Spark's name of a table. */
    String name(String table) {
        return database + "." + table;
    }

    /**
     * Spark makes two tables. It writes the rows into one and Flink reads them; then Flink copies
     * them to the other and Spark reads that: always the same rows.
     *
     * @param storage how Spark's DDL says it: {@code USING …} or {@code STORED AS …}
     */
    void assertSameOnBothSides(
            String prefix, String storage, String columns, List<List<Object>> rows) {
        String table = prefix + "_" + tables++;
        create(table, columns, storage);
        create(table + "_copy", columns, storage);
        Spark.instance().insert(name(table), rows);
        assertThat(flink.select(table))
                .as("written by Spark")
                .containsExactlyInAnyOrderElementsOf(rows);
        session.run("INSERT INTO %s_copy SELECT * FROM %s".formatted(table, table));
        assertThat(Spark.instance().table(name(table + "_copy")))
                .as("written by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
        assertThat(flink.select(table + "_copy"))
                .as("written and read by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    private void create(String table, String columns, String storage) {
        Spark.instance().run("CREATE TABLE %s (%s) %s".formatted(name(table), columns, storage));
    }
}
