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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers know how large their files are. */
class RowWriterTest {
    private static final int ROWS = 1000;

    @TempDir java.nio.file.Path directory;

    private void write(HiveFileFormat format) throws Exception {
        java.nio.file.Path file = directory.resolve("file");
        RowWriter writer =
                format.create(
                        FormatFiles.layout("a:string", Map.of()),
                        new Path(file.toString()),
                        new Configuration());
        for (int i = 0; i < ROWS; i++) {
            long before = writer.bytesWritten();
            writer.write(GenericRowData.of(StringData.fromString("a value: " + i)));
            assertThat(writer.bytesWritten()).isGreaterThan(before);
        }
        long bytes = writer.bytesWritten();
        writer.close();
        // Compression is not known before the end.
        assertThat(bytes).isBetween(Files.size(file) / 4, Files.size(file) * 4);
    }

    @Test
    void ofText() throws Exception {
        write(FormatFiles.text());
    }

    @Test
    void ofParquet() throws Exception {
        write(new ParquetFormat());
    }
}
