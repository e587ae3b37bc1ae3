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
import io.github.flinklakehouse.connector.metastore.TableLock;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves of files that belong together. They are planned first, so that they can be written down
 * before they are done, and undone by whoever reads that.
 */
final class FileMoves {
    private final Configuration configuration;
    private final List<Path> directories = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();

    FileMoves(Configuration configuration) {
        this.configuration = requireNonNull(configuration, "configuration");
    }

    private record Move(Path from, Path to) {}

    /** Plans to create a directory. */
    void createDirectory(Path directory) {
        directories.add(directory);
    }

    /** Plans to move the content of one directory to a new one below another. */
    void moveContent(List<FileStatus> content, Path parent) {
        if (content.isEmpty()) {
            return;
        }
        Path target = new Path(parent, UUID.randomUUID().toString());
        createDirectory(target);
        for (FileStatus status : content) {
            move(status.getPath(), new Path(target, status.getPath().getName()));
        }
    }

    /** Plans to move a file or directory to a path that is free. */
    void move(Path from, Path to) {
        moves.add(new Move(from, to));
    }

    /** Does all that is planned. */
    void run(TableLock lock) throws IOException {
        for (Path directory : directories) {
            requireNotInterrupted();
            fileSystem(directory).mkdirs(directory);
        }
        for (Move move : moves) {
            requireNotInterrupted();
            lock.requireHeld();
            rename(move.from(), move.to());
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (fileSystem(to).exists(to) || !fileSystem(from).rename(from, to)) {
            throw new IOException("%s could not be moved to %s".formatted(from, to));
        }
    }

    /**
     * Undoes what has been done, be it all, a part or nothing, and be some of it undone already.
     *
     * @param reason gets what could not be undone as suppressed exceptions
     * @return whether all is undone
     */
    boolean undo(Exception reason) {
        boolean undone = true;
        for (int i = moves.size() - 1; i >= 0; i--) {
            try {
                undo(moves.get(i));
            } catch (IOException e) {
                reason.addSuppressed(e);
                undone = false;
            }
        }
        return undone;
    }

    private void undo(Move move) throws IOException {
        if (fileSystem(move.from()).exists(move.from())
                || !fileSystem(move.to()).exists(move.to())) {
            return;
        }
        fileSystem(move.from()).mkdirs(move.from().getParent());
        rename(move.to(), move.from());
    }

    /** Deletes the directories that were created, as far as nothing is in them. */
    void deleteDirectories(Exception reason) {
        for (Path directory : directories) {
            try {
                FileSystem fileSystem = fileSystem(directory);
                if (fileSystem.exists(directory) && fileSystem.listStatus(directory).length == 0) {
                    fileSystem.delete(directory, /* recursive= */ false);
                }
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    void write(DataOutput output) throws IOException {
        output.writeInt(directories.size());
        for (Path directory : directories) {
            output.writeUTF(directory.toString());
        }
        output.writeInt(moves.size());
        for (Move move : moves) {
            output.writeUTF(move.from().toString());
            output.writeUTF(move.to().toString());
        }
    }

    static FileMoves read(DataInput input, Configuration configuration) throws IOException {
        FileMoves read = new FileMoves(configuration);
        int directories = input.readInt();
        for (int i = 0; i < directories; i++) {
            read.directories.add(new Path(input.readUTF()));
        }
        int moves = input.readInt();
        for (int i = 0; i < moves; i++) {
            read.moves.add(new Move(new Path(input.readUTF()), new Path(input.readUTF())));
        }
        return read;
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
