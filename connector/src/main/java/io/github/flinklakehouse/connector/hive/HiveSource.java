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
package io.github.flinklakehouse.connector.hive;

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.List;
import org.apache.flink.connector.file.src.AbstractFileSource;
import org.apache.flink.connector.file.src.assigners.LocalityAwareSplitAssigner;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** Reads the files that partitions of a Hive table have when the job starts. */
final class HiveSource extends AbstractFileSource<RowData, HiveSplit> {
    private static final long serialVersionUID = 1L;

    /**
     * @param partitions that are read
     * @param format of all of them, whatever each one's own is
     */
    HiveSource(
            HiveScan scan,
            List<MetastorePartition> partitions,
            BulkFormat<RowData, HiveSplit> format) {
        super(
                new Path[] {new Path(scan.schema().table().storage().location())},
                new HiveFileEnumerator.Provider(scan, partitions),
                LocalityAwareSplitAssigner::new,
                format,
                /* continuousEnumerationSettings= */ null);
    }

    @Override
    public SimpleVersionedSerializer<HiveSplit> getSplitSerializer() {
        return new HiveSplitSerializer();
    }
}
