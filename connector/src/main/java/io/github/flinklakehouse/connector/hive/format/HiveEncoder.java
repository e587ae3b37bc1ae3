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
import java.util.stream.IntStream;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.Writable;

/** Lets a SerDe of Hive put records together. */
final class HiveEncoder implements RecordEncoder {
    private final AbstractSerDe serde;
    private final ObjectInspector inspector;
    private final HiveObjects.Converter converter;

    HiveEncoder(FileLayout layout, AbstractSerDe serde) {
        this.serde = serde;
        this.inspector =
                TypeInfoUtils.getStandardJavaObjectInspectorFromTypeInfo(
                        TypeInfoFactory.getStructTypeInfo(
                                layout.rowType().getFieldNames(),
                                IntStream.range(0, layout.columns().size())
                                        .mapToObj(i -> HiveObjects.typeInfo(layout, i))
                                        .toList()));
        this.converter = HiveObjects.rowToHive(layout.rowType());
    }

    /** What shows the values that {@link #values} makes. */
    ObjectInspector inspector() {
        return inspector;
    }

    /** A row as Hive sees it. */
    Object values(RowData row) {
        return converter.convert(row);
    }

    @Override
    public Writable encode(RowData row) throws IOException {
        return encodeValues(values(row));
    }

    /** A record of what {@link #values} made. */
    Writable encodeValues(Object values) throws IOException {
        try {
            return serde.serialize(values, inspector);
        } catch (SerDeException e) {
            throw new IOException("Cannot write row: " + e.getMessage(), e);
        }
    }
}
