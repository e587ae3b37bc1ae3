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

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What tells a file from one that replaces it under the same name.
 *
 * @param length in bytes
 * @param modificationTime milliseconds since the epoch
 */
record FileVersion(long length, long modificationTime) {

    static FileVersion of(FileStatus file) {
        return new FileVersion(file.getLen(), file.getModificationTime());
    }

    /**
     * Makes sure that a file is the one that was found.
     *
     * @throws IOException when it was changed or removed, naming it
     */
    static void requireFound(HiveScan scan, HiveSplit split) throws IOException {
        Path file = new Path(split.path().toUri());
        FileVersion found = new FileVersion(split.fileSize(), split.fileModificationTime());
        FileVersion current;
        try {
            current = of(HiveFiles.fileSystem(file, scan.configuration()).getFileStatus(file));
        } catch (FileNotFoundException e) {
            throw new IOException(message(scan, split, "removed"), e);
        }
        if (!current.equals(found)) {
            throw new IOException(message(scan, split, "changed"));
        }
    }

    private static String message(HiveScan scan, HiveSplit split, String what) {
        return "Cannot read %s had the file %s, which was %s after it was found — read it again when nobody replaces its files"
                .formatted(scan.schema().describe(split.partition()), split.path(), what);
    }
}
