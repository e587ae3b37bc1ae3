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
import io.github.flinklakehouse.connector.hive.format.RowWriter;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that gets rows. */
final class OpenFile {
    private static final long MAX_ROWS_BETWEEN_CHECKS = 10_000;

    private final MetastorePartition partition;
    private final Path path;
    private final RowWriter writer;
    private final long openedAt;
    private long rows;
    private long nextCheck = 1;
    private long rowsWhenActive;
    private long activeAt;

    /**
     * @param openedAt in milliseconds
     */
    OpenFile(MetastorePartition partition, Path path, RowWriter writer, long openedAt) {
        this.partition = requireNonNull(partition, "partition");
        this.path = requireNonNull(path, "path");
        this.writer = requireNonNull(writer, "writer");
        this.openedAt = openedAt;
        this.activeAt = openedAt;
    }

    long openedAt() {
        return openedAt;
    }

    void write(RowData row) throws IOException {
        writer.write(row);
        rows++;
    }

    /** Whether it has that many bytes. To ask is cheap: formats are only asked now and then. */
    boolean hasBytes(long limit) {
        if (rows < nextCheck) {
            return false;
        }
        long bytes = writer.bytesWritten();
        if (bytes >= limit) {
            return true;
        }
        long rowsUntilFull = (limit - bytes) / Math.max(1, bytes / rows);
        nextCheck = rows + Math.max(1, Math.min(rowsUntilFull / 2, MAX_ROWS_BETWEEN_CHECKS));
        return false;
    }

    /** Whether it has got no rows for that long, as far as one can tell who asks now and then. */
    boolean isInactive(long now, Duration interval) {
        if (rows > rowsWhenActive) {
            rowsWhenActive = rows;
            activeAt = now;
        }
        return activeAt < now - interval.toMillis();
    }

    WrittenFile complete(Configuration configuration) throws IOException {
        writer.close();
        long bytes = HiveFiles.fileSystem(path, configuration).getFileStatus(path).getLen();
        return new WrittenFile(
                partition.values(), partition.storage(), path.toString(), rows, bytes);
    }

    /** Gives up; nobody has heard of the file. */
    void discard(Configuration configuration) {
        IOUtils.closeQuietly(writer);
        try {
            HiveFiles.fileSystem(path, configuration).delete(path, /* recursive= */ false);
        } catch (IOException e) {
            // The staging directory will be cleaned.
        }
    }
}
