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
package io.github.flinklakehouse.catalog;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of databases and tables. Nothing here deletes a file: what is dropped deletes its own
 * files, and what remains belongs to somebody else.
 */
public final class Folders {
    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private final Configuration configuration;

    /**
     * @param configuration how to reach the file systems
     */
    public Folders(Configuration configuration) {
        this.configuration = requireNonNull(configuration, "configuration");
    }

    /** Deletes a folder with the folders inside, as far as they hold no file; never fails. */
    public void deleteEmpty(String location) {
        try {
            Path folder = new Path(location);
            deleteEmpty(folder.getFileSystem(configuration), folder);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("Cannot delete the empty folder {}", location, e);
        }
    }

    private static boolean deleteEmpty(FileSystem fileSystem, Path folder) throws IOException {
        boolean empty = true;
        for (FileStatus child : children(fileSystem, folder)) {
            empty &= child.isDirectory() && deleteEmpty(fileSystem, child.getPath());
        }
        return empty && fileSystem.delete(folder, /* recursive= */ false);
    }

    /** Whether nothing is in this folder; so too when it does not exist. */
    public boolean isEmpty(String location) {
        return children(location).isEmpty();
    }

    /** Whether there is a folder or file at this place. */
    public boolean exists(String location) {
        try {
            Path folder = new Path(location);
            return folder.getFileSystem(configuration).exists(folder);
        } catch (IOException e) {
            throw Refusal.of("find folder", location, "is out of reach: " + e.getMessage());
        }
    }

    /** The names of the folders right inside this one. */
    public List<String> subfolders(String location) {
        List<String> names = new ArrayList<>();
        for (FileStatus child : children(location)) {
            if (child.isDirectory()) {
                names.add(child.getPath().getName());
            }
        }
        return names;
    }

    private List<FileStatus> children(String location) {
        try {
            Path folder = new Path(location);
            return children(folder.getFileSystem(configuration), folder);
        } catch (IOException e) {
            throw Refusal.of("list folder", location, "is out of reach: " + e.getMessage());
        }
    }

    private static List<FileStatus> children(FileSystem fileSystem, Path folder)
            throws IOException {
        try {
            return List.of(fileSystem.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            // A folder that goes while it is listed is another error to the local file system.
            if (fileSystem.exists(folder)) {
                throw e;
            }
            return List.of();
        }
    }
}
