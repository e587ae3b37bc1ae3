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
 * ORC, over its own vectorized reader and writer. A column whose type in the file is not the
 * table's is converted as Hive does.
 */
public final class OrcFormat implements HiveFileFormat {

    @Override
    public boolean isSplittable(FileLayout layout, Path file, Configuration configuration) {
        return true;
    }

    @Override
    public boolean readsParts(FileLayout layout, Configuration configuration) {
        return OrcColumns.findsNestedFieldsByName(layout, configuration);
    }

    @Override
    public BulkFormat.Reader<RowData> open(
            FileLayout layout, FileSection section, Configuration configuration)
            throws IOException {
        OrcFile file = OrcFile.open(section.file(), configuration);
        try {
            OrcColumns columns = new OrcColumns(layout, file, configuration);
            return new OrcReader(columns, section, new OrcFilters(layout, columns));
        } catch (RuntimeException | IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Optional<FileStatistics> statistics(
            FileLayout layout, Path path, Configuration configuration) throws IOException {
        try (OrcFile file = OrcFile.open(path, configuration)) {
            return Optional.of(OrcStatistics.of(new OrcColumns(layout, file, configuration)));
        }
    }

    @Override
    public String fileSuffix(FileLayout layout, Configuration configuration) {
        return ".orc";
    }

    @Override
    public RowWriter create(FileLayout layout, Path file, Configuration configuration)
            throws IOException {
        return new OrcRowWriter(layout, file, configuration);
    }
}
