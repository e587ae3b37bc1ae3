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

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.flink.table.data.TimestampData;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps as the engines meant them that wrote the files. */
class ParquetTimestampsTest {
    private static final int UNIX_EPOCH_JULIAN_DAY = 2_440_588;
    private static final long OLD_DAY = LocalDate.of(1500, 1, 10).toEpochDay();
    private static final LocalDateTime OLD_JULIAN = LocalDateTime.parse("1500-01-01T12:00:00");
    private static final LocalDateTime OLD_GREGORIAN = LocalDateTime.parse("1500-01-10T12:00:00");
    private static final String INT96 = "optional int96 c";
    private static final String VERSION = "org.apache.spark.version";

    private final FormatFiles files = new FormatFiles(new ParquetFormat());
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir Path directory;

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    private Object read(String field, String type, Map<String, String> footer, Object value)
            throws Exception {
        Path file = directory.resolve("file" + System.nanoTime());
        ParquetFiles.write(file, field, footer, writer -> writer, value);
        return files.read(FormatFiles.layout("c:" + type, Map.of()), file).get(0).getField(0);
    }

    private Object int96(Map<String, String> footer) throws Exception {
        NanoTime noon =
                new NanoTime((int) OLD_DAY + UNIX_EPOCH_JULIAN_DAY, 12 * 3_600_000_000_000L);
        return read("optional int96 c", "timestamp", footer, noon);
    }

