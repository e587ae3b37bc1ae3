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

import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.table.data.RowData;

/** Makes the writers of an insert, and its coordinator on the JobManager. */
final class HiveWriteOperatorFactory extends AbstractStreamOperatorFactory<byte[]>
        implements CoordinatedOperatorFactory<byte[]>,
                OneInputStreamOperatorFactory<RowData, byte[]> {
    private static final long serialVersionUID = 1L;

    private final HiveInsert insert;
    private final MetastoreLoader metastore;

    HiveWriteOperatorFactory(HiveInsert insert, MetastoreLoader metastore) {
        this.insert = requireNonNull(insert, "insert");
        this.metastore = requireNonNull(metastore, "metastore");
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface has it so
    public <T extends StreamOperator<byte[]>> T createStreamOperator(
            StreamOperatorParameters<byte[]> parameters) {
        return (T)
                switch (insert.commit()) {
                    case AT_END -> new HiveWriteOperator(parameters, insert);
                    case AT_CHECKPOINTS -> new HiveStreamWriteOperator(parameters, insert);
                };
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(
            String operatorName, OperatorID operatorId) {
        return new Provider(operatorId, insert, metastore);
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface has it so
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return switch (insert.commit()) {
            case AT_END -> HiveWriteOperator.class;
            case AT_CHECKPOINTS -> HiveStreamWriteOperator.class;
        };
    }

    private record Provider(OperatorID operatorId, HiveInsert insert, MetastoreLoader metastore)
            implements OperatorCoordinator.Provider {
        private static final long serialVersionUID = 1L;

        @Override
        public OperatorID getOperatorId() {
            return operatorId;
        }

        @Override
        public OperatorCoordinator create(OperatorCoordinator.Context context) {
            String jobName = CoordinatedWriter.jobName(context.getJobID().toString(), operatorId);
            HiveCommitter committer =
                    new HiveCommitter(insert, metastore, jobName, context.getUserCodeClassloader());
            return new HiveCommitCoordinator(context, insert, metastore, committer);
        }
    }
}
