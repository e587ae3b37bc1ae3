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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Directories with as many small files as their name says: {@code counted:///t/30000} has the files
 * 0 to 29999, each one line with its number. They are listed one by one.
 */
public final class CountedFileSystem extends FileSystem {
    static final AtomicLong LISTED = new AtomicLong();
    static final AtomicLong OPENED = new AtomicLong();
    private static volatile Listing beforeListing = number -> {};

    /** What happens before a file is listed. */
    @FunctionalInterface
    interface Listing {
        void file(long number) throws IOException;
    }

    static void reset(Listing newBeforeListing) {
        LISTED.set(0);
        OPENED.set(0);
        beforeListing = newBeforeListing;
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setConf(configuration);
    }

    @Override
    public String getScheme() {
        return "counted";
    }

    @Override
    public URI getUri() {
        return URI.create("counted:///");
    }

    private static byte[] content(Path file) {
        return (file.getName() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static FileStatus status(Path file) {
        return new FileStatus(content(file).length, false, 1, 1 << 20, 1000, file);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(Path directory) {
        long count = Long.parseLong(directory.getName());
        return new RemoteIterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public LocatedFileStatus next() throws IOException {
                beforeListing.file(next);
                LISTED.incrementAndGet();
                Path file = new Path(directory, Long.toString(next++));
                return new LocatedFileStatus(status(file), null);
            }
        };
    }

    @Override
    public FileStatus[] listStatus(Path directory) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> listing = listLocatedStatus(directory);
        while (listing.hasNext()) {
            files.add(listing.next());
        }
        return files.toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path file) throws IOException {
        if (!file.getName().matches("\\d+")) {
            throw new FileNotFoundException(file.toString());
        }
        return status(file);
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) {
        OPENED.incrementAndGet();
        return new FSDataInputStream(new Bytes(content(file)));
    }

    /** The content of a file. */
    private static final class Bytes extends FSInputStream {
        private final byte[] content;
        private int position;

        Bytes(byte[] content) {
            this.content = content;
        }

        @Override
        public int read() {
            return position < content.length ? content[position++] : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(length, content.length - position);
            System.arraycopy(content, position, buffer, offset, count);
            position += count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void seek(long newPosition) {
            position = (int) newPosition;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FSDataOutputStream append(Path file, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setWorkingDirectory(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("counted:///");
    }

    @Override
    public boolean mkdirs(Path directory, FsPermission permission) {
        throw new UnsupportedOperationException();
    }
}
