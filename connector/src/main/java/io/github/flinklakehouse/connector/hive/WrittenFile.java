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

import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A complete file that waits for the commit.
 *
 * @param partitionValues as the metastore spells them; empty for a table without partition keys
 * @param storage how the file is stored, and where the partition is
 * @param path in a staging directory; its name is unique
 * @param rows in the file
 * @param bytes of the file
 */
record WrittenFile(
        List<String> partitionValues, TableStorage storage, String path, long rows, long bytes)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    WrittenFile {
        partitionValues = List.copyOf(partitionValues);
        requireNonNull(storage, "storage");
        requireNonNull(path, "path");
    }

    /** The staging directory. */
    String directory() {
        return new Path(path).getParent().toString();
    }
}
