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
package io.github.flinklakehouse.tests.interop;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.tests.harness.Session;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers and SerDes that CREATE TABLE does not choose by itself, in Hive 3.1.3 and here. */
final class HiveSerDesIT {
    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_serdes", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_serdes");
        SESSION.run("USE hive_serdes");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_serdes CASCADE");
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @ParameterizedTest
    @CsvSource({
        "SEQUENCEFILE, lazybinary.LazyBinarySerDe",
        "RCFILE, columnar.ColumnarSerDe",
        "RCFILE, columnar.LazyBinaryColumnarSerDe",
        "TEXTFILE, JsonSerDe",
        "AVRO, avro.AvroSerDe"
    })
    void bothSidesReadWhatTheOtherWrote(HiveStorageFormat format, String serde) {
        List<String> types =
                List.of(
                        "int",
                        "string",
                        "decimal(10,2)",
                        "date",
                        "timestamp",
                        "char(3)",
                        "array<struct<a:int,b:map<string,double>>>");
        List<List<Object>> rows =
                List.of(
                        row(
                                1,
                                "a 漢",
                                new BigDecimal("1.50"),
                                LocalDate.of(1969, 12, 31),
                                LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456000000),
                                "x  ",
                                List.of(row(1, Map.of("k", 1.5)), row(null, null))),
                        row(2, "", new BigDecimal("-0.01"), null, null, null, List.of()),
                        row(null, null, null, null, null, null, null));
        check(format, serde, Map.of(), types, rows);
    }

    @Test
    void avroOfAnotherTimeZone() {
        List<List<Object>> rows = List.of(row(LocalDateTime.of(2024, 7, 1, 12, 0, 0, 1_000_000)));
        Hive hive =
                new Hive(
                        TABLES.create(
                                "zoned", HiveStorageFormat.AVRO, Map.of(), List.of("timestamp")));
        SharedTables.inZone("America/New_York", () -> hive.write("hive", rows));
        assertThat(TABLES.select("zoned")).isEqualTo(rows);
        TABLES.create("zoned_copy", HiveStorageFormat.AVRO, Map.of(), List.of("timestamp"));
        SESSION.run("INSERT INTO zoned_copy SELECT * FROM zoned");
        Hive copy = new Hive(TABLES.record("zoned_copy"));
        SharedTables.inZone("Asia/Tokyo", () -> assertThat(copy.read()).isEqualTo(rows));
    }

    private static void check(
            HiveStorageFormat format,
            String serde,
            Map<String, String> parameters,
            List<String> types,
            List<List<Object>> rows) {
        String name = serde.replaceAll(".*[.]", "").toLowerCase(Locale.ROOT);
        String className =
                "org.apache.hadoop.hive." + (serde.startsWith("contrib") ? "" : "serde2.") + serde;
        new Hive(TABLES.create(name, format, className, parameters, types)).write("hive", rows);
        assertThat(TABLES.select(name)).as("written by Hive").containsExactlyElementsOf(rows);
        TABLES.create(name + "_copy", format, className, parameters, types);
        SESSION.run("INSERT INTO %s_copy SELECT * FROM %s".formatted(name, name));
        assertThat(new Hive(TABLES.record(name + "_copy")).read())
                .as("written by Flink")
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void csvWithQuotesAndEscapes() {
        check(
                HiveStorageFormat.CSV,
                "OpenCSVSerde",
                Map.of("separatorChar", ";", "quoteChar", "'"),
                List.of("string", "string"),
                List.of(row("a;b", "its, c"), row("", "漢 x")));
    }

    @Test
    void csvHasOnlyStrings() {
        TABLES.create("csv_int", HiveStorageFormat.CSV, Map.of(), List.of("int"));
        assertSql(SESSION, "DESCRIBE csv_int").returns("+I[c0, STRING, true, null, null, null]");
        assertSql(
                        SESSION,
                        "CREATE TABLE csv_refused (a INT) WITH ('connector' = 'hive', 'format' = 'csv')")
                .fails(
                        "Cannot create table: hive_serdes.csv_refused would have the column a of type int in CSV, where Hive knows only STRING — declare it as STRING, or use 'format' = 'textfile'");
    }

    @Test
    void multiDelimit() {
        check(
                HiveStorageFormat.TEXTFILE,
                "contrib.serde2.MultiDelimitSerDe",
                Map.of("field.delim", "[,]", "collection.delim", ":"),
                List.of("int", "string", "array<int>"),
                List.of(row(1, "a,b", List.of(1, 2)), row(2, "", null)));
    }
}
