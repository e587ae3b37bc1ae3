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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TimeZone;
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

        assertThat(ParquetTimestamps.zone(impala, settings)).hasToString("Z");
        assertThat(ParquetTimestamps.zone(oldHive, settings)).hasToString("Asia/Tokyo");
        assertThat(ParquetDates.of(oldHive, settings)).isEqualTo(ParquetDates.HYBRID);
        settings.set("hive.parquet.timestamp.skip.conversion", "false");
        settings.set("hive.parquet.date.proleptic.gregorian.default", "true");
        assertThat(ParquetTimestamps.zone(impala, settings)).hasToString("Asia/Tokyo");
        assertThat(ParquetDates.of(oldHive, settings)).isEqualTo(ParquetDates.PROLEPTIC);
    }

    private static FileMetaData footer(String schema, String createdBy) {
        return new FileMetaData(
                MessageTypeParser.parseMessageType("message " + schema + " { optional int96 c; }"),
                Map.of(),
                createdBy);
    }
}
