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

import io.github.flinklakehouse.tests.harness.Session;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates and timestamps, old ones too, are the same in Spark 4 and here. */
@Tag(Spark.TAG)
final class SparkTimesIT {
    private static final Session SESSION = Session.batch();
    private static final SparkTables TABLES = new SparkTables("spark_times", SESSION);
    private static final String COLUMNS = "d date, t timestamp";

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE spark_times");
        SESSION.run("USE spark_times");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE spark_times CASCADE");
    }

    @AfterEach
    void resetSpark() {
        Spark.instance()
                .run(
                        "RESET spark.sql.parquet.outputTimestampType",
                        "RESET spark.sql.parquet.datetimeRebaseModeInWrite",
                        "RESET spark.sql.parquet.int96RebaseModeInWrite");
    }

    @ParameterizedTest
    @CsvSource({
        "USING parquet, UTC, INT96",
        "USING parquet, America/New_York, INT96",
        "USING parquet, America/New_York, TIMESTAMP_MICROS",
        "STORED AS PARQUET, America/New_York, TIMESTAMP_MILLIS",
        "STORED AS PARQUET, Asia/Kolkata, INT96",
        // Spark writes text in the zone of its JVM, whatever that of the session is.
        "STORED AS TEXTFILE, UTC, INT96",
    })
    void datesAndTimestampsInTheZone(String storage, String zone, String timestamps) {
        assertSame(
                storage,
                zone,
                timestamps,
                "CORRECTED",
                "1970-01-01T00:00",
                "1969-12-31T23:59:59.999",
                "1969-12-31T23:59:59.001",
                "1960-02-29T12:34:56.123",
                "1883-11-18T11:59:59.5",
                "1582-10-15T00:00",
                "2024-11-03T01:30:00.5", // twice in New York
                "2024-03-10T03:00", // after a gap in New York
                "9999-12-31T23:59:59.999");
    }

    @ParameterizedTest
    @CsvSource({
        "USING parquet, UTC, INT96",
        "USING parquet, Europe/Berlin, INT96",
        "USING parquet, Europe/Berlin, TIMESTAMP_MICROS",
        "STORED AS PARQUET, Europe/Berlin, INT96",
    })
    void datesBeforeTheGregorianCalendar(String storage, String zone, String timestamps) {
        assertSame(
                storage,
                zone,
                timestamps,
                "CORRECTED",
                "1582-10-14T00:00",
                "1582-10-10T12:00",
                "1582-10-04T23:59:59.999999",
                "1500-02-28T01:02:03",
                "1500-03-01T01:02:03.5",
                "1000-06-15T12:00",
                "0004-02-29T00:00",
                "0001-01-01T00:00");
    }

    @ParameterizedTest
    @CsvSource({
        "USING parquet, UTC, INT96",
        "USING parquet, UTC, TIMESTAMP_MICROS",
        "USING parquet, Europe/Berlin, INT96",
        "USING parquet, Europe/Berlin, TIMESTAMP_MICROS",
    })
    void datesThatSparkWritesInTheJulianCalendar(String storage, String zone, String timestamps) {
        assertSame(
                storage,
                zone,
                timestamps,
                "LEGACY",
                "2024-01-01T12:00",
                "1582-10-15T00:00",
                "1582-10-04T23:59:59.999999",
                "1500-02-28T01:02:03",
                "1500-03-01T01:02:03.5",
                "1000-06-15T12:00",
                "0004-02-29T00:00",
                "0001-01-01T00:00");
    }

    /**
     * But for the last second before 1970, which ORC cannot hold, and the first hours after the
     * reform and of the first year, which Spark itself loses in zones east of Greenwich.
     */
    @ParameterizedTest
    @CsvSource({
        "USING orc, UTC",
        "USING orc, America/New_York",
        "USING orc, Europe/Berlin",
        "STORED AS ORC, America/New_York",
        "STORED AS ORC, Asia/Kolkata"
    })
    void datesAndTimestampsInOrc(String storage, String zone) {
        assertSame(
                storage,
                zone,
                "INT96",
                "CORRECTED",
                "1970-01-01T00:00",
                "1969-12-31T23:59:58.999",
                "1960-02-29T12:34:56.123456",
                "1900-01-01T00:00:00.5",
                "1582-10-16T00:00",
                "1582-10-04T23:59:59.999999",
                "1500-02-28T01:02:03",
                "1500-03-01T01:02:03.5",
                "1000-06-15T12:00",
                "0004-02-29T00:00",
                "0001-01-03T00:00",
                "2024-11-03T01:30:00.5", // twice in New York
                "2024-03-10T03:00", // after a gap in New York
                "9999-12-31T23:59:59.999");
    }

    private static void assertSame(
            String storage, String zone, String timestamps, String calendar, String... times) {
        Spark.instance()
                .run(
                        "SET spark.sql.parquet.outputTimestampType = " + timestamps,
                        "SET spark.sql.parquet.datetimeRebaseModeInWrite = " + calendar,
                        "SET spark.sql.parquet.int96RebaseModeInWrite = " + calendar);
        List<List<Object>> rows =
                Stream.concat(
                                Stream.of(times).map(LocalDateTime::parse).map(SparkTimesIT::row),
                                Stream.of(Arrays.<Object>asList(null, null)))
                        .toList();
        SharedTables.inZone(
                zone, () -> TABLES.assertSameOnBothSides("times", storage, COLUMNS, rows));
    }

    private static List<Object> row(LocalDateTime time) {
        return List.of(time.toLocalDate(), time);
    }
}
