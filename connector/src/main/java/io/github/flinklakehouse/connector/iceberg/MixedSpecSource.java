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

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.flink.source.enumerator.IcebergEnumeratorState;
import org.apache.iceberg.flink.source.split.IcebergSourceSplit;

/**
 * Iceberg's source, also of files with deletes of another partition spec: equality deletes of an
 * unpartitioned spec apply to files of all partitions. Iceberg's own serializers of splits fail on
 * them.
 *
 * @see <a href="https://iceberg.apache.org/spec/#scan-planning">Iceberg's specification</a>
 */
// Remove when FileScanTaskParser of Iceberg writes the partition spec of each delete file.
final class MixedSpecSource implements Source<RowData, IcebergSourceSplit, IcebergEnumeratorState> {
    private static final long serialVersionUID = 1L;

    private final Source<RowData, IcebergSourceSplit, IcebergEnumeratorState> source;

    MixedSpecSource(Source<RowData, IcebergSourceSplit, IcebergEnumeratorState> source) {
        this.source = requireNonNull(source, "source");
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<IcebergSourceSplit, IcebergEnumeratorState> createEnumerator(
            SplitEnumeratorContext<IcebergSourceSplit> context) throws Exception {
        return source.createEnumerator(new EndingContext(context));
    }

    @Override
    public SplitEnumerator<IcebergSourceSplit, IcebergEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<IcebergSourceSplit> context, IcebergEnumeratorState state)
            throws Exception {
        return source.restoreEnumerator(new EndingContext(context), state);
    }

    @Override
    public SourceReader<RowData, IcebergSourceSplit> createReader(SourceReaderContext context)
            throws Exception {
        return source.createReader(context);
    }

    @Override
    public SimpleVersionedSerializer<IcebergSourceSplit> getSplitSerializer() {
        return new MixedSpecSplitSerializer(source.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<IcebergEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new MixedSpecStateSerializer(
                source.getEnumeratorCheckpointSerializer(), getSplitSerializer());
    }
}
