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

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.annotation.Nullable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.file.src.impl.FileRecords;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;

/** Reads splits in the thread of a reader that does nothing else. */
final class HiveSplitReader implements SplitReader<RecordAndPosition<RowData>, HiveSplit> {
    private final BulkFormat<RowData, HiveSplit> format;
    private final Configuration configuration;
    private final Queue<HiveSplit> splits = new ArrayDeque<>();

    @Nullable private HiveSplit current;
    @Nullable private BulkFormat.Reader<RowData> reader;

    HiveSplitReader(BulkFormat<RowData, HiveSplit> format, Configuration configuration) {
        this.format = requireNonNull(format, "format");
        this.configuration = requireNonNull(configuration, "configuration");
    }

    @Override
    public RecordsWithSplitIds<RecordAndPosition<RowData>> fetch() throws IOException {
        if (reader == null) {
            current = splits.remove();
            reader =
                    current.getReaderPosition().isPresent()
                            ? format.restoreReader(configuration, current)
                            : format.createReader(configuration, current);
        }
        BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
        if (batch != null) {
            return FileRecords.forRecords(current.splitId(), batch);
        }
        close();
        return FileRecords.finishedSplit(current.splitId());
    }

    @Override
    public void handleSplitsChanges(SplitsChange<HiveSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("Cannot change splits: " + change);
        }
        splits.addAll(change.splits());
    }

    @Override
    public void wakeUp() {
        // reading a batch is short
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
