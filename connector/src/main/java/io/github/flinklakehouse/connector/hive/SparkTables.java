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

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tables that Spark made by {@code USING}: not of all of them does the metastore tell the truth.
 */
final class SparkTables {
    private static final String PROVIDER = "spark.sql.sources.provider";

    private static final String SCHEMA = "spark.sql.sources.schema";

    private SparkTables() {}

    /** Why the metastore's record of a table does not say how to read its files, and what to do. */
    static Optional<String> obstacle(MetastoreTable table) {
        return table.parameter(PROVIDER)
                .flatMap(
                        provider ->
                                isStoredAsRecorded(provider, table)
                                        ? placeholder(table)
                                        : Optional.of(
                                                "is a Spark table (provider=%s), which is not supported — store it as Parquet"
                                                        .formatted(provider)));
    }

    private static boolean isStoredAsRecorded(String provider, MetastoreTable table) {
        Optional<HiveStorageFormat> format = HiveStorageFormat.of(table.storage());
        return switch (provider.toLowerCase(Locale.ROOT)) {
            case "parquet", "orc", "hive" -> true;
            case "avro" -> format.filter(HiveStorageFormat.AVRO::equals).isPresent();
            default -> false;
        };
    }

    private static Optional<String> placeholder(MetastoreTable table) {
        List<MetastoreColumn> columns = table.columns();
        // What Spark notes when Hive lacks a type; the real columns are among the parameters.
        return columns.size() == 1
                        && columns.get(0).name().equals("col")
                        && columns.get(0).type().equals("array<string>")
                        && table.parameters().keySet().stream()
                                .anyMatch(key -> key.startsWith(SCHEMA))
                ? Optional.of(
                        "is a Spark table, of which only Spark knows the columns (spark.sql.sources.schema) — create it anew with column names and types that Hive has, too")
                : Optional.empty();
    }
}
