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
package io.github.flinklakehouse.connector;

import static io.github.flinklakehouse.connector.ConnectionOptions.HADOOP_PREFIX;
import static io.github.flinklakehouse.connector.ConnectionOptions.HIVE_PREFIX;
import static io.github.flinklakehouse.connector.ConnectionOptions.ICEBERG_PREFIX;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.api.ValidationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.flink.FlinkCatalogFactory;

/** Makes a {@link LakeConnection} from options: what is nearest to the user wins. */
public final class LakeConnectionBuilder {
    private static final String URIS = "hive.metastore.uris";
    private static final String WAREHOUSE = "hive.metastore.warehouse.dir";

    /** Where Iceberg can see how many connections a pool shall have: else the first one decides. */
    private static final String CLIENTS = "lakehouse.clients";

    /**
     * What must be equal for two catalogs of a process to share connections: without this, Iceberg
     * shares them by URI alone, and one user would act as another.
     */
    private static final String SHARED_BY =
            "ugi,conf:hive.metastore.sasl.enabled,conf:hive.metastore.kerberos.principal,"
                    + "conf:hive.metastore.use.SSL,conf:"
                    + CLIENTS;

    private LakeConnectionBuilder() {}

    /**
     * The connection that these options describe.
     *
     * @param catalogName the name of the catalog in Flink
     * @param options {@link ConnectionOptions}, validated
     * @param allOptions all options as they were written, for those with a prefix
     * @throws ValidationException when a configuration file is missing or no metastore is named
     */
    public static LakeConnection build(
            String catalogName, ReadableConfig options, Map<String, String> allOptions) {
        Configuration configuration = new Configuration(FlinkCatalogFactory.clusterHadoopConf());
        options.getOptional(ConnectionOptions.HADOOP_CONF_DIR)
                .ifPresent(
                        folder ->
                                addResources(
                                        catalogName,
                                        configuration,
                                        ConnectionOptions.HADOOP_CONF_DIR.key(),
                                        folder,
                                        List.of("core-site.xml", "hdfs-site.xml")));
        options.getOptional(ConnectionOptions.HIVE_CONF_DIR)
                .ifPresent(
                        folder ->
                                addResources(
                                        catalogName,
                                        configuration,
                                        ConnectionOptions.HIVE_CONF_DIR.key(),
                                        folder,
                                        List.of("hive-site.xml")));
        withPrefix(allOptions, HADOOP_PREFIX, "").forEach(configuration::set);
        withPrefix(allOptions, HIVE_PREFIX, HIVE_PREFIX).forEach(configuration::set);
        options.getOptional(ConnectionOptions.URI).ifPresent(uri -> configuration.set(URIS, uri));
        options.getOptional(ConnectionOptions.WAREHOUSE)
                .ifPresent(warehouse -> configuration.set(WAREHOUSE, warehouse));
        int clients = options.get(ConnectionOptions.CLIENTS);
        if (clients < 1) {
            throw new ValidationException(
                    "Cannot connect catalog "
                            + catalogName
                            + ": 'clients' = '"
                            + clients
                            + "' is no number of connections — use 1 or more");
        }
        configuration.setInt(CLIENTS, clients);
        if (configuration.get(URIS, "").isBlank()) {
            throw new ValidationException(
                    "Cannot connect catalog "
                            + catalogName
                            + ": no Hive Metastore is named — set 'uri', or 'hive-conf-dir' to a"
                            + " folder whose hive-site.xml has hive.metastore.uris");
        }
        // Hive and Spark read an Iceberg table only when its metastore record names the handler.
        configuration.setBooleanIfUnset("iceberg.engine.hive.enabled", true);
        return new LakeConnection(
                catalogName, configuration, icebergProperties(configuration, options, allOptions));
    }

    private static Map<String, String> icebergProperties(
            Configuration configuration, ReadableConfig options, Map<String, String> allOptions) {
        Map<String, String> properties = new HashMap<>();
        properties.put("client-pool-cache-keys", SHARED_BY);
        properties.putAll(withPrefix(allOptions, ICEBERG_PREFIX, ""));
        properties.put("uri", configuration.get(URIS));
        properties.put("clients", options.get(ConnectionOptions.CLIENTS).toString());
        options.getOptional(ConnectionOptions.WAREHOUSE)
                .ifPresent(warehouse -> properties.put("warehouse", warehouse));
        return properties;
    }

    private static void addResources(
            String catalogName,
            Configuration configuration,
            String option,
            String folder,
            List<String> names) {
        boolean found = false;
        for (String name : names) {
            Path file = new Path(folder, name);
            try {
                FileSystem fileSystem = file.getFileSystem();
                if (fileSystem.exists(file)) {
                    try (InputStream stream = fileSystem.open(file)) {
                        // A copy: Hadoop parses resources late and more than once.
                        configuration.addResource(
                                new ByteArrayInputStream(stream.readAllBytes()), file.toString());
                        configuration.size(); // parses now: a broken file is reported here
                    }
                    found = true;
                }
            } catch (IOException | RuntimeException e) {
                throw new ValidationException(
                        "Cannot connect catalog " + catalogName + ": " + file + " is unreadable",
                        e);
            }
        }
        if (!found) {
            throw new ValidationException(
                    "Cannot connect catalog "
                            + catalogName
                            + ": there is no "
                            + String.join(" or ", names)
                            + " in '"
                            + option
                            + "' = '"
                            + folder
                            + "'");
        }
    }

    private static Map<String, String> withPrefix(
            Map<String, String> options, String prefix, String replacement) {
        Map<String, String> matching = new HashMap<>();
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        matching.put(replacement + key.substring(prefix.length()), value);
                    }
                });
        return matching;
    }
}
