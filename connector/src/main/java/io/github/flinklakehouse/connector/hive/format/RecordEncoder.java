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
import org.apache.hadoop.io.Writable;

/** Makes records of rows. */
@FunctionalInterface
interface RecordEncoder {
    /**
     * A record that may be overwritten by the next one.
     *
     * @throws IOException when the record would not be read back as the same row, saying why and
     *     what to do instead
     */
    Writable encode(RowData row) throws IOException;
}
