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

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.file.CodecFactory;
import org.apache.hadoop.conf.Configuration;

/** How the blocks of new Avro files are compressed. */
final class AvroCodecs {
    private static final String CODEC = "avro.output.codec";

    private static final List<String> NAMES =
            List.of("uncompressed", "deflate", "snappy", "bzip2", "zstandard");

    private AvroCodecs() {}

    /** Why a table has a codec that is none, and what to do instead. */
    static Optional<String> unknown(FileLayout layout) {
        return Optional.ofNullable(layout.properties().get(CODEC))
                .filter(name -> !NAMES.contains(normal(name)))
                .map(
                        name ->
                                "would be compressed by the codec %s (%s), which is unknown — use one of %s"
                                        .formatted(name, CODEC, NAMES));
    }

    /** That of the table; else that of the catalog if files are to be compressed at all. */
    static CodecFactory of(FileLayout layout, Configuration configuration) {
        String given = layout.properties().get(CODEC);
        boolean compressed = OutputCompression.of(layout, configuration).codecName().isPresent();
        String name =
                given != null
                        ? normal(given)
                        : compressed ? normal(configuration.get(CODEC, "deflate")) : "uncompressed";
        return name.equals("uncompressed")
                ? CodecFactory.nullCodec()
                : CodecFactory.fromString(name);
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "null", "none" -> "uncompressed";
            case "zstd" -> "zstandard";
            default -> lower;
        };
    }
}
