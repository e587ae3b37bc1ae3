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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The partitions that rows are looked up in.
 *
 * @param latest how the latest ones are told; null for all
 */
record LookupPartitions(
        HiveTableSchema schema, MetastoreLoader metastore, @Nullable ContinuousRead latest)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    LookupPartitions {
        requireNonNull(schema, "schema");
        requireNonNull(metastore, "metastore");
    }

    /** Those that there are now. */
    List<MetastorePartition> now() {
        MetastoreTable table = schema.table();
        if (table.partitionKeys().isEmpty()) {
            return List.of(schema.unpartitioned());
        }
        if (latest != null) {
            return new PartitionMonitor(schema, metastore, latest)
                    .latest(latest.extractor().create());
        }
        Metastore loaded = metastore.load();
        List<String> names = loaded.partitionNames(table.database(), table.name());
        return names.isEmpty()
                ? List.of()
                : loaded.partitionsByNames(table.database(), table.name(), names);
    }
}
