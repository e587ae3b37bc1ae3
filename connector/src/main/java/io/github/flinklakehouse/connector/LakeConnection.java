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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.HiveMetastore;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastoreProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.hadoop.SerializableConfiguration;
import org.apache.iceberg.hive.HiveCatalog;
import org.apache.iceberg.hive.HiveTableOperations;

/**
 * One metastore and the file systems behind it, as one catalog sees them. It is serializable, so
 * that jobs can open it again; opening connects to nothing until the first call.
 *
 * <p>The connections are Iceberg's: its catalog and everything here share one pool, which Iceberg
 * keeps for each metastore of the process.
 */
public final class LakeConnection implements MetastoreLoader {
    private static final String URIS = "hive.metastore.uris";
    private static final int CONNECT_TIMEOUT_SECONDS = 20;

    private final String catalogName;
    private final SerializableConfiguration configuration;
    private final Map<String, String> icebergProperties;
    private transient HiveCatalog icebergCatalog;

    LakeConnection(
            String catalogName,
            Configuration configuration,
            Map<String, String> icebergProperties) {
        this.catalogName = requireNonNull(catalogName, "catalogName");
        this.configuration = new SerializableConfiguration(configuration);
        this.icebergProperties = Map.copyOf(icebergProperties);
    }

    /** The name of the catalog in Flink. */
    public String catalogName() {
        return catalogName;
    }

    /** The metastore's Thrift URIs, comma separated. */
    public String uri() {
        return configuration().get(URIS);
    }

    /** Hadoop's and Hive's configuration. */
    public Configuration configuration() {
        return configuration.get();
    }

    /** A recipe for Iceberg's catalog, for Iceberg's own sources and sinks. */
    public CatalogLoader icebergLoader() {
        return CatalogLoader.hive(catalogName, configuration(), icebergProperties);
    }

    /** Iceberg's catalog over this metastore. */
    public synchronized HiveCatalog icebergCatalog() {
        if (icebergCatalog == null) {
            icebergCatalog = (HiveCatalog) icebergLoader().loadCatalog();
        }
        return icebergCatalog;
    }

    @Override
    public Metastore load() {
        // Any identifier will do: the pool belongs to the catalog.
        HiveTableOperations operations =
                (HiveTableOperations)
                        icebergCatalog().newTableOps(TableIdentifier.of("default", "pool"));
        return new HiveMetastore(
                operations.metaClients(), uri(), new MetastoreProbe(uri(), connectTimeout()));
    }

    private Duration connectTimeout() {
        return Duration.ofMillis(
                configuration()
                        .getTimeDuration(
                                MetastoreProbe.TIMEOUT,
                                CONNECT_TIMEOUT_SECONDS,
                                TimeUnit.SECONDS,
                                TimeUnit.MILLISECONDS));
    }
}
