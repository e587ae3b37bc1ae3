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
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile.ReaderOptions;
import org.apache.orc.OrcFile.WriterVersion;
import org.apache.orc.TypeDescription;
import org.apache.orc.impl.ReaderImpl;

/**
 * An open ORC file, whose timestamps come out as wall-clock times in UTC and whose dates and
 * timestamps come out in Flink's calendar.
 *
 * <p>Files say since ORC 1.5.9 in which calendar they count what is before 1582-10-15; what says
 * nothing counts in the Julian calendar. The exception is Hive 3.1 (with ORC 1.5.6 to 1.5.8), which
 * says nothing and counts as Flink does. Spark used these versions of ORC, too, but leaves its
 * name.
 */
final class OrcFile extends ReaderImpl {
    private static final String SPARK = "org.apache.spark.version";
    private static final List<String> ACID_FIELDS =
            List.of("operation", "originalTransaction", "bucket", "rowId", "currentTransaction");

    private final boolean proleptic;

    private OrcFile(Path file, ReaderOptions options, Configuration configuration)
            throws IOException {
        super(file, options);
        this.proleptic = isProleptic(configuration);
    }

    /**
     * Reads the footer of a file.
     *
     * @throws IOException when it is not one of ORC that can be read, naming it
     */
    static OrcFile open(Path path, Configuration configuration) throws IOException {
        ReaderOptions options =
                org.apache.orc.OrcFile.readerOptions(configuration)
                        .filesystem(HiveFiles.fileSystem(path, configuration))
                        .useUTCTimestamp(true)
                        .convertToProlepticGregorian(true);
        OrcFile file = new OrcFile(path, options, configuration);
        try {
            file.check();
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void check() throws IOException {
        if (getCompressionKind() == CompressionKind.BROTLI) {
            throw new IOException(
                    "Cannot read file: %s is compressed with BROTLI, which is not supported — write it with ZSTD"
                            .formatted(path));
        }
        TypeDescription schema = getSchema();
        if (schema.getCategory() != TypeDescription.Category.STRUCT) {
            throw new IOException(
                    "Cannot read file: %s holds '%s' instead of the columns of a table — remove it from the table"
                            .formatted(path, schema));
        }
        if (schema.getFieldNames().size() == ACID_FIELDS.size() + 1
                && schema.getFieldNames().containsAll(ACID_FIELDS)) {
            throw new IOException(
                    "Cannot read file: %s holds changes of an ACID table, which only Hive can merge — copy the table with Hive"
                            .formatted(path));
        }
    }

    private boolean isProleptic(Configuration configuration) {
        if (getFileTail().getFooter().hasCalendar()) {
            return super.writerUsedProlepticGregorian();
        }
        return OrcConf.PROLEPTIC_GREGORIAN_DEFAULT.getBoolean(configuration)
                || (getWriterVersion() == WriterVersion.ORC_517 && !hasMetadataValue(SPARK));
    }

    @Override
    public boolean writerUsedProlepticGregorian() {
        return proleptic;
    }

    /** Where it is, for messages. */
    Path path() {
        return path;
    }
}
