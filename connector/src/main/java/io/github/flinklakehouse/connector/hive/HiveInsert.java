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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * An INSERT into a Hive table.
 *
 * @param mode what becomes of the rows that are there
 * @param staticPartition values of the leading partition keys that the statement names, as the
 *     metastore spells them; as many as there are keys when it names one partition
 * @param commit when rows become visible
 * @param grouping how rows of different partitions follow each other
 * @param options of the table
 * @param hadoop how to reach the files
 */
record HiveInsert(
        HiveTableSchema schema,
        Mode mode,
        List<String> staticPartition,
        Commit commit,
        Grouping grouping,
        HiveWriteOptions options,
        SerializableConfiguration hadoop)
        implements Serializable {

    /** What becomes of the rows that are there. */
    enum Mode {
        /** They stay. */
        APPEND,
        /** Those of the written partitions, or of the whole table, go. */
        OVERWRITE
    }

    /** How rows of different partitions follow each other. */
    enum Grouping {
        /** Those of one partition come together: one file is open at a time. */
        GROUPED,
        /** In any order: one file is open for each partition. */
        MIXED
    }

    /** When rows become visible. */
    enum Commit {
        /** All at once, when the input has ended. */
        AT_END,
        /** Again and again, with each checkpoint. */
        AT_CHECKPOINTS
    }

    HiveInsert {
        requireNonNull(schema, "schema");
        requireNonNull(mode, "mode");
        staticPartition = List.copyOf(staticPartition);
        requireNonNull(commit, "commit");
        requireNonNull(grouping, "grouping");
        requireNonNull(options, "options");
        requireNonNull(hadoop, "hadoop");
    }

    Configuration configuration() {
        return hadoop.conf();
    }

    /** The one partition that the statement names, or empty; also empty for the whole table. */
    Optional<List<String>> onlyPartition() {
        return !staticPartition.isEmpty()
                        && staticPartition.size() == schema.table().partitionKeys().size()
                ? Optional.of(staticPartition)
                : Optional.empty();
    }

    /** The partition as it is created, when the metastore does not know it yet. */
    MetastorePartition partition(List<String> values) {
        TableStorage tableStorage = schema.table().storage();
        TableStorage storage =
                values.isEmpty() ? tableStorage : tableStorage.at(defaultLocation(values));
        return new MetastorePartition(values, schema.table().columns(), storage, Map.of());
    }

    private String defaultLocation(List<String> values) {
        return schema.table().storage().location()
                + "/"
                + PartitionPath.name(schema.table().partitionKeyNames(), values);
    }

    /**
     * The directory where files of a partition wait for the commit. It is in the table's directory,
     * or in the partition's when that is elsewhere: a file system moves files only inside itself.
     *
     * @param location of the partition, or of the table
     * @param jobName unique to the job and this insert
     */
    Path stagingDirectory(String location, String jobName) {
        String tableLocation = schema.table().storage().location();
        String parent = location.startsWith(tableLocation + "/") ? tableLocation : location;
        String prefix =
                switch (commit) {
                    case AT_END -> AbandonedStaging.PREFIX;
                    case AT_CHECKPOINTS -> ".staging_stream_";
                };
        return new Path(parent, prefix + jobName);
    }
}
