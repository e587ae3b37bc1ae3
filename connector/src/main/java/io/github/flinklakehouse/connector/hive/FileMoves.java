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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Moves of files that can be undone. */
final class FileMoves {
    private final Configuration configuration;

    /** The last one first. */
    private final Deque<Undo> undos = new ArrayDeque<>();

    FileMoves(Configuration configuration) {
        this.configuration = requireNonNull(configuration, "configuration");
    }

    private interface Undo {
        void run() throws IOException;
    }

    /** Creates a directory, if it is not there. */
    void createDirectory(Path directory) throws IOException {
        requireNotInterrupted();
        FileSystem fileSystem = fileSystem(directory);
        if (!fileSystem.exists(directory)) {
            fileSystem.mkdirs(directory);
            undos.push(() -> deleteIfEmpty(directory));
        }
    }

    private void deleteIfEmpty(Path directory) throws IOException {
        if (fileSystem(directory).listStatus(directory).length == 0) {
            fileSystem(directory).delete(directory, /* recursive= */ false);
        }
    }

    /** Moves what is visible in one directory to a new one below another. */
    void moveContent(Path directory, Path parent) throws IOException {
        Path target = new Path(parent, UUID.randomUUID().toString());
        for (FileStatus status : fileSystem(directory).listStatus(directory)) {
            Path path = status.getPath();
            if (!HiveFiles.isHidden(path)) {
                fileSystem(target).mkdirs(target);
                move(path, new Path(target, path.getName()));
            }
        }
    }

    /** Moves a file or directory to a path that is free. */
    void move(Path from, Path to) throws IOException {
        requireNotInterrupted();
        rename(from, to);
        undos.push(() -> rename(to, from));
    }

    private void rename(Path from, Path to) throws IOException {
        if (fileSystem(to).exists(to) || !fileSystem(from).rename(from, to)) {
            throw new IOException("%s could not be moved to %s".formatted(from, to));
        }
    }

    /**
     * Undoes all, as far as possible.
     *
     * @param reason gets what could not be undone as suppressed exceptions
     */
    void undo(Exception reason) {
        Thread.interrupted(); // or file systems refuse to work
        while (!undos.isEmpty()) {
            try {
                undos.pop().run();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private static void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the job was cancelled");
        }
    }

    private FileSystem fileSystem(Path path) throws IOException {
        return HiveFiles.fileSystem(path, configuration);
    }
}
