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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What may be in the jar that users drop into Flink's lib folder: a closed list, all else is a
 * violation.
 */
final class JarRules {
    static final long MAX_BYTES = 100L * 1024 * 1024;

    /** Each service file with exactly the classes it registers. */
    static final Map<String, Set<String>> SERVICES =
            Map.of(
                    "META-INF/services/org.apache.flink.table.factories.Factory",
                    Set.of(
                            "io.github.flinklakehouse.catalog.LakehouseCatalogFactory",
                            "io.github.flinklakehouse.connector.standalone.StandaloneTableFactory",
                            // 'type' = 'iceberg' and 'connector' = 'iceberg' go on working.
                            "org.apache.iceberg.flink.FlinkCatalogFactory",
                            "org.apache.iceberg.flink.FlinkDynamicTableFactory"));

    private static final Pattern ALLOWED =
            Pattern.compile(
                    String.join(
                            "|",
                            "io/github/flinklakehouse/(catalog|connector)/.*",
                            "io/github/flinklakehouse/shaded/(au/com/bytecode/opencsv|com/facebook/fb303)/.*",
                            "io/github/flinklakehouse/shaded/com/google/(common|thirdparty)/.*",
                            "io/github/flinklakehouse/shaded/(dev/failsafe|io/airlift/compress|parquet)/.*",
                            "io/github/flinklakehouse/shaded/org/apache/commons/(codec|lang|logging|pool)/.*",
                            "io/github/flinklakehouse/shaded/org/apache/(datasketches|flink/formats/parquet|orc|parquet|thrift)/.*",
                            "io/github/flinklakehouse/shaded/org/(joda/time|locationtech/jts|roaringbitmap|threeten/extra)/.*",
                            // Names that stay: users, the metastore, or a native library refer to
                            // them.
                            "org/apache/iceberg/.*",
                            "iceberg-build.properties",
                            "org/publicsuffix/list/.*",
                            "org/apache/hadoop/hive/(ant|common|conf|io|metastore|ql/util|serde|serde2|shims)/.*",
                            "org/apache/hadoop/hive/contrib/serde2/MultiDelimitSerDe.*",
                            "org/apache/hadoop/hive/ql/io/(CodecPool|NonSyncData|RCFile|SchemaAware).*",
                            "org/apache/hive/common/.*",
                            "com/github/luben/zstd/.*",
                            "(aix|darwin|freebsd|linux|win)/[a-z0-9_]+/libzstd-jni-.*",
                            // Iceberg's, empty: without it Flink's Kryo takes the one of the Scala
                            // API, which breaks Iceberg's writers.
                            "org/apache/flink/table/api/runtime/types/FlinkScalaKryoInstantiator.class",
                            "META-INF/(MANIFEST.MF|LICENSE|NOTICE|[A-Za-z-]+-(LICENSE|NOTICE))",
                            "META-INF/licenses/.*"));

    private JarRules() {}

    /** Returns one line for each violation. */
    static List<String> violations(Path jar) throws IOException {
        List<String> violations = new ArrayList<>();
        if (Files.size(jar) > MAX_BYTES) {
            violations.add("more than %d bytes: %d".formatted(MAX_BYTES, Files.size(jar)));
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> files =
                    zip.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(ZipEntry::getName)
                            .toList();
            violations.addAll(unexpected(files));
            violations.addAll(duplicates(files));
            violations.addAll(services(zip));
        }
        return violations;
    }

    private static List<String> unexpected(List<String> files) {
        return files.stream()
                .filter(file -> !SERVICES.containsKey(file))
                .filter(file -> !ALLOWED.matcher(file).matches())
                .map(file -> "unexpected: " + file)
                .toList();
    }

    private static List<String> duplicates(List<String> files) {
        Set<String> seen = new HashSet<>();
        return files.stream()
                .filter(file -> !seen.add(file))
                .map(file -> "duplicate: " + file)
                .toList();
    }

    private static List<String> services(ZipFile zip) throws IOException {
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, Set<String>> service : SERVICES.entrySet()) {
            ZipEntry entry = zip.getEntry(service.getKey());
            if (entry == null) {
                violations.add("missing: " + service.getKey());
                continue;
            }
            Set<String> found =
                    registered(
                            new String(
                                    zip.getInputStream(entry).readAllBytes(),
                                    StandardCharsets.UTF_8));
            if (!found.equals(service.getValue())) {
                violations.add("%s registers %s".formatted(service.getKey(), found));
            }
            found.stream()
                    .filter(type -> zip.getEntry(type.replace('.', '/') + ".class") == null)
                    .forEach(type -> violations.add("registered but absent: " + type));
        }
        return violations;
    }

    private static Set<String> registered(String service) {
        return service.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }
}
