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

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files, {@code mortal:///path}, of a process that ends some steps after it has begun a
 * commit: from then on, all fails until it is revived.
 */
public final class MortalFileSystem extends RawLocalFileSystem {
    private static final int IMMORTAL = Integer.MAX_VALUE;
    private static final AtomicInteger STEPS = new AtomicInteger(IMMORTAL);
    private static volatile int stepsOfCommit = IMMORTAL;
    private static volatile Death death = Death.LASTING;

    /** What comes after a failure. */
    enum Death {
        /** Nothing works any more. */
        LASTING,
        /** All works again. */
        MOMENTARY
    }

    /** The next commit fails after so many steps. */
    static void dieAfter(int steps, Death kind) {
        death = kind;
        stepsOfCommit = steps;
    }

    static void revive() {
        stepsOfCommit = IMMORTAL;
        STEPS.set(IMMORTAL);
    }

    /** One that changes something. */
    static void step() throws IOException {
        if (STEPS.get() == IMMORTAL) {
            return;
        }
        if (STEPS.decrementAndGet() < 0) {
            if (death == Death.MOMENTARY) {
                revive();
            }
            throw new IOException("the process has ended");
        }
    }

    private static void requireAlive() throws IOException {
        if (STEPS.get() < 0) {
            throw new IOException("the process has ended");
        }
    }

    @Override
    public URI getUri() {
        return URI.create("mortal:///");
    }

    @Override
    public String getScheme() {
        return "mortal";
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        begin(file);
        return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        begin(file);
        return super.create(
                file, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    private static void begin(Path file) throws IOException {
        if (file.toString().contains(".staging_commits") && stepsOfCommit != IMMORTAL) {
            STEPS.set(stepsOfCommit);
            stepsOfCommit = IMMORTAL;
        }
        step();
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        step();
        return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        step();
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        requireAlive();
        return super.mkdirs(path);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        requireAlive();
        return plain(super.getFileStatus(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        requireAlive();
        FileStatus[] listed = super.listStatus(path);
        for (int i = 0; i < listed.length; i++) {
            listed[i] = plain(listed[i]);
        }
        return listed;
    }

    /** That of local files asks for permissions by the path, which must have their scheme. */
    private static FileStatus plain(FileStatus status) {
        return new FileStatus(
                status.getLen(),
                status.isDirectory(),
                status.getReplication(),
                status.getBlockSize(),
                status.getModificationTime(),
                status.getPath());
    }
}
