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

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.columnar.ColumnarArrayData;
import org.apache.flink.table.data.columnar.ColumnarMapData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.ArrayColumnVector;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.MapColumnVector;
import org.apache.flink.table.data.columnar.vector.RowColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;

/** Shows the vectors that ORC fills for a column as one of Flink, without copying them. */
final class OrcNestedVectors {

    /** A column that is NULL in all rows of this file. */
    private static final ColumnVector NULLS = row -> true;

    private OrcNestedVectors() {}

    /** A vector of the wanted type. */
    static ColumnVector of(
            OrcField field, org.apache.orc.storage.ql.exec.vector.ColumnVector values) {
        if (values instanceof StructColumnVector struct) {
            return new Rows(struct, fields(field.children(), struct.fields));
        }
        if (values instanceof UnionColumnVector union) {
            return new Unions(union, fields(field.children(), union.fields));
        }
        if (values instanceof ListColumnVector list) {
            return new Arrays(list, part(field, 0, list.child));
        }
        if (values instanceof org.apache.orc.storage.ql.exec.vector.MapColumnVector map) {
            return new Maps(map, part(field, 0, map.keys), part(field, 1, map.values));
        }
        return OrcVector.single(field.type(), values);
    }

    private static ColumnVector part(
            OrcField field, int index, org.apache.orc.storage.ql.exec.vector.ColumnVector values) {
        return of(field.children().get(index).orElseThrow(), values);
    }

    /**
     * Vectors for the wanted fields.
     *
     * @param stored the vectors of all fields that the file has
     */
    static ColumnVector[] fields(
            List<Optional<OrcField>> wanted,
            org.apache.orc.storage.ql.exec.vector.ColumnVector[] stored) {
        return wanted.stream()
                .map(field -> field.map(found -> of(found, stored[found.index()])).orElse(NULLS))
                .toArray(ColumnVector[]::new);
    }

    private static final class Rows extends OrcVector<StructColumnVector>
            implements RowColumnVector {
        private final VectorizedColumnBatch fields;

        Rows(StructColumnVector values, ColumnVector[] fields) {
            super(values);
            this.fields = new VectorizedColumnBatch(fields);
        }

        @Override
        public ColumnarRowData getRow(int row) {
            return new ColumnarRowData(fields, at(row));
        }
    }

    /** A row of which the first field says which of the others is the value. */
    private static final class Unions extends OrcVector<UnionColumnVector>
            implements RowColumnVector {
        private final VectorizedColumnBatch fields;

        Unions(UnionColumnVector values, ColumnVector[] alternatives) {
            super(values);
            ColumnVector[] all = new ColumnVector[alternatives.length + 1];
            all[0] = new Tags(values);
            for (int i = 0; i < alternatives.length; i++) {
                all[i + 1] = alternatives[i];
            }
            this.fields = new VectorizedColumnBatch(all);
        }

        @Override
        public ColumnarRowData getRow(int row) {
            return new ColumnarRowData(fields, at(row));
        }
    }

    /** Which of the alternatives each row has. */
    private static final class Tags extends OrcVector<UnionColumnVector>
            implements IntColumnVector {
        Tags(UnionColumnVector values) {
            super(values);
        }

        @Override
        public int getInt(int row) {
            return values.tags[at(row)];
        }
    }

    private static final class Arrays extends OrcVector<ListColumnVector>
            implements ArrayColumnVector {
        private final ColumnVector elements;

        Arrays(ListColumnVector values, ColumnVector elements) {
            super(values);
            this.elements = elements;
        }

        @Override
        public ArrayData getArray(int row) {
            int index = at(row);
            return new ColumnarArrayData(
                    elements, (int) values.offsets[index], (int) values.lengths[index]);
        }
    }

    private static final class Maps
            extends OrcVector<org.apache.orc.storage.ql.exec.vector.MapColumnVector>
            implements MapColumnVector {
        private final ColumnVector keys;
        private final ColumnVector entries;

        Maps(
                org.apache.orc.storage.ql.exec.vector.MapColumnVector values,
                ColumnVector keys,
                ColumnVector entries) {
            super(values);
            this.keys = keys;
            this.entries = entries;
        }

        @Override
        public MapData getMap(int row) {
            int index = at(row);
            return new ColumnarMapData(
                    keys, entries, (int) values.offsets[index], (int) values.lengths[index]);
        }
    }
}
