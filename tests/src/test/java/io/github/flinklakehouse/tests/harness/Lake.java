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
package io.github.flinklakehouse.tests.harness;

import io.github.flinklakehouse.examples.MetastoreProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * What all integration tests of a JVM share: one metastore in a process of its own, and one Flink
 * cluster, to which jobs are submitted over REST. Started by the first test, ended with the JVM.
 */
public final class Lake {
    private static final Lake INSTANCE = new Lake();

    private final Path folder;
    private final MetastoreProcess metastore;
    private final MiniCluster cluster;

    private Lake() {
        try {
            folder = Files.createTempDirectory("lakehouse-tests");
            metastore = startMetastore(folder.resolve("metastore"), warehouse());
            cluster = new MiniCluster(clusterConfiguration());
            cluster.start();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot start the test lake", e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** The one lake of this JVM. */
    public static Lake instance() {
        return INSTANCE;
    }

    /** The metastore process. */
    public MetastoreProcess metastore() {
        return metastore;
    }

    /** A metastore of the caller's own, to close, for what would disturb the other tests. */
    public MetastoreProcess newMetastore() {
        return startMetastore(newFolder("metastore"), newFolder("warehouse"));
    }

    /** Likewise with settings of Hive's, {@code metastore.…}. */
    public MetastoreProcess newMetastore(Map<String, String> settings) {
        Path data = newFolder("metastore");
        StringBuilder site = new StringBuilder("<configuration>");
        settings.forEach(
                (name, value) ->
                        site.append(
                                "<property><name>%s</name><value>%s</value></property>"
                                        .formatted(name, value)));
        try {
            Files.writeString(data.resolve("metastore-site.xml"), site + "</configuration>");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return startMetastore(data, newFolder("warehouse"));
    }

    private static MetastoreProcess startMetastore(Path data, Path warehouse) {
        Path home = Path.of(System.getProperty("lakehouse.home"));
        return MetastoreProcess.start(
                home.resolve("sql-examples/target/metastore/lib"), data, warehouse);
    }

    /** Folder of the databases. */
    public Path warehouse() {
        return folder.resolve("warehouse");
    }

    /** A new empty folder. */
    public Path newFolder(String name) {
        try {
            return Files.createTempDirectory(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a client submits jobs. */
    Configuration clientConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, "remote");
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.PORT, cluster.getRestAddress().join().getPort());
        return configuration;
    }

    private static MiniClusterConfiguration clusterConfiguration() {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build();
    }

    private void stop() {
        cluster.closeAsync().join();
        metastore.close();
    }
}
