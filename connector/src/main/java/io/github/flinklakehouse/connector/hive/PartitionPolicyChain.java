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

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.flink.connector.file.table.PartitionCommitPolicy;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.hadoop.fs.Path;

/** Does what the policies of an insert say, with partitions whose files are in place. */
final class PartitionPolicyChain {
    private final HiveInsert insert;
    private final PartitionPolicies policies;
    private final ClassLoader classLoader;

    /**
     * @param classLoader of the job, for the class that the user names
     */
    PartitionPolicyChain(HiveInsert insert, ClassLoader classLoader) {
        this.insert = requireNonNull(insert, "insert");
        this.policies = insert.options().policies();
        this.classLoader = requireNonNull(classLoader, "classLoader");
    }

    /**
     * Makes the metastore know partitions, in one call, if a policy says so. It comes first,
     * whatever the order of the policies.
     *
     * @param partitions those that it does not know
     */
    void register(List<MetastorePartition> partitions, HivePartitions metastore) {
        if (policies.kinds().contains(PartitionCommitPolicy.METASTORE)) {
            metastore.add(partitions);
        }
    }

    /** Does all else with partitions. */
    void announce(List<MetastorePartition> partitions) throws Exception {
        for (String kind : policies.kinds()) {
            if (kind.equals(PartitionCommitPolicy.SUCCESS_FILE)) {
                for (MetastorePartition partition : partitions) {
                    createSuccessFile(partition);
                }
            } else if (kind.equals(PartitionCommitPolicy.CUSTOM)) {
                PartitionCommitPolicy custom = custom();
                for (MetastorePartition partition : partitions) {
                    custom.commit(new Committed(insert, partition));
                }
            }
        }
    }

    private void createSuccessFile(MetastorePartition partition) throws IOException {
        Path file = new Path(partition.storage().location(), policies.successFile());
        HiveFiles.fileSystem(file, insert.configuration())
                .create(file, /* overwrite= */ true)
                .close();
    }

    private PartitionCommitPolicy custom() {
        try {
            return Class.forName(policies.className(), /* initialize= */ true, classLoader)
                    .asSubclass(PartitionCommitPolicy.class)
                    .getConstructor(
                            Collections.nCopies(policies.classParameters().size(), String.class)
                                    .toArray(Class<?>[]::new))
                    .newInstance(policies.classParameters().toArray());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new FlinkRuntimeException(
                    "Cannot commit partition: the policy class %s of %s cannot be used — it must be a PartitionCommitPolicy with a public constructor of %d strings"
                            .formatted(
                                    policies.className(),
                                    insert.schema().table().fullName(),
                                    policies.classParameters().size()),
                    e);
        }
    }

    private record Committed(HiveInsert insert, MetastorePartition partition)
            implements PartitionCommitPolicy.Context {
        @Override
        public String catalogName() {
            return insert.options().policies().catalog();
        }

        @Override
        public String databaseName() {
            return insert.schema().table().database();
        }

        @Override
        public String tableName() {
            return insert.schema().table().name();
        }

        @Override
        public List<String> partitionKeys() {
            return insert.schema().table().partitionKeyNames();
        }

        @Override
        public List<String> partitionValues() {
            return partition.values();
        }

        @Override
        public org.apache.flink.core.fs.Path partitionPath() {
            return new org.apache.flink.core.fs.Path(partition.storage().location());
        }
    }
}
