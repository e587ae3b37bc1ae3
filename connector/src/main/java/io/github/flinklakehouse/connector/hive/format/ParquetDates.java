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

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.FileMetaData;

/**
 * What the dates of a Parquet file mean: days since 1970, but before 1582-10-15 some writers count
 * those of the Julian calendar. Hive 4 and Spark say so in the footer; Hive before 3.1.2, which
 * counts so, says nothing and is known by the name that only Hive gives to its schema. Hive 3.1.2
 * and 3.1.3 count as Flink does, and are known by the time zone that they add to the footer.
 */
enum ParquetDates {
    /** The Gregorian calendar, also before it was introduced: as in Flink and in SQL. */
    PROLEPTIC,
    /** The Julian calendar before 1582-10-15. */
    HYBRID;

    private static final String HIVE_PROLEPTIC = "writer.date.proleptic";
    private static final String HIVE_ZONE = "writer.time.zone";
    private static final String HIVE_SCHEMA = "hive_schema";
    private static final String SPARK_VERSION = "org.apache.spark.version";
    private static final String SPARK_LEGACY = "org.apache.spark.legacyDateTime";
    private static final String SPARK_LEGACY_INT96 = "org.apache.spark.legacyINT96";

    /** Hive's setting for files that do not say. */
    private static final String HIVE_DEFAULT = "hive.parquet.date.proleptic.gregorian.default";

    /** 1582-10-15. */
    static final int FIRST_GREGORIAN_DAY = -141_427;

    private static final long MILLIS_PER_DAY = 86_400_000;

    /** How the writer of this file counted. */
    static ParquetDates of(FileMetaData footer, Configuration configuration) {
        Map<String, String> properties = footer.getKeyValueMetaData();
        String proleptic = properties.get(HIVE_PROLEPTIC);
        if (proleptic != null) {
            return proleptic.equalsIgnoreCase("true") ? PROLEPTIC : HYBRID;
        }
        String spark = properties.get(SPARK_VERSION);
        if (spark != null) {
            return ofSpark(properties, SPARK_LEGACY);
        }
        boolean oldHive = isHive(footer) && !properties.containsKey(HIVE_ZONE);
        return oldHive && !configuration.getBoolean(HIVE_DEFAULT, false) ? HYBRID : PROLEPTIC;
    }

    /** Whether Hive wrote this file, as far as its schema tells. */
    static boolean isHive(FileMetaData footer) {
        return footer.getSchema().getName().equals(HIVE_SCHEMA);
    }

    /** How the writer of this file counted the days of INT96; Hive counts them as Flink does. */
    static ParquetDates ofInt96(FileMetaData footer) {
        return ofSpark(footer.getKeyValueMetaData(), SPARK_LEGACY_INT96);
    }

    /** How the writer of this file counted the days of INT64 timestamps. */
    static ParquetDates ofInt64(FileMetaData footer) {
        return ofSpark(footer.getKeyValueMetaData(), SPARK_LEGACY);
    }

    private static ParquetDates ofSpark(Map<String, String> properties, String marker) {
        String spark = properties.get(SPARK_VERSION);
        return spark != null && (properties.containsKey(marker) || spark.startsWith("2."))
                ? HYBRID
                : PROLEPTIC;
    }

    /** The day in Flink's calendar that has the same year, month and day of month. */
    int toFlink(int day) {
        return switch (this) {
            case PROLEPTIC -> day;
            case HYBRID -> day >= FIRST_GREGORIAN_DAY ? day : julianToFlink(day);
        };
    }

    /** Whether this day, in Flink's calendar, and all later ones are counted as in Flink. */
    boolean agreesWithFlink(int day) {
        return this == PROLEPTIC || day >= FIRST_GREGORIAN_DAY;
    }

    private static int julianToFlink(int day) {
        return (int)
                hybridTime(day * MILLIS_PER_DAY, TimeZone.getTimeZone("UTC"))
                        .toLocalDate()
                        .toEpochDay();
    }

    /** What calendar and clock of JDK 7 show at an instant. */
    static LocalDateTime hybridTime(long epochMillis, TimeZone zone) {
        Calendar time = new GregorianCalendar(zone);
        time.setTimeInMillis(epochMillis);
        int year = time.get(Calendar.YEAR);
        boolean commonEra = time.get(Calendar.ERA) == GregorianCalendar.AD;
        // February 29 of a year that has none in Flink's calendar is March 1, as in Hive and Spark.
        return LocalDate.of(commonEra ? year : 1 - year, time.get(Calendar.MONTH) + 1, 1)
                .plusDays(time.get(Calendar.DAY_OF_MONTH) - 1L)
                .atTime(
                        time.get(Calendar.HOUR_OF_DAY),
                        time.get(Calendar.MINUTE),
                        time.get(Calendar.SECOND))
                .plus(time.get(Calendar.MILLISECOND), ChronoUnit.MILLIS);
    }

    /** The instant at which that calendar shows in UTC what Flink's shows at this one. */
    static long hybridMillis(long epochMillis) {
        LocalDateTime time =
                LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
        Calendar hybrid = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        hybrid.clear();
        hybrid.set(Calendar.ERA, time.getYear() > 0 ? GregorianCalendar.AD : GregorianCalendar.BC);
        hybrid.set(
                time.getYear() > 0 ? time.getYear() : 1 - time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        return hybrid.getTimeInMillis() + Math.floorMod(epochMillis, 1_000L);
    }

    /** Dates as Flink counts them. */
    record Vector(IntColumnVector days, ParquetDates calendar) implements IntColumnVector {
        Vector {
            requireNonNull(days, "days");
            requireNonNull(calendar, "calendar");
        }

        @Override
        public int getInt(int row) {
            return calendar.toFlink(days.getInt(row));
        }

        @Override
        public boolean isNullAt(int row) {
            return days.isNullAt(row);
        }
    }
}
