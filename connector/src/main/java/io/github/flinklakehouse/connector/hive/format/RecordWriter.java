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
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.fs.Path;

/** Writes rows to a file of records. */
final class RecordWriter implements RowWriter {
    private final Path file;
    private final RecordContainer.Output output;
    private final RecordEncoder encoder;

    RecordWriter(Path file, RecordContainer.Output output, RecordEncoder encoder) {
        this.file = file;
        this.output = output;
        this.encoder = encoder;
    }

    @Override
    public void write(RowData row) throws IOException {
        try {
            output.write(encoder.encode(row));
        } catch (UnstorableRowException e) {
            throw new IOException("Cannot write row: %s %s".formatted(e.subject(file), e.why()), e);
        }
    }

    @Override
    public long bytesWritten() {
        return output.bytesWritten();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
