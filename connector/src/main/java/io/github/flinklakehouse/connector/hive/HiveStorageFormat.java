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

import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The file formats of Hive, each with the class names that Hive 3 writes into storage descriptors.
 * The constants' names in lower case are the values of the option {@code format}.
 */
public enum HiveStorageFormat {
    PARQUET(
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"),
    ORC(
            "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde"),
    TEXTFILE(
            "org.apache.hadoop.mapred.TextInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"),
    CSV(
            "org.apache.hadoop.mapred.TextInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            "org.apache.hadoop.hive.serde2.OpenCSVSerde"),
    JSON(
            "org.apache.hadoop.mapred.TextInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            "org.apache.hadoop.hive.serde2.JsonSerDe",
            "org.apache.hive.hcatalog.data.JsonSerDe"),
    AVRO(
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
            "org.apache.hadoop.hive.serde2.avro.AvroSerDe"),
    SEQUENCEFILE(
            "org.apache.hadoop.mapred.SequenceFileInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
            "org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe"),
    RCFILE(
            "org.apache.hadoop.hive.ql.io.RCFileInputFormat",
            "org.apache.hadoop.hive.ql.io.RCFileOutputFormat",
            "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe",
            "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe");

    private final String inputFormat;
    private final String outputFormat;

    /** The first one is written, all are recognised. */
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> serdes;

    HiveStorageFormat(String inputFormat, String outputFormat, String... serdes) {
        this.inputFormat = inputFormat;
        this.outputFormat = outputFormat;
        this.serdes = List.of(serdes);
    }

    /** The format of this value of the option {@code format}, in any case. */
    public static Optional<HiveStorageFormat> ofOption(String value) {
        requireNonNull(value, "value");
        return Arrays.stream(values())
                .filter(format -> format.optionValue().equalsIgnoreCase(value))
                .findFirst();
    }

    /** The format of the files that this descriptor describes; empty for any other. */
    public static Optional<HiveStorageFormat> of(TableStorage storage) {
        return Arrays.stream(values())
                .filter(format -> format.inputFormat.equals(storage.inputFormat()))
                .filter(format -> format.serdes.contains(storage.serde()))
                .findFirst();
    }

    /** A descriptor for new files in this format, with the defaults that Hive and Spark write. */
    public TableStorage storage(String location) {
        return new TableStorage(
                location,
                inputFormat,
                outputFormat,
                serde(),
                Map.of("serialization.format", "1"),
                List.of(),
                0);
    }

    /** The value of the option {@code format}. */
    public String optionValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Class name of the input format. */
    public String inputFormat() {
        return inputFormat;
    }

    /** Class name of the output format. */
    public String outputFormat() {
        return outputFormat;
    }

    /** Class name of the SerDe of new tables. */
    public String serde() {
        return serdes.get(0);
    }
}
