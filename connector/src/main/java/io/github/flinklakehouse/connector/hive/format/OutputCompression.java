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
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;

/**
 * How new files are compressed, by the keys that Hive users set: properties of the table or hints
 * count more than what the catalog hands to Hive.
 *
 * @param codecName a class of Hadoop or a short name; empty for no compression
 */
record OutputCompression(Optional<String> codecName) {

    /** Whether files are compressed at all. */
    static final String ENABLED = "hive.exec.compress.output";

    /** Which codec compresses them, by today's name and by its older one. */
    static final List<String> CODEC =
            List.of(
                    "mapreduce.output.fileoutputformat.compress.codec",
                    "mapred.output.compression.codec");

    private static final String DEFAULT_CODEC = "deflate";

    static OutputCompression of(FileLayout layout, Configuration configuration) {
        boolean enabled =
                value(List.of(ENABLED), layout, configuration)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
        return new OutputCompression(
                enabled
                        ? value(CODEC, layout, configuration).or(() -> Optional.of(DEFAULT_CODEC))
                        : Optional.empty());
    }

    /** The value of the first of these keys that the table has, or else the catalog. */
    static Optional<String> value(
            List<String> keys, FileLayout layout, Configuration configuration) {
        return keys.stream()
                .map(layout.properties()::get)
                .filter(value -> value != null)
                .findFirst()
                .or(
                        () ->
                                keys.stream()
                                        .map(configuration::getTrimmed)
                                        .filter(value -> value != null)
                                        .findFirst());
    }

    /** Why and what instead, when there is no such codec. */
    Optional<String> unknown() {
        return codecName
                .filter(name -> Codecs.ofName(name, new Configuration(false)).isEmpty())
                .map(
                        name ->
                                "would be compressed by the codec %s (%s), which is unknown — use one of %s"
                                        .formatted(name, CODEC.get(0), Codecs.names()));
    }

    /** The codec; empty for no compression. */
    Optional<CompressionCodec> codec(Configuration configuration) {
        return codecName.map(name -> Codecs.ofName(name, configuration).orElseThrow());
    }

    /** A stream that compresses what goes into another one; the other one itself if need be. */
    OutputStream compress(OutputStream out, Configuration configuration) throws IOException {
        CompressionCodec codec = codec(configuration).orElse(null);
        return codec == null ? out : codec.createOutputStream(out);
    }
}