    @Test
    void sparkSaysInWhichCalendarAndZoneItCounts() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        assertThat(int96(Map.of(VERSION, "3.5.0"))).isEqualTo(OLD_GREGORIAN);
        assertThat(int96(Map.of(VERSION, "3.5.0", "org.apache.spark.legacyINT96", "")))
                .isEqualTo(OLD_JULIAN);
        assertThat(int96(Map.of(VERSION, "2.4.8"))).isEqualTo(OLD_JULIAN);
        assertThat(int96(Map.of(VERSION, "3.5.0", "org.apache.spark.legacyDateTime", "")))
                .as("that is for other types")
                .isEqualTo(OLD_GREGORIAN);
        assertThat(
                        read(
                                "optional int96 c",
                                "timestamp",
                                Map.of(VERSION, "3.5.0", "org.apache.spark.timeZone", "Asia/Tokyo"),
                                new NanoTime(UNIX_EPOCH_JULIAN_DAY, 0)))
                .isEqualTo(LocalDateTime.parse("1970-01-01T09:00:00"));
    }

    /** The old calendar of the JDK has no local mean time, which java.time has before 1893. */
    @Test
    void sparksOldCalendarHasOldClocks() throws Exception {
        Map<String, String> legacy =
                Map.of(
                        VERSION,
                        "4.0.1",
                        "org.apache.spark.legacyINT96",
                        "",
                        "org.apache.spark.timeZone",
                        "Europe/Berlin");
        int day1890 = (int) LocalDate.of(1890, 1, 1).toEpochDay() + UNIX_EPOCH_JULIAN_DAY;
        for (String zoneOfReader : List.of("UTC", "Europe/Berlin", "Asia/Tokyo")) {
            TimeZone.setDefault(TimeZone.getTimeZone(zoneOfReader));
            assertThat(
                            read(
                                    "optional int96 c",
                                    "timestamp",
                                    legacy,
                                    new NanoTime(
                                            (int) OLD_DAY + UNIX_EPOCH_JULIAN_DAY,
                                            11 * 3_600_000_000_000L + 123_456_789)))
                    .isEqualTo(OLD_JULIAN.plusNanos(123_456_789));
            assertThat(
                            read(
                                    "optional int96 c",
                                    "timestamp",
                                    legacy,
                                    new NanoTime(day1890, 11 * 3_600_000_000_000L)))
                    .isEqualTo(LocalDateTime.parse("1890-01-01T12:00"));
        }
    }

    @Test
    void hiveSaysWhetherItHadOldClocks() throws Exception {
        String zone = "America/New_York";
        Map<String, String> zoned = Map.of("writer.time.zone", zone);
        Map<String, String> old =
                Map.of("writer.time.zone", zone, "writer.zone.conversion.legacy", "true");
        for (String field :
                List.of("optional int96 c", "optional int64 c (TIMESTAMP(MILLIS,true))")) {
            assertThat(read(field, "timestamp", old, instant(field, "1880-01-01T17:00:00Z")))
                    .isEqualTo(LocalDateTime.parse("1880-01-01T12:00:00"));
            assertThat(read(field, "timestamp", zoned, instant(field, "1880-01-01T16:56:02Z")))
                    .isEqualTo(LocalDateTime.parse("1880-01-01T12:00:00"));
            assertThat(read(field, "timestamp", old, instant(field, "2024-07-01T16:00:00.001Z")))
                    .isEqualTo(LocalDateTime.parse("2024-07-01T12:00:00.001"));
            assertThat(read(field, "timestamp", old, instant(field, "0001-06-01T17:00:00Z")))
                    .isEqualTo(LocalDateTime.parse("0001-06-01T12:00:00"));
            assertThat(read(field, "timestamp", old, instant(field, "1582-10-15T02:00:00Z")))
                    .as("the day before, in that calendar")
                    .isEqualTo(LocalDateTime.parse("1582-10-04T21:00:00"));
        }
    }

    private static Object instant(String field, String time) {
        Instant instant = Instant.parse(time);
        return field.contains("int64")
                ? (Object) instant.toEpochMilli()
                : new NanoTime(
                        (int) Math.floorDiv(instant.getEpochSecond(), 86_400L)
                                + UNIX_EPOCH_JULIAN_DAY,
                        Math.floorMod(instant.getEpochSecond(), 86_400L) * 1_000_000_000L
                                + instant.getNano());
    }

    @Test
    void theOffsetChangesWithTheSeason() throws Exception {
        Map<String, String> zoned = Map.of("writer.time.zone", "America/New_York");
        for (String[] each :
                new String[][] {
                    {"2024-03-10T06:59:59.999Z", "2024-03-10T01:59:59.999"},
                    {"2024-03-10T07:00:00Z", "2024-03-10T03:00:00"},
                    {"2024-11-03T05:59:59.999Z", "2024-11-03T01:59:59.999"},
                    {"2024-11-03T06:00:00Z", "2024-11-03T01:00:00"}
                }) {
            assertThat(read(INT96, "timestamp", zoned, instant(INT96, each[0])))
                    .isEqualTo(LocalDateTime.parse(each[1]));
        }
        ParquetClock clock = ParquetClock.in(ZoneId.of("America/New_York"));
        Instant start = Instant.parse("1880-01-01T00:00:00Z");
        for (int week = 0; week < 10_000; week++) {
            Instant instant = start.plus(Duration.ofDays(7L * week)).plusNanos(week);
            assertThat(clock.show(TimestampData.fromInstant(instant)).toLocalDateTime())
                    .isEqualTo(LocalDateTime.ofInstant(instant, clock.zone()));
        }
    }

    @Test
    void int64TimestampsOfSparksOldCalendar() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        long micros = OLD_DAY * 86_400_000_000L + 12 * 3_600_000_000L;
        Map<String, String> legacy =
                Map.of(VERSION, "3.5.0", "org.apache.spark.legacyDateTime", "");

        assertThat(read("optional int64 c (TIMESTAMP(MICROS,true))", "timestamp", legacy, micros))
                .isEqualTo(OLD_JULIAN);
        assertThat(
                        read(
                                "optional int64 c (TIMESTAMP(MICROS,true))",
                                "timestamp with local time zone",
                                legacy,
                                micros))
                .isEqualTo(Instant.parse("1500-01-01T12:00:00Z"));
        assertThat(read("optional int64 c (TIMESTAMP(MICROS,true))", "timestamp", legacy, 0L))
                .isEqualTo(LocalDateTime.parse("1970-01-01T00:00:00"));
    }

    @Test
    void hivesSettingsSayWhatFilesDoNot() {
        Configuration settings = new Configuration(false);
        FileMetaData impala = footer("m", "impala version 4.0");
        FileMetaData oldHive = footer("hive_schema", "parquet-mr version 1.8.1");
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));

        assertThat(ParquetTimestamps.clock(impala, settings).zone()).hasToString("Z");
        assertThat(ParquetTimestamps.clock(oldHive, settings).zone()).hasToString("Asia/Tokyo");
        assertThat(ParquetDates.of(oldHive, settings)).isEqualTo(ParquetDates.HYBRID);
        settings.set("hive.parquet.timestamp.skip.conversion", "false");
        settings.set("hive.parquet.date.proleptic.gregorian.default", "true");
        assertThat(ParquetTimestamps.clock(impala, settings).zone()).hasToString("Asia/Tokyo");
        assertThat(ParquetDates.of(oldHive, settings)).isEqualTo(ParquetDates.PROLEPTIC);
    }

    private static FileMetaData footer(String schema, String createdBy) {
        return new FileMetaData(
                MessageTypeParser.parseMessageType("message " + schema + " { optional int96 c; }"),
                Map.of(),
                createdBy);
    }
}
