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

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetOutputFormat;

/**
 * How large and how indexed new Parquet files become: properties of the table, in parquet's own
 * words, count more than settings of Hadoop. As in parquet, {@code parquet.bloom.filter.enabled#c}
 * is for the column {@code c} alone.
 */
final class ParquetWriterOptions {
    private static final String PREFIX = "parquet.";

    /** Between a property and the column that it is for. */
    private static final char COLUMN = '#';

    private final Map<String, String> properties;
    private final Configuration configuration;

    private ParquetWriterOptions(Map<String, String> properties, Configuration configuration) {
        this.properties = requireNonNull(properties, "properties");
        this.configuration = requireNonNull(configuration, "configuration");
    }

    static ParquetWriterOptions of(FileLayout layout, Configuration hadoop) {
        Configuration configuration = new Configuration(hadoop);
        layout.properties()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(PREFIX)) {
                                configuration.set(key, value);
                            }
                        });
        return new ParquetWriterOptions(layout.properties(), configuration);
    }

    /** Sets all of them. */
    ParquetRowWriter.Builder apply(ParquetRowWriter.Builder writer) {
        try {
            setSizes(writer);
            setIndexes(writer);
            properties.keySet().stream()
                    .filter(key -> key.startsWith(PREFIX) && key.indexOf(COLUMN) > 0)
                    .forEach(key -> setOfColumn(writer, key));
            return writer;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Cannot write file: a property of its table whose name starts with '%s' is no number (%s) — set it to one"
                            .formatted(PREFIX, e.getMessage()),
                    e);
        }
    }

    private void setSizes(ParquetRowWriter.Builder writer) {
        writer.withRowGroupSize(ParquetOutputFormat.getLongBlockSize(configuration))
                .withPageSize(ParquetOutputFormat.getPageSize(configuration))
                .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(configuration))
                .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(configuration))
                .withMinRowCountForPageSizeCheck(
                        ParquetOutputFormat.getMinRowCountForPageSizeCheck(configuration))
                .withMaxRowCountForPageSizeCheck(
                        ParquetOutputFormat.getMaxRowCountForPageSizeCheck(configuration))
                .withWriterVersion(version());
        number(ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT, writer::withPageRowCountLimit);
    }

    private WriterVersion version() {
        String version = configuration.get(ParquetOutputFormat.WRITER_VERSION);
        return version == null
                ? WriterVersion.PARQUET_1_0
                : WriterVersion.fromString(version.toLowerCase(Locale.ROOT));
    }

    private void setIndexes(ParquetRowWriter.Builder writer) {
        writer.withBloomFilterEnabled(ParquetOutputFormat.getBloomFilterEnabled(configuration))
                .withMaxBloomFilterBytes(ParquetOutputFormat.getBloomFilterMaxBytes(configuration))
                .withAdaptiveBloomFilterEnabled(
                        ParquetOutputFormat.getAdaptiveBloomFilterEnabled(configuration))
                .withPageWriteChecksumEnabled(
                        ParquetOutputFormat.getPageWriteChecksumEnabled(configuration))
                .withStatisticsEnabled(ParquetOutputFormat.getStatisticsEnabled(configuration))
                .withSizeStatisticsEnabled(
                        ParquetOutputFormat.getSizeStatisticsEnabled(configuration));
        number(
                ParquetOutputFormat.COLUMN_INDEX_TRUNCATE_LENGTH,
                writer::withColumnIndexTruncateLength);
        number(
                ParquetOutputFormat.STATISTICS_TRUNCATE_LENGTH,
                writer::withStatisticsTruncateLength);
    }

    private void number(String key, Consumer<Integer> setter) {
        if (configuration.get(key) != null) {
            setter.accept(configuration.getInt(key, 0));
        }
    }

    private void setOfColumn(ParquetRowWriter.Builder writer, String key) {
        String column = key.substring(key.indexOf(COLUMN) + 1).toLowerCase(Locale.ROOT);
        String value = properties.get(key).trim();
        switch (key.substring(0, key.indexOf(COLUMN))) {
            case ParquetOutputFormat.ENABLE_DICTIONARY ->
                    writer.withDictionaryEncoding(column, Boolean.parseBoolean(value));
            case ParquetOutputFormat.BLOOM_FILTER_ENABLED ->
                    writer.withBloomFilterEnabled(column, Boolean.parseBoolean(value));
            case ParquetOutputFormat.BLOOM_FILTER_EXPECTED_NDV ->
                    writer.withBloomFilterNDV(column, Long.parseLong(value));
            case ParquetOutputFormat.BLOOM_FILTER_FPP ->
                    writer.withBloomFilterFPP(column, Double.parseDouble(value));
            case ParquetOutputFormat.STATISTICS_ENABLED ->
                    writer.withStatisticsEnabled(column, Boolean.parseBoolean(value));
            default ->
                    throw new IllegalArgumentException(
                            "Cannot write file: its table has the property %s, which Parquet does not know for one column — remove it"
                                    .formatted(key));
        }
    }
}
