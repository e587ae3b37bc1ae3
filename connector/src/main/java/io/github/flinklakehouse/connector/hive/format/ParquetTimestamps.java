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

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.TimeZone;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/**
 * What the timestamps of a Parquet file mean. Hive's {@code timestamp} is a wall-clock time, but
 * INT96 holds instants: Hive, Spark and Trino convert the one to the other in their local zone.
 * Hive (since 3.1.2) records that zone in the footer and reads such a file with it anywhere; for a
 * file without it, the reader's own zone is taken, as Hive does. Writing in the local zone and
 * recording it is thus what all three read right: Hive in any zone, Spark and Trino in the same.
 */
final class ParquetTimestamps {

    /** Hive's key in the footer: the zone of the writer. */
    private static final String WRITER_ZONE = "writer.time.zone";

    /**
     * Hive's key in the footer: whether the writer had the clocks of {@link java.util.Calendar}.
     */
    private static final String WRITER_LEGACY = "writer.zone.conversion.legacy";

    /** Hive's setting for its own files that do not say. */
    private static final String LEGACY_CONVERSION =
            "hive.parquet.timestamp.legacy.conversion.enabled";

    /** Spark's key, which it writes only when it counts days in the old calendar. */
    private static final String SPARK_ZONE = "org.apache.spark.timeZone";

    /** Hive's setting for files of Impala. */
    private static final String SKIP_CONVERSION = "hive.parquet.timestamp.skip.conversion";

    /** Since then, the clocks of {@link java.util.Calendar} are those of {@link java.time}. */
    static final Instant FIRST_COMMON_CLOCK = Instant.parse("1900-01-01T00:00:00Z");

    private static final long UNIX_EPOCH_JULIAN_DAY = 2_440_588;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ParquetTimestamps() {}

    /** The wall clock that the timestamps of this file show. */
    static ParquetClock clock(FileMetaData footer, Configuration configuration) {
        ZoneId zone = zone(footer, configuration);
        return isOld(footer, configuration) ? ParquetClock.oldIn(zone) : ParquetClock.in(zone);
    }

    /** Hive says so since it has the new clocks; before, it had the old ones. */
    private static boolean isOld(FileMetaData footer, Configuration configuration) {
        Map<String, String> properties = footer.getKeyValueMetaData();
        String legacy = properties.get(WRITER_LEGACY);
        return legacy == null
                ? !properties.containsKey(WRITER_ZONE)
                        && ParquetDates.isHive(footer)
                        && configuration.getBoolean(LEGACY_CONVERSION, true)
                : Boolean.parseBoolean(legacy);
    }

    private static ZoneId zone(FileMetaData footer, Configuration configuration) {
        Map<String, String> properties = footer.getKeyValueMetaData();
        String writerZone = properties.getOrDefault(WRITER_ZONE, properties.get(SPARK_ZONE));
        if (writerZone != null) {
            return ZoneId.of(writerZone, ZoneId.SHORT_IDS);
        }
        // Impala does not convert, and is the only writer of INT96 that is not parquet-mr.
        boolean converted =
                (footer.getCreatedBy() != null && footer.getCreatedBy().startsWith("parquet-mr"))
                        || !configuration.getBoolean(SKIP_CONVERSION, true);
        return converted ? ZoneId.systemDefault() : ZoneOffset.UTC;
    }

    /** What a writer in this zone puts into the footer, for Hive and Spark. */
    static Map<String, String> footer(ZoneId zone) {
        return Map.of(
                WRITER_ZONE, zone.getId(), WRITER_LEGACY, "false", "writer.date.proleptic", "true");
    }

    /**
     * The instant of a wall-clock time, as wall-clock time in UTC.
     *
     * @throws IllegalArgumentException when clocks in the zone never showed that time
     */
    static TimestampData toUtc(TimestampData wallClock, ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return wallClock;
        }
        ZonedDateTime time = wallClock.toLocalDateTime().atZone(zone);
        if (!time.toLocalDateTime().equals(wallClock.toLocalDateTime())) {
            throw new IllegalArgumentException(
                    "Cannot write row: the clocks of time zone %s never showed %s, so a Parquet file that is written there cannot hold it — run Flink with -Duser.timezone=UTC, or use a text table"
                            .formatted(zone, wallClock));
        }
        return TimestampData.fromInstant(time.toInstant());
    }

    /** How many digits of a second a type of timestamps has. */
    static int precision(LogicalType type) {
        return type instanceof TimestampType timestamp
                ? timestamp.getPrecision()
                : ((LocalZonedTimestampType) type).getPrecision();
    }

    /** The value of an INT96. */
    static TimestampData fromInt96(long nanosOfDay, int julianDay) {
        long millis =
                (julianDay - UNIX_EPOCH_JULIAN_DAY) * MILLIS_PER_DAY
                        + Math.floorDiv(nanosOfDay, NANOS_PER_MILLI);
        return TimestampData.fromEpochMillis(
                millis, (int) Math.floorMod(nanosOfDay, NANOS_PER_MILLI));
    }

    /** The part of an INT96 that is the time of day. */
    static long nanosOfDay(TimestampData utc) {
        return Math.floorMod(utc.getMillisecond(), MILLIS_PER_DAY) * NANOS_PER_MILLI
                + utc.getNanoOfMillisecond();
    }

    /** The part of an INT96 that is the date. */
    static int julianDay(TimestampData utc) {
        return (int) (Math.floorDiv(utc.getMillisecond(), MILLIS_PER_DAY) + UNIX_EPOCH_JULIAN_DAY);
    }

    /**
     * The timestamp whose wall clock shows in Flink's calendar what this one's shows in the file's.
     * Old calendars come with old clocks: those of {@link java.util.Calendar}, on which a zone has
     * its standard time in all the years before its first change, not the mean time of its capital.
     */
    static TimestampData toFlink(TimestampData stored, ZoneId zone, ParquetDates calendar) {
        if (calendar == ParquetDates.PROLEPTIC
                || stored.getMillisecond() >= FIRST_COMMON_CLOCK.toEpochMilli()) {
            return stored;
        }
        LocalDateTime wallClock =
                ParquetDates.hybridTime(stored.getMillisecond(), TimeZone.getTimeZone(zone))
                        .plusNanos(stored.getNanoOfMillisecond());
        return TimestampData.fromInstant(wallClock.atZone(zone).toInstant());
    }

    /** The value of an INT64. */
    static TimestampData fromInt64(long value, TimeUnit unit) {
        long perMilli =
                switch (unit) {
                    case MILLIS -> 1;
                    case MICROS -> 1_000;
                    case NANOS -> NANOS_PER_MILLI;
                };
        return TimestampData.fromEpochMillis(
                Math.floorDiv(value, perMilli),
                (int) (Math.floorMod(value, perMilli) * (NANOS_PER_MILLI / perMilli)));
    }
}
