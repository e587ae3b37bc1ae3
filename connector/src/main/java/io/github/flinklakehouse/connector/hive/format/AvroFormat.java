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
import java.util.Optional;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.table.data.RowData;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Avro container files, as Hive's AvroSerDe uses them: columns found by name whatever the case. The
 * schema of the table, where it has one, is the one in which files are read; else it is each
 * file's.
 */
public final class AvroFormat implements HiveFileFormat {

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return true;
    }

    @Override
    public Optional<String> unwritable(FileLayout layout, Configuration configuration) {
        return AvroCodecs.unknown(layout).or(() -> AvroSchemas.unwritable(layout));
    }

    @Override
    public BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        return new RowReader(new AvroRows(layout, section, configuration));
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return ".avro";
    }

    @Override
    public RowWriter create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        return new AvroRowWriter(layout, file, configuration);
    }
}
