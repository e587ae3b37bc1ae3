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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * A table with the schema of one snapshot. Iceberg's source looks names up in the schema of the
 * present, where a column of the past can have another name, and its name another column.
 */
final class PastTable extends BaseTable {
    private final Schema schema;

    private PastTable(BaseTable table, Schema schema) {
        super(table.operations(), table.name(), table.reporter());
        this.schema = requireNonNull(schema, "schema");
    }

    static PastTable of(BaseTable table, long snapshotId) {
        return new PastTable(table, SnapshotUtil.schemaFor(table, snapshotId));
    }

    @Override
    public Schema schema() {
        return schema;
    }
}
