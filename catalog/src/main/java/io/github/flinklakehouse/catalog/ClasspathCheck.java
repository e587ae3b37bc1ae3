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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.apache.flink.table.api.ValidationException;

/**
 * Tells a user in one sentence that a jar is missing from, or too much in, Flink's lib folder: the
 * first thing that the catalog's factory does, since what follows would be a NoClassDefFoundError
 * or, worse, a wrong class.
 *
 * <p>This class, and the factory that calls it, must load without Hadoop: no Hadoop, Hive or
 * Iceberg type may be in their fields, superclasses or method signatures. Nothing is loaded here
 * but Hadoop's Configuration; jars are found by resource lookups.
 */
final class ClasspathCheck {
    private static final String HADOOP_CLASS = "org.apache.hadoop.conf.Configuration";
    private static final String OWN_RESOURCE =
            "io/github/flinklakehouse/catalog/ClasspathCheck.class";
    private static final String ICEBERG_RESOURCE =
            "org/apache/iceberg/flink/FlinkCatalogFactory.class";
    private static final String HIVE_CONNECTOR_RESOURCE =
            "org/apache/flink/table/catalog/hive/HiveCatalog.class";
    private static final String METASTORE_CLIENT_RESOURCE =
            "org/apache/hadoop/hive/metastore/IMetaStoreClient.class";

    private ClasspathCheck() {}

    /**
     * Checks what this catalog can see.
     *
     * @param userClassLoader the class loader of the statement, which sees Flink's lib folder and
     *     the jars a user added
     * @throws ValidationException if Hadoop is absent, or a jar brings a second Iceberg or Hive
     *     client
     */
    static void verify(ClassLoader userClassLoader) {
        requireHadoop();
        refuse(
                userClassLoader,
                locations(userClassLoader, HIVE_CONNECTOR_RESOURCE),
                "Flink's Hive connector");
        refuse(
                userClassLoader,
                duplicates(userClassLoader, ICEBERG_RESOURCE),
                "another copy of Iceberg");
        refuse(
                userClassLoader,
                duplicates(userClassLoader, METASTORE_CLIENT_RESOURCE),
                "another copy of the Hive Metastore client");
    }

    /**
     * Initializes the class too: hadoop-client-api without hadoop-client-runtime loads it, and
     * fails then.
     */
    private static void requireHadoop() {
        try {
            Class.forName(HADOOP_CLASS, true, ClasspathCheck.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ValidationException(
                    "Cannot create catalog: Hadoop is not on the class path of Flink — set HADOOP_CLASSPATH to the output"
                            + " of `hadoop classpath`, or put the two jars hadoop-client-api and hadoop-client-runtime"
                            + " into Flink's lib folder",
                    e);
        }
    }

    private static void refuse(ClassLoader loader, List<String> jars, String content) {
        List<String> own = locations(loader, OWN_RESOURCE);
        List<String> others = jars.stream().filter(jar -> !own.contains(jar)).toList();
        if (!others.isEmpty()) {
            throw new ValidationException(
                    "Cannot create catalog: %s on the class path of Flink contains %s — remove it, as the jar of Flink Lakehouse is enough"
                            .formatted(String.join(", ", others), content));
        }
    }

    private static List<String> duplicates(ClassLoader loader, String resource) {
        List<String> jars = locations(loader, resource);
        return jars.size() > 1 ? jars : List.of();
    }

    /** Distinct, since a class loader and its parent may both find the same jar. */
    private static List<String> locations(ClassLoader loader, String resource) {
        try {
            return Collections.list(loader.getResources(resource)).stream()
                    .map(URL::toString)
                    .map(url -> jarOf(url, resource))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look up " + resource + " on the class path", e);
        }
    }

    private static String jarOf(String url, String resource) {
        return url.substring(0, url.length() - resource.length())
                .replaceFirst("^jar:", "")
                .replaceFirst("^file:", "")
                .replaceFirst("!?/$", "");
    }
}
