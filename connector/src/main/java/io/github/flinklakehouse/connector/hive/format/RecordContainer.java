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

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.RecordReader;

/** A kind of file that is a sequence of records, whatever is in them. */
interface RecordContainer {

    /** The container of an input format of Hive; empty when it is another one. */
    static Optional<RecordContainer> of(String inputFormat) {
        return switch (inputFormat) {
            case "org.apache.hadoop.mapred.TextInputFormat" -> Optional.of(new TextLines());
            case "org.apache.hadoop.mapred.SequenceFileInputFormat" ->
                    Optional.of(new SequenceFiles());
            case "org.apache.hadoop.hive.ql.io.RCFileInputFormat" -> Optional.of(new RcFiles());
            default -> Optional.empty();
        };
    }

    /** Whether what this SerDe writes can be a record. */
    boolean holds(RowSerDe serde);

    /** As in {@link HiveFileFormat#unreadable}. */
    default Optional<String> unreadable(FileLayout layout) {
        return Optional.empty();
    }

    /** As in {@link HiveFileFormat#unwritable}. */
    default Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return OutputCompression.of(layout, configuration).unknown();
    }

    /** As in {@link HiveFileFormat#isSplittable}. */
    boolean isSplittable(FileLayout layout, Path file, Configuration configuration);

    /** Opens those records that start in a section. */
    Input open(FileLayout layout, FileSection section, Configuration configuration)
            throws IOException;

    /** As in {@link HiveFileFormat#fileSuffix}. */
    String fileSuffix(FileLayout layout, Configuration configuration);

    /**
     * Creates a file that is not there yet.
     *
     * @param records what will be written
     */
    Output create(
            FileLayout layout, Path file, HiveSerDe.Records records, Configuration configuration)
            throws IOException;

    /** Records one by one. */
    interface Input extends Closeable {
        /** The next record, which may be overwritten by the one after it; null at the end. */
        @Nullable
        Writable next() throws IOException;

        /** The values of a reader of Hadoop; its keys say nothing. */
        static <K, V extends Writable> Input valuesOf(RecordReader<K, V> reader) {
            K key = reader.createKey();
            V value = reader.createValue();
            return new Input() {
                @Override
                @Nullable
                public Writable next() throws IOException {
                    return reader.next(key, value) ? value : null;
                }

                @Override
                public void close() throws IOException {
                    reader.close();
                }
            };
        }
    }

    /** A file that is being written. */
    interface Output extends Closeable {
        void write(Writable record) throws IOException;

        /** As in {@link RowWriter#bytesWritten}. */
        long bytesWritten();
    }
}
