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

import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ReplacePartitions;
import org.apache.iceberg.RowDelta;

/** A table as the committer of Iceberg's sink sees it: its snapshots note the watermark. */
class SinkTable extends BaseTable {
    SinkTable(BaseTable table) {
        super(table.operations(), table.name(), table.reporter());
    }

    @Override
    public AppendFiles newAppend() {
        return SnapshotWatermark.note(super.newAppend());
    }

    @Override
    public ReplacePartitions newReplacePartitions() {
        return SnapshotWatermark.note(super.newReplacePartitions());
    }

    @Override
    public RowDelta newRowDelta() {
        return SnapshotWatermark.note(super.newRowDelta());
    }
}
