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

import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.hive.format.ParquetFormat;
import io.github.flinklakehouse.connector.hive.format.SerDeFormat;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;

/** Which reader and writer belongs to a storage descriptor. */
final class HiveFileFormats {

    private HiveFileFormats() {}

    /** The format of the files that this descriptor describes; empty when it is not supported. */
    static Optional<HiveFileFormat> of(TableStorage storage) {
        return HiveStorageFormat.of(storage)
                .flatMap(HiveFileFormats::columnar)
                .or(() -> SerDeFormat.of(storage.inputFormat(), storage.serde()));
    }

    /** Formats with readers of their own; the others are records that SerDes put together. */
    private static Optional<HiveFileFormat> columnar(HiveStorageFormat format) {
        return switch (format) {
            case PARQUET -> Optional.of(new ParquetFormat());
            case ORC, TEXTFILE, CSV, JSON, AVRO, SEQUENCEFILE, RCFILE -> Optional.empty();
        };
    }

    /**
     * The format of the files that this descriptor describes.
     *
     * @param verb {@code read} or {@code write}
     * @param name of the table or partition that it belongs to, with what it is
     * @throws ValidationException when there is no such reader or writer
     */
    static HiveFileFormat require(String verb, String name, TableStorage storage) {
        return of(storage)
                .orElseThrow(
                        () ->
                                new ValidationException(
                                        "Cannot %s is stored as %s, which is not supported yet — use Parquet or text"
                                                .formatted(verb + " " + name, describe(storage))));
    }

    private static String describe(TableStorage storage) {
        String serde =
                "SerDe %s, input format %s".formatted(storage.serde(), storage.inputFormat());
        return HiveStorageFormat.of(storage)
                .map(format -> "%s (%s)".formatted(format.name(), serde))
                .orElse("an unknown format (%s)".formatted(serde));
    }
}
