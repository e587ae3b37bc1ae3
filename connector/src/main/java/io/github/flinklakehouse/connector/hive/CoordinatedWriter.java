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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.util.SerializedValue;

/** What writers ask the {@link HiveCommitCoordinator} of their operator. */
final class CoordinatedWriter {

    private CoordinatedWriter() {}

    /** A writer for an operator that has been set up. */
    static HiveWriter create(AbstractStreamOperator<?> operator, HiveInsert insert) {
        return new HiveWriter(
                insert,
                jobName(
                        operator.getRuntimeContext().getJobInfo().getJobId().toString(),
                        operator.getOperatorID()),
                values -> partition(operator, values));
    }

    /** The name of staging directories, unique to a job and a sink in it. */
    static String jobName(String jobId, OperatorID operatorId) {
        return jobId + "_" + operatorId;
    }

    private static MetastorePartition partition(
            AbstractStreamOperator<?> operator, List<String> values) throws IOException {
        return ((PartitionRequest.Answer) ask(operator, new PartitionRequest(values))).partition();
    }

    /** Waits for the coordinator's answer. */
    static CoordinationResponse ask(AbstractStreamOperator<?> operator, CoordinationRequest request)
            throws IOException {
        try {
            return operator.getContainingTask()
                    .getEnvironment()
                    .getOperatorCoordinatorEventGateway()
                    .sendRequestToCoordinator(
                            operator.getOperatorID(), new SerializedValue<>(request))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the job was cancelled");
        }
    }
}
