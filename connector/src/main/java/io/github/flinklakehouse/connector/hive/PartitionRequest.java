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
import java.util.List;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;

/**
 * A writer asks the coordinator how the files of a partition are stored.
 *
 * @param values of the partition, as the metastore spells them
 */
record PartitionRequest(List<String> values) implements CoordinationRequest {
    private static final long serialVersionUID = 1L;

    PartitionRequest {
        values = List.copyOf(values);
    }

    /**
     * The answer.
     *
     * @param partition the existing one, or the one to create
     */
    record Answer(MetastorePartition partition) implements CoordinationResponse {
        private static final long serialVersionUID = 1L;

        Answer {
            requireNonNull(partition, "partition");
        }
    }
}
