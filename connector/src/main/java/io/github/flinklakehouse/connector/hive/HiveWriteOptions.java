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

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.Serializable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.table.PartitionCommitPolicy;
import org.apache.flink.table.api.ValidationException;

/** What the options of a table say about writing it. */
record HiveWriteOptions(
        RollingPolicy rolling,
        Shuffle shuffle,
        PartitionTrigger trigger,
        PartitionPolicies policies)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Which writer gets a row. */
    enum Shuffle {
        BY_PARTITION,
        NONE
    }

    HiveWriteOptions {
        requireNonNull(rolling, "rolling");
        requireNonNull(shuffle, "shuffle");
        requireNonNull(trigger, "trigger");
        requireNonNull(policies, "policies");
    }

    /**
     * @param catalog name of the catalog in Flink
     */
    static HiveWriteOptions of(
            MetastoreTable table,
            String catalog,
            ReadableConfig options,
            HiveInsert.Commit commit) {
        requirePartitions(table, options);
        String policies =
                switch (commit) {
                    case AT_END -> PartitionCommitPolicy.METASTORE;
                    // Only of a stream one cannot see otherwise that a partition is complete.
                    case AT_CHECKPOINTS ->
                            PartitionCommitPolicy.METASTORE
                                    + ","
                                    + PartitionCommitPolicy.SUCCESS_FILE;
                };
        return new HiveWriteOptions(
                RollingPolicy.of(options),
                options.get(HiveSinkOptions.SHUFFLE_BY_PARTITION)
                        ? Shuffle.BY_PARTITION
                        : Shuffle.NONE,
                PartitionTrigger.of(table, options),
                PartitionPolicies.of(table, catalog, options, policies));
    }

    private static void requirePartitions(MetastoreTable table, ReadableConfig options) {
        if (!table.partitionKeys().isEmpty()) {
            return;
        }
        options.toMap().keySet().stream()
                .filter(
                        key ->
                                key.startsWith("sink.partition-commit.")
                                        || key.equals(HiveSinkOptions.SHUFFLE_BY_PARTITION.key()))
                .sorted()
                .findFirst()
                .ifPresent(
                        key -> {
                            throw new ValidationException(
                                    "Cannot write table: %s has the option '%s', but no partitions — remove it"
                                            .formatted(table.fullName(), key));
                        });
    }
}
