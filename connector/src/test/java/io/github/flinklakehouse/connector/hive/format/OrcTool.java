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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** Files as ORC's own library writes and reads them. */
final class OrcTool {
    private OrcTool() {}

    static org.apache.hadoop.fs.Path hadoopPath(Path file) {
        return new org.apache.hadoop.fs.Path(file.toString());
    }

    static Reader open(Path file) throws Exception {
        return OrcFile.createReader(hadoopPath(file), OrcFile.readerOptions(new Configuration()));
    }

    /** A file of one row, in the calendar and the time zone that ORC writes by default. */
    static void write(
            Path file,
            String schema,
            Map<String, String> metadata,
            Consumer<VectorizedRowBatch> values)
            throws Exception {
        TypeDescription type = TypeDescription.fromString(schema);
        VectorizedRowBatch batch = type.createRowBatch();
        batch.size = 1;
        values.accept(batch);
        try (Writer writer =
                OrcFile.createWriter(
                        hadoopPath(file),
                        OrcFile.writerOptions(new Configuration()).setSchema(type))) {
            metadata.forEach(
                    (key, value) ->
                            writer.addUserMetadata(
                                    key, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8))));
            writer.addRowBatch(batch);
        }
    }
}
