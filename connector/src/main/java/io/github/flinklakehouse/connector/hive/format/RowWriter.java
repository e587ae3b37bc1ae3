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
import org.apache.flink.table.data.RowData;

/** Writes one file. The file is complete when it has been closed. */
public interface RowWriter extends Closeable {

    /** Adds a row; the row may be reused by the caller afterwards. */
    void write(RowData row) throws IOException;

    /**
     * How large the file would be if it were closed now, roughly: what is in memory counts too. By
     * this a file is ended when it is large enough; 0 when the format cannot tell.
     */
    default long bytesWritten() {
        return 0;
    }
}
