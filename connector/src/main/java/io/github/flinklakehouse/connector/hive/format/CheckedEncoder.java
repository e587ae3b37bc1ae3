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
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.CrossMapEqualComparer;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorUtils;
import org.apache.hadoop.io.Writable;

/**
 * Reads each record back before it is written: in text, a delimiter in a value would become the end
 * of the value, which Hive does not care about.
 */
final class CheckedEncoder implements RecordEncoder {
    private final AbstractSerDe serde;
    private final HiveEncoder encoder;

    CheckedEncoder(FileLayout layout, AbstractSerDe serde) {
        this.serde = serde;
        this.encoder = new HiveEncoder(layout, serde);
    }

    @Override
    public Writable encode(RowData row) throws IOException {
        Object values = encoder.values(row);
        Writable record = encoder.encodeValues(values);
        try {
            int difference =
                    ObjectInspectorUtils.compare(
                            values,
                            encoder.inspector(),
                            serde.deserialize(record),
                            serde.getObjectInspector(),
                            new CrossMapEqualComparer());
            if (difference == 0) {
                return record;
            }
        } catch (SerDeException e) {
            throw new IOException("Cannot write row: " + e.getMessage(), e);
        }
        throw new UnstorableRowException(
                "values",
                "would be read back as others, as text cannot hold them or they look like a delimiter or NULL — set escape.delim, or use a table in Parquet");
    }
}
