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

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hive 3.1.3 as it is released, in a class loader that shares only the JDK with the tests. */
final class Hive {
    private static final ClassLoader LOADER = loader();

    private final MetastoreTable table;

    /** Hive with what the metastore knows of this table. */
    Hive(MetastoreTable table) {
        this.table = table;
    }

    /** Adds a file with these rows to the directory of the table. */
    void write(String fileName, List<List<Object>> rows) {
        write(table.storage().location(), fileName, rows);
    }

    /** Adds a file with these rows to a directory. */
    void write(String directory, String fileName, List<List<Object>> rows) {
        call("write", new Class<?>[] {String.class, List.class}, directory + "/" + fileName, rows);
    }

    /** The rows of the table. */
    List<List<Object>> read() {
        return read(table.storage().location());
    }

    /** The rows of a directory. */
    @SuppressWarnings("unchecked") // the other class loader has the same List
    List<List<Object>> read(String directory) {
        return (List<List<Object>>) call("read", new Class<?>[] {String.class}, directory);
    }

    /** The rows of the table, converted to the types that its columns have now. */
    @SuppressWarnings("unchecked") // the other class loader has the same List
    List<List<Object>> readAs(List<String> types) {
        return (List<List<Object>>)
                call(
                        "readAs",
                        new Class<?>[] {String.class, List.class},
                        table.storage().location(),
                        types);
    }

    /** The name that Hive gives to the partition of these values, and to its directory. */
    static String partitionName(List<String> keys, List<String> values) {
        try {
            Class<?> names = Class.forName("org.apache.hadoop.hive.common.FileUtils", true, LOADER);
            return (String)
                    names.getMethod("makePartName", List.class, List.class)
                            .invoke(null, keys, values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot call Hive", e);
        }
    }

    private Object call(String method, Class<?>[] types, Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            Class<?> files = Class.forName(HiveFiles.class.getName(), true, LOADER);
            Object hive = files.getConstructor(Map.class).newInstance(properties());
            return files.getMethod(method, types).invoke(hive, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Hive failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot call Hive", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What Hive makes of a record of its metastore before it hands it to a SerDe. */
    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(table.storage().serdeParameters());
        properties.putAll(table.parameters());
        properties.put("serialization.lib", table.storage().serde());
        properties.put("file.inputformat", table.storage().inputFormat());
        properties.put("file.outputformat", table.storage().outputFormat());
        properties.put(
                "columns",
                table.columns().stream()
                        .map(MetastoreColumn::name)
                        .collect(Collectors.joining(",")));
        properties.put(
                "columns.types",
                table.columns().stream()
                        .map(MetastoreColumn::type)
                        .collect(Collectors.joining(":")));
        return properties;
    }

    private static ClassLoader loader() {
        Path lib = Path.of(System.getProperty("lakehouse.home"), "tests/target/hive/lib");
        try (Stream<Path> jars = Files.list(lib)) {
            List<URI> path = new ArrayList<>(jars.map(Path::toUri).toList());
            path.add(
                    URI.create(
                            HiveFiles.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toString()));
            return new URLClassLoader(
                    path.stream().map(Hive::url).toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
