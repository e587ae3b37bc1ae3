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
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorConverters;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.Writable;

/** Lets a SerDe of Hive take records apart; columns that are not wanted are not parsed. */
final class HiveDecoder implements RecordDecoder {
    private final AbstractSerDe serde;

    /** From a whole struct to each wanted column. */
    private final HiveObjects.Converter[] converters;

    HiveDecoder(FileLayout layout, AbstractSerDe serde) throws IOException {
        this.serde = serde;
        StructObjectInspector inspector = inspector(serde);
        this.converters =
                layout.projection().stream()
                        .map(column -> converter(layout, column, inspector))
                        .toArray(HiveObjects.Converter[]::new);
    }

    private static StructObjectInspector inspector(AbstractSerDe serde) throws IOException {
        try {
            return (StructObjectInspector) serde.getObjectInspector();
        } catch (SerDeException e) {
            throw new IOException("Cannot use SerDe: " + e.getMessage(), e);
        }
    }

    /** Columns that were added after the files of this partition were written are NULL. */
    private static HiveObjects.Converter converter(
            FileLayout layout, int column, StructObjectInspector inspector) {
        List<? extends StructField> fields = inspector.getAllStructFieldRefs();
        if (column >= Math.min(fields.size(), layout.storedColumns())) {
            return struct -> null;
        }
        StructField field = fields.get(column);
        ObjectInspector stored = field.getFieldObjectInspector();
        TypeInfo wanted = HiveObjects.typeInfo(layout, column);
        if (TypeInfoUtils.getTypeInfoFromObjectInspector(stored).equals(wanted)) {
            HiveObjects.Converter toFlink = HiveObjects.toFlink(layout.types().get(column), stored);
            return struct -> toFlink.convert(inspector.getStructFieldData(struct, field));
        }
        // The column had another type when the partition was made: Hive converts, and so do we.
        ObjectInspector target = TypeInfoUtils.getStandardJavaObjectInspectorFromTypeInfo(wanted);
        ObjectInspectorConverters.Converter evolve =
                ObjectInspectorConverters.getConverter(stored, target);
        HiveObjects.Converter toFlink = HiveObjects.toFlink(layout.types().get(column), target);
        return struct ->
                toFlink.convert(evolve.convert(inspector.getStructFieldData(struct, field)));
    }

    @Override
    public RowData decode(Writable record) throws IOException {
        GenericRowData row = new GenericRowData(converters.length);
        if (converters.length == 0) {
            return row;
        }
        try {
            Object struct = serde.deserialize(record);
            for (int i = 0; i < converters.length; i++) {
                row.setField(i, converters[i].convert(struct));
            }
            return row;
        } catch (SerDeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
