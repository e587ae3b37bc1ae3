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

import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.PARQUET;
import static io.github.flinklakehouse.connector.hive.HiveStorageFormat.TEXTFILE;
import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.tests.harness.Session;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and timestamps are the same in Hive 3.1.3 and here, in any time zone. */
final class HiveTimesIT {
    private static final Session SESSION = Session.batch();
    private static final SharedTables TABLES = new SharedTables("hive_times", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_times");
        SESSION.run("USE hive_times");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_times CASCADE");
    }

    @ParameterizedTest
    @CsvSource({
        "PARQUET, UTC",
        "PARQUET, America/New_York",
        "PARQUET, Asia/Kolkata",
        "PARQUET, Australia/Lord_Howe",
        "TEXTFILE, America/New_York"
    })
    void datesAndTimestampsInTheZone(HiveStorageFormat format, String zone) {
        SharedTables.inZone(
                zone,
                () ->
                        TABLES.assertSameOnBothSides(
                                "times_%s_%s".formatted(format, zone.replaceAll("\\W", "_")),
                                format,
                                Map.of(),
                                List.of("date", "timestamp"),
                                Stream.concat(times(), Stream.of(row(null, null))).toList()));
    }

    private static Stream<List<Object>> times() {
        return Stream.of(
                        "1970-01-01T00:00",
                        "1969-12-31T23:59:59.999999999",
                        "1969-12-31T23:59:59.000000001",
                        "1960-02-29T12:34:56.123456789",
                        "1883-11-18T11:59:59.5",
                        "1582-10-15T00:00",
                        "2000-02-29T00:00:00.1",
                        "2024-11-03T01:30:00.5", // twice in New York
                        "2024-04-07T01:45:00", // twice on Lord Howe Island
                        "2024-03-10T03:00", // after a gap in New York
                        "2024-12-31T23:59:59.999999999",
                        "2261-01-01T00:00",
                        "9999-12-31T23:59:59.999999999")
                .map(LocalDateTime::parse)
                .map(time -> row(time.toLocalDate(), time));
    }

    @ParameterizedTest
    @CsvSource({"PARQUET, UTC", "PARQUET, Europe/Berlin", "TEXTFILE, Europe/Berlin"})
    void datesAndTimestampsBeforeTheGregorianCalendar(HiveStorageFormat format, String zone) {
        SharedTables.inZone(
                zone,
                () ->
                        TABLES.assertSameOnBothSides(
                                "old_%s_%s".formatted(format, zone.replaceAll("\\W", "_")),
                                format,
                                Map.of(),
                                List.of("date", "timestamp"),
                                Stream.of(
                                                "1582-10-14T00:00",
                                                "1582-10-10T12:00",
                                                "1582-10-04T23:59:59.999999999",
                                                "1500-02-28T01:02:03",
                                                "1500-03-01T01:02:03.5",
                                                "1500-01-01T00:00",
                                                "1000-06-15T12:00",
                                                "0004-02-29T00:00",
                                                "0001-01-03T00:00") // Hive loses the era of UTC: it
                                        // reads its own 0001-01-01 as
                                        // 0002
                                        .map(LocalDateTime::parse)
                                        .map(time -> row(time.toLocalDate(), time))
                                        .toList()));
    }

    /** Those of Trino's test of legacy dates; a timestamp of the first year Hive itself loses. */
    @ParameterizedTest
    @CsvSource({"PARQUET, UTC", "PARQUET, Europe/Berlin", "ORC, UTC", "ORC, Europe/Berlin"})
    void legacyDates(HiveStorageFormat format, String zone) {
        SharedTables.inZone(
                zone,
                () ->
                        TABLES.assertSameOnBothSides(
                                "legacy_%s_%s".formatted(format, zone.replaceAll("\\W", "_")),
                                format,
                                Map.of(),
                                List.of("date", "timestamp"),
                                Stream.of(
                                                "2022-04-13",
                                                "1584-09-15",
                                                "1584-09-10",
                                                "1584-09-05",
                                                "0001-01-01",
                                                "1001-01-01",
                                                "1234-01-01")
                                        .map(LocalDate::parse)
                                        .map(date -> row(date, lateIn(date)))
                                        .toList()));
    }

    private static LocalDateTime lateIn(LocalDate date) {
        return date.getYear() == 1 ? null : date.atTime(15, 30, 12, 123_456_789);
    }

    /** Hive 3 has this type in text, not in Parquet. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York"})
    void timestampsWithLocalTimeZone(String zone) {
        SharedTables.inZone(
                zone,
                () ->
                        TABLES.assertSameOnBothSides(
                                "instants_" + zone.replaceAll("\\W", "_"),
                                TEXTFILE,
                                Map.of(),
                                List.of("timestamp with local time zone"),
                                Stream.concat(
                                                times().map(time -> time.get(1)),
                                                Stream.of(LocalDateTime.parse("2024-03-10T02:30")))
                                        .map(LocalDateTime.class::cast)
                                        .map(time -> row(time.toInstant(ZoneOffset.UTC)))
                                        .toList()));
    }

    @Test
    void hiveAndFlinkMoveBetweenZones() {
        List<String> types = List.of("date", "timestamp");
        List<List<Object>> rows = times().toList();
        Hive hive = new Hive(TABLES.create("moved", PARQUET, Map.of(), types));
        SharedTables.inZone("America/New_York", () -> hive.write("hive", rows));
        SharedTables.inZone(
                "Asia/Tokyo",
                () -> {
                    assertThat(TABLES.select("moved")).containsExactlyInAnyOrderElementsOf(rows);
                    SESSION.run("CREATE TABLE moved_copy LIKE moved");
                    SESSION.run("INSERT INTO moved_copy SELECT * FROM moved");
                });
        SharedTables.inZone(
                "Europe/London",
                () ->
                        assertThat(new Hive(TABLES.record("moved_copy")).read())
                                .containsExactlyInAnyOrderElementsOf(rows));
    }

    @Test
    void theZoneOfTheSessionDoesNotChangeTimestamps() {
        List<List<Object>> rows = times().toList();
        new Hive(TABLES.create("session_zone", PARQUET, Map.of(), List.of("date", "timestamp")))
                .write("hive", rows);
        ZoneId before = SESSION.environment().getConfig().getLocalTimeZone();
        for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
            SESSION.environment().getConfig().setLocalTimeZone(ZoneId.of(zone));
            assertThat(TABLES.select("session_zone")).containsExactlyInAnyOrderElementsOf(rows);
        }
        SESSION.environment().getConfig().setLocalTimeZone(before);
    }

    @Test
    void timestampsThatNoClockShowed() {
        SharedTables.inZone(
                "America/New_York",
                () -> {
                    List<List<Object>> gap =
                            List.of(row((Object) LocalDateTime.parse("2024-03-10T02:30:00")));
                    Hive hive =
                            new Hive(TABLES.create("gap", PARQUET, Map.of(), List.of("timestamp")));
                    hive.write("hive", gap);
                    List<List<Object>> shifted =
                            List.of(row((Object) LocalDateTime.parse("2024-03-10T03:30:00")));
                    assertThat(hive.read()).as("what Hive makes of it").isEqualTo(shifted);
                    assertThat(TABLES.select("gap")).isEqualTo(shifted);
                    assertSql(SESSION, "INSERT INTO gap VALUES (TIMESTAMP '2024-03-10 02:30:00')")
                            .failsWith(
                                    "the clocks of time zone America/New_York never showed 2024-03-10T02:30");
                    assertThat(TABLES.select("gap")).isEqualTo(shifted);
                });
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }
}
