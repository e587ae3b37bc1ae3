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

import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.ORC;
import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ORC files are the same in Hive 3.1.3 and here, also when the table has changed since. */
final class HiveOrcIT {
    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_orc_files", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_orc_files");
        SESSION.run("USE hive_orc_files");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_orc_files CASCADE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"})
    void datesAndTimestampsInTheZone(String zone) {
        List<List<Object>> rows =
                Stream.of(
                                "1970-01-01T00:00",
                                "1969-12-31T23:59:59.000000001",
                                "1969-12-31T23:59:58.999999999",
                                "1960-02-29T12:34:56.123456789",
                                "1883-11-18T11:59:59.5",
                                "1582-10-15T00:00",
                                "1582-10-14T00:00",
                                "1582-10-10T12:00",
                                "1582-10-04T23:59:59.999999999",
                                "1500-02-28T01:02:03",
                                "1500-03-01T00:00",
                                "0001-01-01T00:00",
                                "2024-11-03T01:30:00.5", // twice in New York
                                "2024-04-07T01:45:00", // twice on Lord Howe Island
                                "2024-03-10T02:30:00", // in a gap in New York
                                "9999-12-31T23:59:59.999999999")
                        .map(LocalDateTime::parse)
                        .map(time -> row(time.toLocalDate(), time))
                        .toList();
        SharedTables.inZone(
                zone,
                () ->
                        TABLES.assertSameOnBothSides(
                                "times_" + zone.replaceAll("\\W", "_"),
                                ORC,
                                Map.of(),
                                List.of("date", "timestamp"),
                                rows));
    }

    /** Of the last second before 1970, whose fraction is lost in the file: as Hive reads it. */
    @Test
    void theSecondThatOrcCannotHoldIsReadAsInHive() {
        Hive hive = new Hive(TABLES.create("last_second", ORC, Map.of(), List.of("timestamp")));
        hive.write("hive", List.of(row(LocalDateTime.parse("1969-12-31T23:59:59.5"))));

        assertThat(TABLES.select("last_second")).isEqualTo(hive.read());
        SESSION.run("CREATE TABLE last_second_copy LIKE last_second");
        assertSql(
                        SESSION,
                        "INSERT INTO last_second_copy VALUES (TIMESTAMP '1969-12-31 23:59:59.5')")
                .failsWith(
                        "Cannot write row: an ORC file holds the timestamp 1969-12-31T23:59:59.5");
    }

    @Test
    void manyRowsInManyBatches() {
        TABLES.assertSameOnBothSides(
                "many",
                ORC,
                Map.of(),
                List.of("int", "string", "array<bigint>"),
                IntStream.range(0, 5_000)
                        .mapToObj(
                                i ->
                                        row(
                                                i % 3 == 0 ? null : i,
                                                "s" + i % 50,
                                                i % 5 == 0 ? null : row((long) i, null)))
                        .toList());
    }

    @Test
    void collectionsThatAreEmptyOrHoldNull() {
        TABLES.assertSameOnBothSides(
                "empty_collections",
                ORC,
                Map.of(),
                List.of("array<int>", "map<string,bigint>", "array<array<string>>"),
                List.of(
                        row(List.of(), Map.of(), List.of(List.of())),
                        row(Collections.singletonList(null), Map.of("a", 1L), row(List.of(), null)),
                        row(null, null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zlib", "snappy", "lz4", "lzo"})
    void compressionsThatHiveKnows(String compression) {
        String name = "compressed_" + compression;
        SESSION.run(
                "CREATE TABLE %s (c0 INT, c1 STRING) WITH ('connector' = 'hive', 'format' = 'orc', 'orc.compress' = '%s')"
                        .formatted(name, compression));
        SESSION.run("INSERT INTO %s VALUES (1, 'x'), (2, 'y')".formatted(name));
        assertThat(new Hive(TABLES.record(name)).read())
                .containsExactlyInAnyOrder(row(1, "x"), row(2, "y"));
    }

    /**
     * What a file of the first types holds is read as the second ones, here as in Hive. In UTC, as
     * Hive 3.1.3 shifts what becomes a timestamp by the zone of the machine.
     */
    @Test
    void changedTypesAreReadAsInHive() {
        SharedTables.inZone("UTC", HiveOrcIT::assertChangedTypes);
    }

    private static void assertChangedTypes() {
        assertChanged("tinyint", "int", (byte) -1, null, (byte) 127);
        assertChanged("int", "bigint", Integer.MIN_VALUE);
        assertChanged("bigint", "smallint", 7L, 40_000L, -32_769L);
        assertChanged("int", "double", 3, -7);
        assertChanged("float", "double", 0.5f);
        assertChanged("int", "decimal(10,2)", 12, 123_456_789);
        assertChanged("decimal(10,2)", "decimal(20,4)", new BigDecimal("12345.67"));
        assertChanged(
                "decimal(10,2)",
                "decimal(4,1)",
                new BigDecimal("123.45"),
                new BigDecimal("1234.50"));
        assertChanged("decimal(10,2)", "int", new BigDecimal("2.75"), new BigDecimal("-2.75"));
        assertChanged("double", "int", 2.9, 1e10, Double.NaN);
        assertChanged("int", "string", -5, 0);
        assertChanged("float", "string", 0.1f, 1e10f);
        assertChanged("boolean", "int", true);
        assertChanged("bigint", "varchar(3)", 12_345L);
        assertChanged("boolean", "string", true, false);
        assertChanged("decimal(10,2)", "string", new BigDecimal("1.50"));
        assertChanged("date", "string", LocalDate.parse("2024-02-29"));
        assertChanged("string", "varchar(3)", "a\uD83D\uDE00bc", "x ");
        assertChanged("string", "char(4)", "\uD83D\uDE00", "abcdef");
        assertChanged("varchar(10)", "varchar(2)", "a\uD83D\uDE00bc");
        assertChanged("char(4)", "string", "x   ");
        assertChanged("char(2)", "char(4)", "x ");
        assertChanged("string", "int", "12", "twelve", "");
        assertChanged("string", "double", "1.5", "soon");
        assertChanged("string", "decimal(10,1)", "1.50", "many");
        assertChanged("string", "date", "2024-02-29", "soon");
        assertChanged("string", "timestamp", "2024-02-29 01:02:03.4", "soon");
        assertChanged("date", "timestamp", LocalDate.parse("2024-02-29"));
        assertChanged("timestamp", "date", LocalDateTime.parse("2024-02-29T23:59:59"));
    }

    private static void assertChanged(String from, String to, Object... values) {
        String name = "changed_" + (from + "_" + to).replaceAll("\\W", "_");
        MetastoreTable before = TABLES.create(name, ORC, Map.of(), List.of(from));
        new Hive(before).write("hive", Stream.of(values).map(Collections::singletonList).toList());
        MetastoreTable after = before.withColumns(List.of(new MetastoreColumn("c0", to, "")));
        OtherEngines.connection().load().alterTable(after);

        assertThat(TABLES.select(name))
                .as("%s as %s", from, to)
                .containsExactlyElementsOf(new Hive(after).read());
    }

    @Test
    void newAndMissingAndReorderedColumnsAreReadAsInHive() {
        MetastoreTable before =
                TABLES.create("reordered", ORC, Map.of(), List.of("int", "string", "double"));
        new Hive(before).write("hive", List.of(row(1, "x", 2.5)));
        MetastoreTable after =
                before.withColumns(
                        List.of(
                                new MetastoreColumn("c2", "double", ""),
                                new MetastoreColumn("more", "int", ""),
                                new MetastoreColumn("c0", "bigint", "")));
        OtherEngines.connection().load().alterTable(after);

        assertThat(TABLES.select("reordered"))
                .isEqualTo(new Hive(after).read())
                .containsExactly(row(2.5, null, 1L));
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
