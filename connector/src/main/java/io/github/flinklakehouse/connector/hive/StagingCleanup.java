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
import static java.util.stream.Collectors.toSet;

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what writers before the last failure have left in staging directories. Which files these
 * are is known as soon as all writers of today have said how their files are named.
 */
final class StagingCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(StagingCleanup.class);

    private final HiveInsert insert;
    private final long restoredCheckpoint;
    private final Map<Integer, String> prefixes = new HashMap<>();
    private int writers = Integer.MAX_VALUE;
    private boolean done;

    /**
     * @param restoredCheckpoint -1 when there was none
     */
    StagingCleanup(HiveInsert insert, long restoredCheckpoint) {
        this.insert = requireNonNull(insert, "insert");
        this.restoredCheckpoint = restoredCheckpoint;
    }

    /** A writer hands on its files. */
    void hear(StagedFiles staged) {
        // Others were in flight when the checkpoint was made.
        if (staged.restoredCheckpoint() == restoredCheckpoint) {
            prefixes.put(staged.subtask(), staged.filePrefix());
            writers = staged.subtasks();
        }
    }

    /**
     * Cleans up, if that is possible and has not been done.
     *
     * @param directories may be without files then, and are removed in this case
     * @param needed files that are to be committed
     */
    void run(Set<String> directories, Collection<WrittenFile> needed) {
        if (done || prefixes.size() < writers) {
            return;
        }
        done = true;
        Set<String> paths = needed.stream().map(WrittenFile::path).collect(toSet());
        for (String directory : directories) {
            try {
                run(new Path(directory), paths);
            } catch (IOException e) {
                LOG.warn("Cannot clean {}", directory, e);
            }
        }
    }

    private void run(Path directory, Set<String> needed) throws IOException {
        FileSystem fileSystem = HiveFiles.fileSystem(directory, insert.configuration());
        try {
            for (FileStatus file : fileSystem.listStatus(directory)) {
                String name = file.getPath().getName();
                Path path = new Path(directory, name);
                if (prefixes.values().stream().noneMatch(name::startsWith)
                        && !needed.contains(path.toString())) {
                    fileSystem.delete(path, /* recursive= */ true);
                }
            }
        } catch (FileNotFoundException e) {
            // Nothing to clean.
        }
    }

    /** Removes directories in which nothing waits. */
    void deleteEmpty(Set<String> directories) {
        for (String directory : directories) {
            Path path = new Path(directory);
            try {
                FileSystem fileSystem = HiveFiles.fileSystem(path, insert.configuration());
                if (fileSystem.exists(path) && fileSystem.listStatus(path).length == 0) {
                    fileSystem.delete(path, /* recursive= */ false);
                }
            } catch (IOException e) {
                LOG.warn("Cannot delete {}", path, e);
            }
        }
    }
}
