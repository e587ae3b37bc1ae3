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
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.io.BinaryComparable;
import org.apache.hadoop.io.Writable;

/** Writes lines of text. */
final class TextLineOutput implements RecordContainer.Output {
    private final FSDataOutputStream file;
    private final OutputStream out;

    /**
     * @param file the file, which knows how large it is
     * @param out what writes into it, compressing or not
     */
    TextLineOutput(FSDataOutputStream file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    @Override
    public void write(Writable record) throws IOException {
        BinaryComparable line = (BinaryComparable) record;
        byte[] bytes = line.getBytes();
        int length = line.getLength();
        requireOneLine(bytes, length);
        out.write(bytes, 0, length);
        out.write('\n');
    }

    /** A line break in a value would be read back as the end of the row. */
    private static void requireOneLine(byte[] bytes, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                throw new UnstorableRowException(
                        "a value",
                        "has a line break, which ends a row of a text table — escape it, or use a table in Parquet");
            }
        }
    }

    @Override
    public long bytesWritten() {
        return file.getPos();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
