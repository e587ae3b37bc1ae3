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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;

/** Tables of one database that Hive and Flink write and read in turn. */
final class SharedTables {
    private final String database;
    private final Session session;

    SharedTables(String database, Session session) {
        this.database = database;
        this.session = session;
    }

    /**
     * A table as Hive's DDL makes it, registered in the metastore.
     *
     * @param serdeParameters what {@code ROW FORMAT} or {@code SERDEPROPERTIES} said
     * @param types the types of the columns {@code c0}, {@code c1}, …
     */
    MetastoreTable create(
            String name,
            HiveStorageFormat format,
            Map<String, String> serdeParameters,
            List<String> types) {
        return create(name, format, format.serde(), serdeParameters, types);
    }

    /** Likewise with another SerDe than the format's first. */
    MetastoreTable create(
            String name,
            HiveStorageFormat format,
            String serde,
            Map<String, String> serdeParameters,
            List<String> types) {
        TableStorage storage = format.storage("");
        Map<String, String> parameters = new HashMap<>(storage.serdeParameters());
        parameters.putAll(serdeParameters);
        OtherEngines.connection()
                .load()
                .createTable(
                        new MetastoreTable(
                                database,
                                name,
                                "hive",
                                MetastoreTable.Kind.MANAGED,
                                IntStream.range(0, types.size())
                                        .mapToObj(
                                                i -> new MetastoreColumn("c" + i, types.get(i), ""))
                                        .toList(),
                                List.of(),
                                new TableStorage(
                                        "",
                                        storage.inputFormat(),
                                        storage.outputFormat(),
                                        serde,
                                        parameters,
                                        List.of(),
                                        0),
                                Map.of(),
                                "",
                                ""));
        return record(name);
    }

    /** What the metastore says of a table. */
    MetastoreTable record(String name) {
        return OtherEngines.read(database, name);
    }

    /**
     * Hive writes the rows and Flink reads them, then Flink copies them to a table of its own and
     * Hive reads that: always the same rows.
     */
    void assertSameOnBothSides(
            String name,
            HiveStorageFormat format,
            Map<String, String> serdeParameters,
            List<String> types,
            List<List<Object>> rows) {
        new Hive(create(name, format, serdeParameters, types)).write("hive", rows);
        assertThat(select(name)).as("written by Hive").containsExactlyInAnyOrderElementsOf(rows);
        session.run("CREATE TABLE %s_copy LIKE %s".formatted(name, name));
        session.run("INSERT INTO %s_copy SELECT * FROM %s".formatted(name, name));
        assertThat(new Hive(record(name + "_copy")).read())
                .as("written by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
        assertThat(select(name + "_copy"))
                .as("written and read by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    /** The rows of a table, with the same classes of values as {@link Hive} has. */
    List<List<Object>> select(String table) {
        return session.rows("SELECT * FROM " + table).stream().map(SharedTables::fields).toList();
    }

    private static List<Object> fields(Row row) {
        List<Object> fields = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            fields.add(plain(row.getField(i)));
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value instanceof Row row) {
            return fields(row);
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof Object[] array) {
            List<Object> list = new ArrayList<>();
            Arrays.asList(array).forEach(element -> list.add(plain(element)));
            return list;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            entries.forEach((key, entry) -> map.put(plain(key), plain(entry)));
            return map;
        }
        return value;
    }

    /** Runs something while this JVM, Flink's tasks and Hive alike, is in another time zone. */
    static void inZone(String zone, Runnable action) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            action.run();
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
