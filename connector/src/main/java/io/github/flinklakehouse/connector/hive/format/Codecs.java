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

import io.airlift.compress.lz4.Lz4Codec;
import io.airlift.compress.snappy.SnappyCodec;
import io.airlift.compress.zstd.ZstdCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.DeflateCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * Hadoop's compression codecs, none of which needs a native library: Hadoop's own for gzip, deflate
 * and bzip2, others that write the same bytes for those that Hadoop has only natively.
 */
final class Codecs {

    /** Where Hadoop looks for more codecs; later ones replace earlier ones of the same suffix. */
    private static final String CODECS = "io.compression.codecs";

    /** By the names that people give them. */
    private static final Map<String, Class<? extends CompressionCodec>> BY_NAME =
            Map.of(
                    "gzip", GzipCodec.class,
                    "bzip2", BZip2Codec.class,
                    "deflate", DeflateCodec.class,
                    "default", DeflateCodec.class,
                    "snappy", SnappyCodec.class,
                    "lz4", Lz4Codec.class,
                    "zstd", ZstdCodec.class);

    /** By Hadoop's class names. */
    private static final Map<String, String> BY_CLASS =
            Map.of(
                    "org.apache.hadoop.io.compress.GzipCodec", "gzip",
                    "org.apache.hadoop.io.compress.BZip2Codec", "bzip2",
                    "org.apache.hadoop.io.compress.DeflateCodec", "deflate",
                    "org.apache.hadoop.io.compress.DefaultCodec", "deflate",
                    "org.apache.hadoop.io.compress.SnappyCodec", "snappy",
                    "org.apache.hadoop.io.compress.Lz4Codec", "lz4",
                    "org.apache.hadoop.io.compress.ZStandardCodec", "zstd");

    private Codecs() {}

    /** The names of all codecs. */
    static List<String> names() {
        return BY_NAME.keySet().stream().filter(name -> !name.equals("default")).sorted().toList();
    }

    /** The codec of the suffix of a file; empty when it is not compressed. */
    static Optional<CompressionCodec> ofFile(Path file, Configuration configuration) {
        return Optional.ofNullable(new CompressionCodecFactory(in(configuration)).getCodec(file));
    }

    /**
     * The codec of a name.
     *
     * @param name a class name of Hadoop, or what it stands for, such as {@code snappy}
     */
    static Optional<CompressionCodec> ofName(String name, Configuration configuration) {
        String shortName = BY_CLASS.getOrDefault(name, name.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(BY_NAME.get(shortName))
                .map(codec -> ReflectionUtils.newInstance(codec, configuration));
    }

    /** A copy of the configuration with which Hadoop's readers take these codecs. */
    static Configuration in(Configuration configuration) {
        Configuration copy = new Configuration(configuration);
        copy.setClassLoader(Codecs.class.getClassLoader());
        copy.set(
                CODECS,
                Stream.concat(
                                Arrays.stream(configuration.getTrimmedStrings(CODECS)),
                                BY_NAME.values().stream().map(Class::getName))
                        .distinct()
                        .collect(Collectors.joining(",")));
        return copy;
    }
}
