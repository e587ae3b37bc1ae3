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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** Reads the files that partitions of a Hive table have when the job starts. */
final class HiveSource
        implements Source<RowData, HiveSplit, HiveSourceState>, ResultTypeQueryable<RowData> {
    private static final long serialVersionUID = 1L;

    private final HiveScan scan;
    private final List<MetastorePartition> partitions;
    private final BulkFormat<RowData, HiveSplit> format;

    /**
     * @param partitions that are read
     * @param format of all of them, whatever each one's own is
     */
    HiveSource(
            HiveScan scan,
            List<MetastorePartition> partitions,
            BulkFormat<RowData, HiveSplit> format) {
        this.scan = requireNonNull(scan, "scan");
        this.partitions = List.copyOf(partitions);
        this.format = requireNonNull(format, "format");
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RowData, HiveSplit> createReader(SourceReaderContext context) {
        return new HiveSourceReader(context, format);
    }

    @Override
    public SplitEnumerator<HiveSplit, HiveSourceState> createEnumerator(
            SplitEnumeratorContext<HiveSplit> context) {
        List<PartitionFiles> files =
                partitions.stream()
                        .map(partition -> new PartitionFiles(partition, Map.of()))
                        .toList();
        return restoreEnumerator(context, new HiveSourceState(0, List.of(), files));
    }

    @Override
    public SplitEnumerator<HiveSplit, HiveSourceState> restoreEnumerator(
            SplitEnumeratorContext<HiveSplit> context, HiveSourceState state) {
        return new BoundedSplitEnumerator(context, scan, state);
    }

    @Override
    public SimpleVersionedSerializer<HiveSplit> getSplitSerializer() {
        return new HiveSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<HiveSourceState> getEnumeratorCheckpointSerializer() {
        return new HiveSourceStateSerializer();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return format.getProducedType();
    }
}
