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
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What a checkpoint knows of the files of a stream that are not, or not wholly, committed.
 *
 * @param files to move, when the checkpoint is complete
 * @param waiting partitions that have got files, but are not committed
 * @param watermark of the rows that are in all files so far
 * @param end whether these are the last files
 * @param directories where files wait, or have waited
 */
record StreamCommitState(
        List<WrittenFile> files,
        List<WaitingPartition> waiting,
        long watermark,
        End end,
        Set<String> directories)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether more files will come. */
    enum End {
        REACHED,
        OPEN
    }

    StreamCommitState {
        files = List.copyOf(files);
        waiting = List.copyOf(waiting);
        directories = Set.copyOf(directories);
    }

    /** The same without files that have been committed meanwhile. */
    StreamCommitState without(Set<WrittenFile> committed) {
        return new StreamCommitState(
                files.stream().filter(file -> !committed.contains(file)).toList(),
                waiting,
                watermark,
                end,
                directories);
    }

    /**
     * A partition that has got files, but is not committed.
     *
     * @param since when it got the first of them, in milliseconds
     */
    record WaitingPartition(MetastorePartition partition, long since) implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
