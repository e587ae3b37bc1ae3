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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.file.table.PartitionCommitPolicy;
import org.apache.flink.table.api.ValidationException;

/**
 * What is done when a partition is committed.
 *
 * @param kinds in their order
 * @param className of the custom policy; null when there is none
 * @param classParameters of its constructor
 * @param successFile name of the file that says that a partition is complete
 * @param catalog name of the catalog in Flink, for the custom policy
 */
record PartitionPolicies(
        List<String> kinds,
        @Nullable String className,
        List<String> classParameters,
        String successFile,
        String catalog)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Set<String> KINDS =
            Set.of(
                    PartitionCommitPolicy.METASTORE,
                    PartitionCommitPolicy.SUCCESS_FILE,
                    PartitionCommitPolicy.CUSTOM);

    PartitionPolicies {
        kinds = List.copyOf(kinds);
        classParameters = List.copyOf(classParameters);
        requireNonNull(successFile, "successFile");
        requireNonNull(catalog, "catalog");
    }

    /**
     * @param byDefault what is done when the options do not say
     */
    static PartitionPolicies of(
            MetastoreTable table, String catalog, ReadableConfig options, String byDefault) {
        List<String> kinds =
                Arrays.stream(
                                options.getOptional(HiveSinkOptions.PARTITION_COMMIT_POLICY_KIND)
                                        .orElse(byDefault)
                                        .split(","))
                        .map(String::trim)
                        .toList();
        String className = options.get(HiveSinkOptions.PARTITION_COMMIT_POLICY_CLASS);
        if (!KINDS.containsAll(kinds)) {
            throw new ValidationException(
                    "Cannot write table: %s has '%s' = '%s' — use some of 'metastore', 'success-file' and 'custom'"
                            .formatted(
                                    table.fullName(),
                                    HiveSinkOptions.PARTITION_COMMIT_POLICY_KIND.key(),
                                    String.join(",", kinds)));
        }
        if (kinds.contains(PartitionCommitPolicy.CUSTOM) != (className != null)) {
            throw new ValidationException(
                    "Cannot write table: %s must have both the policy 'custom' in '%s' and '%s', or neither — set what is missing"
                            .formatted(
                                    table.fullName(),
                                    HiveSinkOptions.PARTITION_COMMIT_POLICY_KIND.key(),
                                    HiveSinkOptions.PARTITION_COMMIT_POLICY_CLASS.key()));
        }
        return new PartitionPolicies(
                kinds,
                className,
                Optional.ofNullable(
                                options.get(
                                        HiveSinkOptions.PARTITION_COMMIT_POLICY_CLASS_PARAMETERS))
                        .orElse(List.of()),
                options.get(HiveSinkOptions.PARTITION_COMMIT_SUCCESS_FILE_NAME),
                catalog);
    }
}
