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
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.io.Writable;

/** The rows of a section of a file of records. */
final class RecordRows implements RowReader.Rows {
    private final FileSection section;
    private final RecordContainer.Input input;
    private final RecordDecoder decoder;

    RecordRows(FileSection section, RecordContainer.Input input, RecordDecoder decoder) {
        this.section = section;
        this.input = input;
        this.decoder = decoder;
    }

    @Override
    @Nullable
    public RowData next() throws IOException {
        Writable record = input.next();
        if (record == null) {
            return null;
        }
        try {
            return decoder.decode(record);
        } catch (IOException | RuntimeException e) {
            throw new IOException("Cannot read file: " + section.file() + " " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
