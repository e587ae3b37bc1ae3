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

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.serde2.ColumnProjectionUtils;

/**
 * Any file format in which Hive stores a row as a record of a container, put together by a SerDe.
 * Each combination of the two that Hive knows is one.
 */
public final class SerDeFormat implements HiveFileFormat {
    private final RecordContainer container;
    private final RowSerDe serde;

    private SerDeFormat(RecordContainer container, RowSerDe serde) {
        this.container = requireNonNull(container, "container");
        this.serde = requireNonNull(serde, "serde");
    }

    /**
     * The format of a storage descriptor; empty when it is none of these.
     *
     * @param inputFormat class name, which decides about the container
     * @param serde class name
     */
    public static Optional<SerDeFormat> of(String inputFormat, String serde) {
        return RecordContainer.of(inputFormat)
                .flatMap(
                        container ->
                                RowSerDe.of(serde)
                                        .filter(container::holds)
                                        .map(found -> new SerDeFormat(container, found)));
    }

    @Override
    public Optional<String> unreadable(FileLayout layout, Configuration configuration) {
        return container.unreadable(layout);
    }

    @Override
    public Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return container
                .unreadable(layout)
                .or(() -> container.unwritable(layout, configuration))
                .or(() -> serde.unwritable(layout));
    }

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return container.isSplittable(layout, file, configuration);
    }

    @Override
    public BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        Configuration reading = new Configuration(configuration);
        // Readers and SerDes of Hive skip other columns.
        ColumnProjectionUtils.setReadColumns(reading, layout.projection());
        RecordDecoder decoder = serde.decoder(layout, reading);
        RecordContainer.Input input = container.open(layout, section, reading);
        return new RowReader(new RecordRows(section, input, decoder));
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return container.fileSuffix(layout, configuration);
    }

    @Override
    public RowWriter create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        RecordEncoder encoder = serde.encoder(layout, configuration);
        RecordContainer.Output output = container.create(layout, file, configuration);
        return new RecordWriter(file, output, encoder);
    }
}
