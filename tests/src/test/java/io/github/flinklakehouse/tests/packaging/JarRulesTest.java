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
package io.github.flinklakehouse.tests.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That each rule of the jar fails when it is broken. */
class JarRulesTest {
    private static final String SERVICE =
            "META-INF/services/org.apache.flink.table.factories.Factory";

    @TempDir private Path folder;

    private final Map<String, String> content = new TreeMap<>();

    @BeforeEach
    void goodJar() {
        content.put(SERVICE, "# comment\n" + String.join("\n", JarRules.SERVICES.get(SERVICE)));
        JarRules.SERVICES
                .get(SERVICE)
                .forEach(type -> content.put(type.replace('.', '/') + ".class", ""));
    }

    @Test
    void goodJarHasNoViolations() throws IOException {
        assertThat(JarRules.violations(jar())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/maven/a/pom.xml",
                "META-INF/services/org.apache.flink.table.factories.CatalogFactory",
                "ch/qos/logback/classic/Logger.class",
                "com/fasterxml/jackson/core/JsonFactory.class",
                "com/google/common/collect/Lists.class",
                "io/github/flinklakehouse/shaded/org/apache/hadoop/conf/Configuration.class",
                "module-info.class",
                "org/apache/commons/logging/Log.class",
                "org/apache/flink/formats/parquet/ParquetWriterFactory.class",
                "org/apache/flink/table/api/TableEnvironment.class",
                "org/apache/hadoop/conf/Configuration.class",
                "org/apache/hadoop/fs/FileSystem.class",
                "org/apache/hadoop/hive/ql/Driver.class",
                "org/apache/hadoop/io/Text.class",
                "org/apache/hadoop/mapred/JobConf.class",
                "org/apache/hadoop/security/UserGroupInformation.class",
                "org/apache/hadoop/util/Time.class",
                "org/apache/log4j/Logger.class",
                "org/apache/logging/log4j/Logger.class",
                "org/apache/parquet/Version.class",
                "org/apache/thrift/TException.class",
                "org/slf4j/Logger.class"
            })
    void foreignFileIsUnexpected(String file) throws IOException {
        content.put(file, "");
        assertThat(JarRules.violations(jar())).containsExactly("unexpected: " + file);
    }

    @Test
    void sameFileTwiceIsDuplicate() throws IOException {
        content.put("org/apache/iceberg/TableA.class", "");
        content.put("org/apache/iceberg/TableB.class", "");
        Path jar = jar();
        String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1);
        Files.writeString(jar, bytes.replace("TableB", "TableA"), StandardCharsets.ISO_8859_1);
        assertThat(JarRules.violations(jar))
                .containsExactly("duplicate: org/apache/iceberg/TableA.class");
    }

    @Test
    void missingServiceFile() throws IOException {
        content.remove(SERVICE);
        assertThat(JarRules.violations(jar())).containsExactly("missing: " + SERVICE);
    }

    @Test
    void missingServiceLine() throws IOException {
        content.put(SERVICE, "org.apache.iceberg.flink.FlinkCatalogFactory");
        assertThat(JarRules.violations(jar()))
                .containsExactly(
                        SERVICE + " registers [org.apache.iceberg.flink.FlinkCatalogFactory]");
    }

    @Test
    void registrationWithoutItsClass() throws IOException {
        content.remove("org/apache/iceberg/flink/FlinkCatalogFactory.class");
        assertThat(JarRules.violations(jar()))
                .containsExactly(
                        "registered but absent: org.apache.iceberg.flink.FlinkCatalogFactory");
    }

    @Test
    void tooLarge() throws IOException {
        Path jar = jar();
        byte[] zip = Files.readAllBytes(jar);
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            // A zip is found from its end: what comes before is ignored, as in a self-extracting
            // archive.
            file.setLength(0);
            file.seek(JarRules.MAX_BYTES);
            file.write(zip);
        }
        assertThat(JarRules.violations(jar))
                .containsExactly("more than 104857600 bytes: " + (JarRules.MAX_BYTES + zip.length));
    }

    private Path jar() throws IOException {
        Path path = folder.resolve("lakehouse.jar");
        try (OutputStream file = Files.newOutputStream(path);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, String> entry : content.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return path;
    }
}
