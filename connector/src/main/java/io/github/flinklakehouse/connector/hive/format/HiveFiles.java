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
package io.github.flinklakehouse.connector.hive.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/** The file systems that Hive tables live in: those of Hadoop. */
public final class HiveFiles {

    private HiveFiles() {}

    /**
     * The file system of this path. A local one leaves no checksum files ({@code .name.crc}) in
     * tables, which other programs would leave behind when they move or replace a file.
     */
    public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
        FileSystem fileSystem = path.getFileSystem(configuration);
        return fileSystem instanceof LocalFileSystem ? LocalFiles.of(configuration) : fileSystem;
    }

    /** Whether Hive takes a file or directory of this name for no part of a table. */
    public static boolean isHidden(Path path) {
        return path.getName().startsWith("_") || path.getName().startsWith(".");
    }

    /** The files and directories in a directory that are part of a table; none if it is absent. */
    public static List<FileStatus> visibleContent(Path directory, Configuration configuration)
            throws IOException {
        try {
            return Stream.of(fileSystem(directory, configuration).listStatus(directory))
                    .filter(child -> !isHidden(child.getPath()))
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /**
     * What is in a directory, or the file that this is, with the hosts of its blocks where a file
     * system has them for no more calls. Local files have none: {@code LocatedFileStatus} would
     * start a process for each of them to ask for its permissions, and fail for a file that went
     * meanwhile.
     */
    public static RemoteIterator<? extends FileStatus> list(Path path, FileSystem fileSystem)
            throws IOException {
        return fileSystem instanceof RawLocalFileSystem
                ? fileSystem.listStatusIterator(path)
                : fileSystem.listLocatedStatus(path);
    }

    /** Creates a file that is not there yet, and its directories. */
    static FSDataOutputStream create(Path file, Configuration configuration) throws IOException {
        return fileSystem(file, configuration).create(file, /* overwrite= */ false);
    }
}
