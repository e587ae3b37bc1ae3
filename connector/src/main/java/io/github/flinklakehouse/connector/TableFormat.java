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
package io.github.flinklakehouse.connector;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a metastore record is. Decided here and nowhere else, from the record alone: nothing is
 * opened, tried or changed to find out.
 */
public enum TableFormat {
    /** An Iceberg table. */
    ICEBERG,
    /** A Hive table over files. */
    HIVE,
    /** A table of another Flink connector, of which the metastore keeps only the definition. */
    GENERIC,
    /** A view of any engine. */
    VIEW,
    /** A table of a system that this project does not read: see {@link #foreignProvider}. */
    FOREIGN;

    /** Marks Iceberg tables, and with {@code iceberg-view} Iceberg views; any case. */
    private static final String TABLE_TYPE = "table_type";

    private static final String STORAGE_HANDLER = "storage_handler";
    private static final String SPARK_PROVIDER = "spark.sql.sources.provider";

    /** Spark's providers whose tables are plain files that a Hive table could hold. */
    private static final Set<String> FILE_PROVIDERS =
            Set.of("parquet", "orc", "csv", "json", "avro", "text", "hive");

    /** Parts of storage handler and input format class names, and whose they are. */
    private static final Map<String, String> FOREIGN_CLASSES =
            Map.of(
                    "paimon", "Paimon",
                    "hudi", "Hudi",
                    "hoodie", "Hudi",
                    "io.delta", "Delta",
                    "kudu", "Kudu",
                    "hbase", "HBase",
                    "druid", "Druid",
                    "jdbcstoragehandler", "JDBC",
                    "kafkastoragehandler", "Kafka storage handler");

    /** The format of this record. */
    public static TableFormat of(MetastoreTable table) {
        if (table.kind() == MetastoreTable.Kind.VIEW) {
            return VIEW;
        }
        if (isIceberg(table)) {
            return ICEBERG;
        }
        if (isGeneric(table)) {
            return GENERIC;
        }
        return foreignProvider(table).isPresent() ? FOREIGN : HIVE;
    }

    /**
     * The system that a {@link #FOREIGN} table belongs to, such as {@code Delta}, with the
     * parameter that shows it; empty for all other formats.
     */
    public static Optional<String> foreignProvider(MetastoreTable table) {
        if (table.kind() == MetastoreTable.Kind.MATERIALIZED_VIEW) {
            return Optional.of("a Hive materialized view");
        }
        Optional<String> provider =
                table.parameter(SPARK_PROVIDER)
                        .filter(name -> !FILE_PROVIDERS.contains(lower(name)))
                        .map(name -> article(spell(name)) + " table (provider=" + name + ")");
        if (provider.isPresent()) {
            return provider;
        }
        Optional<String> system =
                foreignClass(table.parameters().getOrDefault(STORAGE_HANDLER, ""))
                        .or(() -> foreignClass(table.storage().inputFormat()));
        if (system.isPresent()) {
            return system.map(name -> article(name) + " table");
        }
        if (table.parameter(STORAGE_HANDLER).filter(handler -> !handler.isEmpty()).isPresent()) {
            return Optional.of(
                    "a table of the storage handler " + table.parameters().get(STORAGE_HANDLER));
        }
        if ("true".equalsIgnoreCase(table.parameters().get("transactional"))) {
            return Optional.of(
                    "insert_only"
                                    .equalsIgnoreCase(
                                            table.parameters().get("transactional_properties"))
                            ? "an insert-only ACID Hive table"
                            : "an ACID Hive table");
        }
        return Optional.empty();
    }

    private static boolean isIceberg(MetastoreTable table) {
        return "iceberg".equalsIgnoreCase(table.parameters().get(TABLE_TYPE));
    }

    /** Flink's HiveCatalog marks its tables in two ways, the older one being {@code is_generic}. */
    private static boolean isGeneric(MetastoreTable table) {
        String connector = table.parameters().get("flink.connector");
        return (connector != null && !connector.equalsIgnoreCase("hive"))
                || table.parameters().containsKey("flink.connector.type")
                || "true".equalsIgnoreCase(table.parameters().get("is_generic"));
    }

    private static Optional<String> foreignClass(String className) {
        String lowerCase = lower(className);
        return FOREIGN_CLASSES.entrySet().stream()
                .filter(entry -> lowerCase.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String spell(String provider) {
        return switch (lower(provider)) {
            case "delta" -> "Delta";
            case "hudi" -> "Hudi";
            case "paimon" -> "Paimon";
            case "org.apache.spark.sql.jdbc", "jdbc" -> "JDBC";
            default -> provider;
        };
    }

    private static String article(String name) {
        boolean vowel = "aeiou".indexOf(Character.toLowerCase(name.charAt(0))) >= 0;
        return (vowel || name.equals("HBase") ? "an " : "a ") + name;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
