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
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where commits write down what they are about to do, before they do it: in a file for each, in a
 * hidden directory of the table. It is there as long as a commit runs, or when it was interrupted
 * by the end of its process.
 */
final class CommitJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CommitJournal.class);

    private static final String DIRECTORY = ".staging_commits";
    private static final int VERSION = 1;
    private static final int ATTEMPTS = 10;

    private final Path directory;
    private final Configuration configuration;

    /**
     * @param tableLocation of the table, also when its partitions are elsewhere
     */
    CommitJournal(String tableLocation, Configuration configuration) {
        this.directory = new Path(tableLocation, DIRECTORY);
        this.configuration = requireNonNull(configuration, "configuration");
    }

    /**
     * What a commit does with a partition, or with a table without partition keys.
     *
     * @param values none for a table
     */
    record Entry(List<String> values, Target target, FileMoves moves) {
        Entry {
            values = List.copyOf(values);
            requireNonNull(target, "target");
            requireNonNull(moves, "moves");
        }
    }

    /** Whether the metastore knew a partition before. */
    enum Target {
        EXISTING,
        NEW
    }

    void write(String jobName, List<Entry> entries) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                write(new Path(directory, jobName), entries);
                return;
            } catch (IOException e) {
                // Another commit may have ended just now, and removed the directory.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void write(Path file, List<Entry> entries) throws IOException {
        DataOutputStream output = fileSystem().create(file, /* overwrite= */ false);
        try (output) {
            write(output, entries);
        } catch (IOException e) {
            fileSystem().delete(file, /* recursive= */ false);
            throw e;
        }
    }

    private static void write(DataOutputStream output, List<Entry> entries) throws IOException {
        output.writeInt(VERSION);
        output.writeInt(entries.size());
        for (Entry entry : entries) {
            output.writeInt(entry.values().size());
            for (String value : entry.values()) {
                output.writeUTF(value);
            }
            output.writeUTF(entry.target().name());
            entry.moves().write(output);
        }
    }

    /**
     * What the commit of a job has written; nothing if there was none, or it did not get to act.
     */
    List<Entry> read(String jobName) throws IOException {
        try (DataInputStream input = fileSystem().open(new Path(directory, jobName))) {
            int version = input.readInt();
            if (version != VERSION) {
                throw new IOException(
                        "%s/%s has the unknown version %d".formatted(directory, jobName, version));
            }
            List<Entry> entries = new ArrayList<>();
            int count = input.readInt();
            for (int i = 0; i < count; i++) {
                List<String> values = new ArrayList<>();
                int keys = input.readInt();
                for (int key = 0; key < keys; key++) {
                    values.add(input.readUTF());
                }
                Target target = Target.valueOf(input.readUTF());
                entries.add(new Entry(values, target, FileMoves.read(input, configuration)));
            }
            return entries;
        } catch (FileNotFoundException | EOFException e) {
            return List.of();
        }
    }

    /** All that are there; their names are those of jobs. */
    List<FileStatus> list() throws IOException {
        try {
            return Stream.of(fileSystem().listStatus(directory)).toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    boolean contains(String jobName) throws IOException {
        return fileSystem().exists(new Path(directory, jobName));
    }

    /** Forgets a commit, which is complete, or undone. */
    void delete(String jobName) throws IOException {
        Path file = new Path(directory, jobName);
        if (!fileSystem().delete(file, /* recursive= */ false) && fileSystem().exists(file)) {
            throw new IOException(file + " could not be deleted");
        }
    }

    /** Removes the directory, if nothing is in it. */
    void deleteIfEmpty() {
        try {
            if (fileSystem().exists(directory) && list().isEmpty()) {
                fileSystem().delete(directory, /* recursive= */ false);
            }
        } catch (IOException e) {
            LOG.debug("{} is used again", directory, e);
        }
    }

    private FileSystem fileSystem() throws IOException {
        return HiveFiles.fileSystem(directory, configuration);
    }
}
