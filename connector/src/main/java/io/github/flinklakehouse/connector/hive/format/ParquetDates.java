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

import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.TimeZone;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
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

    private static final int FIRST_GREGORIAN_DAY = -141_427;
    private static final long MILLIS_PER_DAY = 86_400_000;

    /** How the writer of this file counted. */
    static ParquetDates of(FileMetaData footer) {
        Map<String, String> properties = footer.getKeyValueMetaData();
        String proleptic = properties.get(HIVE_PROLEPTIC);
        if (proleptic != null) {
            return proleptic.equalsIgnoreCase("true") ? PROLEPTIC : HYBRID;
        }
        String spark = properties.get(SPARK_VERSION);
        if (spark != null) {
            boolean legacy = properties.containsKey(SPARK_LEGACY) || spark.startsWith("2.");
            return legacy ? HYBRID : PROLEPTIC;
        }
        boolean oldHive =
                footer.getSchema().getName().equals(HIVE_SCHEMA)
                        && !properties.containsKey(HIVE_ZONE);
        return oldHive ? HYBRID : PROLEPTIC;
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
        Calendar julian = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        julian.setTimeInMillis(day * MILLIS_PER_DAY);
        int year = julian.get(Calendar.YEAR);
        boolean commonEra = julian.get(Calendar.ERA) == GregorianCalendar.AD;
        // February 29 of a year that has none in Flink's calendar is March 1, as in Hive and Spark.
        LocalDate month =
                LocalDate.of(commonEra ? year : 1 - year, julian.get(Calendar.MONTH) + 1, 1);
        return (int) month.plusDays(julian.get(Calendar.DAY_OF_MONTH) - 1L).toEpochDay();
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
