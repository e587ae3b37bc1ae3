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

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;

/**
 * What a writer of a stream hands to the committer before each checkpoint.
 *
 * @param subtask of the writer
 * @param subtasks how many writers there are
 * @param restoredCheckpoint the checkpoint that the writer began with, -1 when there was none:
 *     tells apart what a checkpoint kept in flight
 * @param filePrefix how the names of all files of this writer begin
 * @param files complete ones since the last time
 */
record StagedFiles(
        int subtask,
        int subtasks,
        long restoredCheckpoint,
        String filePrefix,
        List<WrittenFile> files)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    StagedFiles {
        requireNonNull(filePrefix, "filePrefix");
        files = List.copyOf(files);
    }

    byte[] toBytes() throws IOException {
        return InstantiationUtil.serializeObject(this);
    }

    static StagedFiles of(byte[] bytes) throws IOException {
        try {
            return InstantiationUtil.deserializeObject(bytes, StagedFiles.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
