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

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** Classes that Flink calls internal are named, with the reason, by the package that uses them. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class FlinkInternalsTest {

    @ArchTest
    static void internalClassesAreNamedInPackageInfo(JavaClasses classes) {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass user : classes) {
            Set<String> names =
                    user.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)
                            .map(FlinkInternalsTest::topLevel)
                            .filter(name -> name.startsWith("org.apache.flink."))
                            .collect(Collectors.toSet());
            used.computeIfAbsent(user.getPackageName(), name -> new TreeSet<>()).addAll(names);
        }
        Set<String> all =
                used.values().stream().flatMap(Set::stream).collect(toCollection(TreeSet::new));
        Set<String> internal = internal(all);
        Map<String, Set<String>> unnamed = new TreeMap<>();
        used.forEach(
                (packageName, names) -> {
                    String text = packageInfo(packageName);
                    Set<String> missing =
                            names.stream()
                                    .filter(internal::contains)
                                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                                    .filter(name -> !text.contains(name))
                                    .collect(toCollection(TreeSet::new));
                    if (!missing.isEmpty()) {
                        unnamed.put(packageName, missing);
                    }
                });
        assertThat(unnamed).isEqualTo(new HashMap<>());
    }

    private static String topLevel(JavaClass javaClass) {
        String name = javaClass.getBaseComponentType().getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static Set<String> internal(Set<String> names) {
        Set<URL> files =
                names.stream()
                        .map(name -> "/" + name.replace('.', '/') + ".class")
                        .map(FlinkInternalsTest.class::getResource)
                        .filter(file -> file != null)
                        .collect(Collectors.toSet());
        return new ClassFileImporter()
                .importUrls(files).stream()
                        .filter(flink -> flink.isAnnotatedWith(Internal.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
    }

    private static String packageInfo(String packageName) {
        String module =
                packageName.startsWith(ArchitectureTest.ROOT + ".catalog")
                        ? "catalog"
                        : "connector";
        Path file =
                Path.of("..", module, "src/main/java")
                        .resolve(packageName.replace('.', '/'))
                        .resolve("package-info.java");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
