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

import io.github.flinklakehouse.tests.harness.Lake;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;

/**
 * Spark 4 with the metastore of the {@link Lake}, in a process of its own that the first test
 * starts and that ends with this JVM. It exists in the Maven profile {@code interop} only.
 */
final class Spark {
    /** The tag of all tests that need it. */
    static final String TAG = "spark";

    /** What Spark's own start scripts pass to Java 17. */
    private static final List<String> OPENS =
            List.of(
                    "java.base/java.lang",
                    "java.base/java.lang.invoke",
                    "java.base/java.lang.reflect",
                    "java.base/java.io",
                    "java.base/java.net",
                    "java.base/java.nio",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.base/java.util.concurrent.atomic",
                    "java.base/jdk.internal.ref",
                    "java.base/sun.nio.ch",
                    "java.base/sun.nio.cs",
                    "java.base/sun.security.action",
                    "java.base/sun.util.calendar",
                    "java.security.jgss/sun.security.krb5");

    private static final Spark INSTANCE = new Spark();

    private final Path folder = Lake.instance().newFolder("spark");
    private final ObjectOutputStream requests;
    private final ObjectInputStream answers;
    private String zone = "";

    private Spark() {
        try {
            Process process =
                    new ProcessBuilder(command())
                            .redirectError(folder.resolve("spark.log").toFile())
                            .start();
            requests = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()));
            requests.flush();
            answers = new ObjectInputStream(process.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Spark, see " + folder, e);
        }
    }

    /** The one Spark of this JVM. */
    static Spark instance() {
        return INSTANCE;
    }

    private List<String> command() {
        Path module = Path.of(System.getProperty("lakehouse.home"), "spark/target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        OPENS.forEach(open -> command.add("--add-opens=" + open + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", module.resolve("classes") + ":" + module.resolve("lib/*")));
        command.add("io.github.flinklakehouse.spark.SparkServer");
        command.addAll(List.of(Lake.instance().metastore().uri(), folder.toString()));
        return command;
    }

    /** Runs statements, one after the other. */
    void run(String... statements) {
        Stream.of(statements).forEach(this::rows);
    }

    /**
     * The rows of a query, with the classes of values that Flink's rows have. Spark's {@code
     * timestamp} is an {@link Instant}.
     */
    List<List<Object>> rows(String query) {
        return ask(List.of("sql", query));
    }

    /**
     * All rows of a Hive table, whose timestamps are the times that clocks show in the time zone of
     * this JVM.
     */
    List<List<Object>> table(String table) {
        List<List<Object>> wallClock = new ArrayList<>();
        rows("SELECT * FROM " + table).forEach(row -> wallClock.add(toWallClock(row)));
        return wallClock;
    }

    /** Adds rows to a table. */
    void insert(String table, List<List<Object>> rows) {
        ask(List.of("insert", table, toWire(rows)));
    }

    private synchronized List<List<Object>> ask(List<Object> request) {
        String id = TimeZone.getDefault().getID();
        if (!zone.equals(id)) {
            zone = id;
            send(List.of("zone", id));
        }
        return send(request);
    }

    private List<List<Object>> send(List<Object> request) {
        try {
            requests.writeObject(request);
            requests.reset();
            requests.flush();
            Object answer = answers.readObject();
            if (answer instanceof List<?> rows) {
                return rows.stream().map(row -> fromWire((List<?>) row)).toList();
            }
            throw new IllegalStateException("Spark failed: " + answer);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("Spark has ended, see " + folder, e);
        }
    }

    private static List<Object> fromWire(List<?> row) {
        List<Object> values = new ArrayList<>();
        row.forEach(value -> values.add(value(value)));
        return values;
    }

    private static Object value(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            entries.forEach((key, entry) -> map.put(value(key), value(entry)));
            return map;
        }
        return value instanceof List<?> list ? fromWire(list) : value;
    }

    private static Object toWire(Object value) {
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return copy;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            entries.forEach((key, entry) -> map.put(toWire(key), toWire(entry)));
            return map;
        }
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            list.forEach(element -> values.add(toWire(element)));
            return values;
        }
        return value;
    }

    private static List<Object> toWallClock(List<?> values) {
        List<Object> wallClock = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Instant instant) {
                wallClock.add(LocalDateTime.ofInstant(instant, ZoneId.systemDefault()));
            } else {
                wallClock.add(value instanceof List<?> list ? toWallClock(list) : value);
            }
        }
        return wallClock;
    }
}
