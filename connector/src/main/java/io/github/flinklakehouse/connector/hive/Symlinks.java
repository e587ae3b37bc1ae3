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

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Tables whose directory holds lists of files that are elsewhere. */
final class Symlinks {
    private static final String INPUT_FORMAT =
            "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat";

    private Symlinks() {}

    /** Whether the files of this storage are lists. */
    static boolean areIn(TableStorage storage) {
        return storage.inputFormat().equals(INPUT_FORMAT);
    }

    /** How the listed files are stored: what the SerDe goes with, text if it goes with many. */
    static TableStorage targets(TableStorage storage) {
        String inputFormat =
                Arrays.stream(
                                new HiveStorageFormat[] {
                                    HiveStorageFormat.PARQUET,
                                    HiveStorageFormat.ORC,
                                    HiveStorageFormat.AVRO
                                })
                        .filter(format -> format.serde().equals(storage.serde()))
                        .findFirst()
                        .orElse(HiveStorageFormat.TEXTFILE)
                        .inputFormat();
        return new TableStorage(
                storage.location(),
                inputFormat,
                storage.outputFormat(),
                storage.serde(),
                storage.serdeParameters(),
                storage.bucketColumns(),
                storage.buckets());
    }

    /** The files and directories that a list names, one a line. */
    static List<Path> read(Path list, Configuration configuration) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                HiveFiles.fileSystem(list, configuration).open(list),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Path::new)
                    .toList();
        }
    }
}
