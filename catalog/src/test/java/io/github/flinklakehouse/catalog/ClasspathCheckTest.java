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
package io.github.flinklakehouse.catalog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.table.api.ValidationException;
import org.apache.iceberg.flink.FlinkCatalogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class paths with a jar too many or too few, and the sentence a user sees. */
class ClasspathCheckTest {
    private static final ClassLoader OWN = ClasspathCheckTest.class.getClassLoader();

    @TempDir private Path folder;

    @Test
    void acceptsOneOfEach() {
        assertThatCode(() -> ClasspathCheck.verify(OWN)).doesNotThrowAnyException();
    }

    @Test
    void acceptsSameJarInParentAndChild() throws Exception {
        URL iceberg = location(FlinkCatalogFactory.class);
        try (URLClassLoader child = new URLClassLoader(new URL[] {iceberg}, OWN)) {
            assertThatCode(() -> ClasspathCheck.verify(child)).doesNotThrowAnyException();
        }
    }

    @Test
    void namesSecondIceberg() throws Exception {
        assertRefused(
                "iceberg-flink-runtime-2.0.jar",
                "org/apache/iceberg/flink/FlinkCatalogFactory.class",
                "another copy of Iceberg");
    }

    @Test
    void namesHiveConnector() throws Exception {
        assertRefused(
                "flink-sql-connector-hive.jar",
                "org/apache/flink/table/catalog/hive/HiveCatalog.class",
                "Flink's Hive connector");
    }

    @Test
    void namesSecondMetastoreClient() throws Exception {
        assertRefused(
                "hive-exec.jar",
                "org/apache/hadoop/hive/metastore/IMetaStoreClient.class",
                "another copy of the Hive Metastore client");
    }

    @Test
    void namesHadoopWhenAbsent() throws Exception {
        assertHadoopMissing(location(ClasspathCheck.class), location(ValidationException.class));
    }

    @Test
    void namesHadoopWhenItsRuntimeIsAbsent() throws Exception {
        assertHadoopMissing(
                location(ClasspathCheck.class),
                location(ValidationException.class),
                location(org.apache.hadoop.conf.Configuration.class));
    }

    private void assertRefused(String jar, String entry, String content) throws IOException {
        Path path = folder.resolve(jar);
        try (OutputStream file = Files.newOutputStream(path);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(entry));
        }
        try (URLClassLoader child = new URLClassLoader(new URL[] {path.toUri().toURL()}, OWN)) {
            assertThatThrownBy(() -> ClasspathCheck.verify(child))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageStartingWith("Cannot create catalog: ")
                    .hasMessageContaining(path.toString())
                    .hasMessageEndingWith(
                            " on the class path of Flink contains %s — remove it, as the jar of Flink Lakehouse is enough",
                            content);
        }
    }

    /** In a class loader of its own, where only the given jars are. */
    private static void assertHadoopMissing(URL... jars) throws Exception {
        try (URLClassLoader isolated =
                new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Method verify =
                    isolated.loadClass(ClasspathCheck.class.getName())
                            .getDeclaredMethod("verify", ClassLoader.class);
            verify.setAccessible(true);
            assertThatThrownBy(() -> verify.invoke(null, isolated))
                    .as("with %s", Arrays.toString(jars))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasToString(
                            """
                            org.apache.flink.table.api.ValidationException: Cannot create catalog: Hadoop is not on the \
                            class path of Flink — set HADOOP_CLASSPATH to the output of `hadoop classpath`, or put the two \
                            jars hadoop-client-api and hadoop-client-runtime into Flink's lib folder""");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
