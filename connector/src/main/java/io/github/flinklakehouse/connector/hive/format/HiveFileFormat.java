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

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde.serdeConstants;

/** One file format of Hive: how rows come out of its files, and how they go into new ones. */
public interface HiveFileFormat {

    /** Property: lines at the top of each text file that are no rows. */
    String HEADER_LINES = serdeConstants.HEADER_COUNT;

    /** Property: lines at the end of each text file that are no rows. */
    String FOOTER_LINES = serdeConstants.FOOTER_COUNT;

    /**
     * Why files of this layout cannot be read, and what to do instead: what follows the name of the
     * table in a sentence. Empty when nothing is known against it.
     */
    default Optional<String> unreadable(FileLayout layout, Configuration configuration) {
        return Optional.empty();
    }

    /** Why files of this layout cannot be written, likewise. */
    default Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return Optional.empty();
    }

    /**
     * Whether parts of a file can be read independently of each other.
     *
     * @param layout of the files
     * @param file decides by its name only; it is not opened
     */
    boolean isSplittable(FileLayout layout, Path file, Configuration configuration);

    /**
     * Whether a ROW in the types of the layout may lack fields that its column has: they are not
     * read then. Otherwise, rows must be as they are in the files.
     */
    default boolean readsParts(FileLayout layout, Configuration configuration) {
        return false;
    }

    /**
     * Opens a reader for one section of a file. Its rows have the {@linkplain
     * FileLayout#projectedType() projected columns}; each row that starts in the section is
     * returned once.
     *
     * @throws IOException when the file cannot be read as this format and these columns, naming it
     */
    BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration) throws IOException;

    /**
     * What the file says of its rows in its footer; empty when its format has no such thing.
     *
     * @param layout with the wanted columns as its projection
     * @throws IOException when the footer cannot be read, naming the file
     */
    default Optional<FileStatistics> statistics(
            FileLayout layout, Path file, Configuration configuration) throws IOException {
        return Optional.empty();
    }

    /** How the names of files end; empty when they need no special end. */
    String fileSuffix(FileLayout layout, Configuration configuration);

    /**
     * Creates a file and a writer for it. Rows have all columns of the layout, in order.
     *
     * @param file must not exist
     */
    RowWriter create(FileLayout layout, Path file, Configuration configuration) throws IOException;
}
