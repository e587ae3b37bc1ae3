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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.InstantiationUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.io.WriteResult;

/** Commits the files of all tasks at once. There is one for all of them. */
final class CommitOperator extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<byte[], Void>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final RowChangePlan plan;
    private transient List<WriteResult> files;

    CommitOperator(RowChangePlan plan) {
        this.plan = requireNonNull(plan, "plan");
    }

    @Override
    public void open() throws Exception {
        super.open();
        files = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws Exception {
        WriteResult result =
                InstantiationUtil.deserializeObject(element.getValue(), getUserCodeClassloader());
        files.add(result);
    }

    @Override
    public void endInput() throws Exception {
        if (files.isEmpty()) {
            return;
        }
        try (TableLoader loader = plan.current().clone()) {
            loader.open();
            new RowChangeCommit(plan, loader.loadTable())
                    .commit(WriteResult.builder().addAll(files).build());
        }
    }
}
