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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.connector.source.DynamicFilteringEvent;
import org.apache.flink.table.data.RowData;

/** Reads the files that a Hive table has when the job starts, or, as a stream, also later ones. */
final class HiveSource
        implements Source<RowData, HiveSplit, HiveSourceState>,
                ResultTypeQueryable<RowData>,
                DynamicParallelismInference {
    private static final long serialVersionUID = 1L;

    private final HiveScan scan;
    private final List<MetastorePartition> partitions;
    private final BulkFormat<RowData, HiveSplit> format;
    private final ParallelismInference inference;

    /** Which partitions are read after all; null for all. */
    @Nullable private final DynamicPartitionFilter filter;

    /** Looks for partitions while the job runs; null for those of now. */
    @Nullable private final PartitionMonitor monitor;

    /**
     * @param partitions that are read
     * @param format of all of them, whatever each one's own is
     * @param inference of the parallelism, if nothing else says it
     * @param filter which of the partitions are read, as the job will find out; null for all
     */
    HiveSource(
            HiveScan scan,
            List<MetastorePartition> partitions,
            BulkFormat<RowData, HiveSplit> format,
            ParallelismInference inference,
            @Nullable DynamicPartitionFilter filter) {
        this(scan, partitions, format, inference, filter, null);
    }

    /** As a stream. */
    HiveSource(HiveScan scan, PartitionMonitor monitor, BulkFormat<RowData, HiveSplit> format) {
        this(
                scan,
                List.of(),
                format,
                new ParallelismInference(ParallelismInference.Mode.NONE, 1),
                null,
                requireNonNull(monitor, "monitor"));
    }

    private HiveSource(
            HiveScan scan,
            List<MetastorePartition> partitions,
            BulkFormat<RowData, HiveSplit> format,
            ParallelismInference inference,
            @Nullable DynamicPartitionFilter filter,
            @Nullable PartitionMonitor monitor) {
        this.scan = requireNonNull(scan, "scan");
        this.partitions = List.copyOf(partitions);
        this.format = requireNonNull(format, "format");
        this.inference = requireNonNull(inference, "inference");
        this.filter = filter;
        this.monitor = monitor;
    }

    /** By the files of the partitions that are left, when a join has told which. */
    @Override
    public int inferParallelism(Context context) {
        if (inference.mode() != ParallelismInference.Mode.DYNAMIC) {
            return ExecutionConfig.PARALLELISM_DEFAULT;
        }
        List<MetastorePartition> wanted =
                context.getDynamicFilteringInfo()
                        .filter(info -> filter != null)
                        .filter(DynamicFilteringEvent.class::isInstance)
                        .map(info -> ((DynamicFilteringEvent) info).getData())
                        .map(
                                data ->
                                        partitions.stream()
                                                .filter(each -> filter.matches(data, each))
                                                .toList())
                        .orElse(partitions);
        try {
            return FileSample.of(scan, wanted)
                    .parallelism(
                            Math.min(inference.max(), context.getParallelismInferenceUpperBound()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Boundedness getBoundedness() {
        return monitor == null ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
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
        return monitor == null
                ? new BoundedSplitEnumerator(context, scan, filter, state)
                : new ContinuousSplitEnumerator(context, scan, monitor, state);
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
