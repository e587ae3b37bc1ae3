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

import java.util.List;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;

/**
 * What a writer tells the coordinator when its input has ended.
 *
 * @param subtask of the writer
 * @param attempt of the subtask
 * @param files all that it wrote
 */
record WrittenFiles(int subtask, int attempt, List<WrittenFile> files)
        implements CoordinationRequest {
    private static final long serialVersionUID = 1L;

    WrittenFiles {
        files = List.copyOf(files);
    }

    /** The answer: the writer may finish. */
    record Accepted() implements CoordinationResponse {
        private static final long serialVersionUID = 1L;
    }
}
