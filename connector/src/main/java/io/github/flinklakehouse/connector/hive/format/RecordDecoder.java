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

/** Makes rows of records. */
@FunctionalInterface
interface RecordDecoder {
    /**
     * A new row with the wanted columns.
     *
     * @param record may be reused by the caller afterwards
     * @throws IOException when the record is none that this SerDe writes, saying why
     */
    RowData decode(Writable record) throws IOException;
}
