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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Staging directories of batch jobs whose process was killed long ago. Those of streams stay: a
 * savepoint may name their files.
 */
final class AbandonedStaging {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedStaging.class);

    /** How the names of such directories begin. */
    static final String PREFIX = ".staging_insert_";

    /** Whatever runs longer without a sign of life fails, but loses nothing. */
    private static final Duration AGE = Duration.ofDays(7);

    /** File systems list by name, and these come before those of partitions. */
    private static final int LOOKED_AT = 1000;

    private final Path location;
    private final Configuration configuration;

    AbandonedStaging(String tableLocation, Configuration configuration) {
        this.location = new Path(tableLocation);
        this.configuration = requireNonNull(configuration, "configuration");
    }

    /** Deletes what is found with little effort, without failing. */
    void delete() {
        try {
            FileSystem fileSystem = HiveFiles.fileSystem(location, configuration);
            RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(location);
            for (int i = 0; i < LOOKED_AT && children.hasNext(); i++) {
                FileStatus child = children.next();
                if (child.getPath().getName().startsWith(PREFIX) && isOld(fileSystem, child)) {
                    LOG.info("Deleting {}, which an insert has left behind", child.getPath());
                    fileSystem.delete(child.getPath(), /* recursive= */ true);
                }
            }
        } catch (FileNotFoundException e) {
            // Somebody else was faster.
        } catch (IOException e) {
            LOG.warn("Cannot look for what inserts have left behind in {}", location, e);
        }
    }

    private static boolean isOld(FileSystem fileSystem, FileStatus directory) throws IOException {
        long latest = System.currentTimeMillis() - AGE.toMillis();
        return directory.getModificationTime() < latest
                && Stream.of(fileSystem.listStatus(directory.getPath()))
                        .allMatch(file -> file.getModificationTime() < latest);
    }
}
