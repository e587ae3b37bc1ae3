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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and timestamps before 1582-10-15, of writers that count in one calendar or the other. */
class OrcCalendarTest {
    private static final FileLayout LAYOUT = FormatFiles.layout("d:date;t:timestamp", Map.of());

    private final FormatFiles files = new FormatFiles(new OrcFormat());

    @TempDir Path directory;

    /** Days as they are counted in the Gregorian calendar, in a file of this calendar. */
    private Path file(boolean proleptic, List<LocalDate> days) throws Exception {
        Path file = directory.resolve("file-" + proleptic);
        TypeDescription schema = TypeDescription.fromString("struct<d:date,t:timestamp>");
        VectorizedRowBatch batch = schema.createRowBatch();
        DateColumnVector dates = (DateColumnVector) batch.cols[0];
        TimestampColumnVector timestamps = (TimestampColumnVector) batch.cols[1];
        dates.changeCalendar(proleptic, false);
        timestamps.changeCalendar(proleptic, false);
        timestamps.setIsUTC(true);
        for (LocalDate day : days) {
            dates.vector[batch.size] = day.toEpochDay();
            timestamps.time[batch.size] =
                    day.atTime(1, 2, 3).toInstant(ZoneOffset.UTC).toEpochMilli();
            timestamps.nanos[batch.size] = 4;
            batch.size++;
        }
        try (Writer writer =
                OrcFile.createWriter(
                        OrcTool.hadoopPath(file),
                        OrcFile.writerOptions(new Configuration())
                                .setSchema(schema)
                                .useUTCTimestamp(true)
                                .setProlepticGregorian(proleptic))) {
            writer.addUserMetadata(
                    "org.apache.spark.version",
                    ByteBuffer.wrap("4.0.1".getBytes(StandardCharsets.UTF_8)));
            writer.addRowBatch(batch);
        }
        return file;
    }

    private static Row row(LocalDate date) {
        return Row.of(date, date.atTime(1, 2, 3, 4));
    }

    @Test
    void theFooterSaysWhichCalendarItIs() throws Exception {
        LocalDate julian1500 = LocalDate.of(1500, 1, 10);
        assertThat(files.read(LAYOUT, file(true, List.of(julian1500))))
                .containsExactly(row(julian1500));
        assertThat(files.read(LAYOUT, file(false, List.of(julian1500))))
                .containsExactly(row(LocalDate.of(1500, 1, 1)));
    }

    @Test
    void bothCalendarsAgreeSinceTheReform() throws Exception {
        List<LocalDate> days =
                Stream.of("1582-10-15", "1583-01-01", "1969-12-31", "9999-12-31")
                        .map(LocalDate::parse)
                        .toList();
        Row[] rows = days.stream().map(OrcCalendarTest::row).toArray(Row[]::new);
        assertThat(files.read(LAYOUT, file(false, days))).containsExactly(rows);
        assertThat(files.read(LAYOUT, file(true, days))).containsExactly(rows);
    }

    @Test
    void daysOfTheJulianCalendar() throws Exception {
        List<LocalDate> days =
                Stream.of("1582-10-14", "1500-03-10", "0000-12-30").map(LocalDate::parse).toList();
        assertThat(files.read(LAYOUT, file(false, days)))
                .extracting(row -> row.getField(0))
                .containsExactly(
                        LocalDate.parse("1582-10-04"),
                        LocalDate.parse("1500-03-01"), // the Julian February 29
                        LocalDate.parse("0001-01-01"));
    }

    /** The dates that Trino's test of legacy dates has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01",
                "1001-01-01",
                "1234-01-01",
                "1584-09-05",
                "1584-09-10",
                "1584-09-15",
                "2022-04-13"
            })
    void legacyDatesComeBack(String text) throws Exception {
        LocalDate date = LocalDate.parse(text);
        Path file = directory.resolve("own");
        files.write(LAYOUT, file, row(date), Row.of(null, null));
        assertThat(files.read(LAYOUT, file)).containsExactly(row(date), Row.of(null, null));
    }

    @Test
    void oldDatesInsideOtherColumnsComeBack() throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        "a:array<date>;m:map<date,timestamp>;r:struct<d:date>", Map.of());
        LocalDate date = LocalDate.parse("1500-01-01");
        LocalDateTime time = date.atTime(12, 0);
        Path file = directory.resolve("nested");
        files.write(
                layout,
                file,
                Row.of(new LocalDate[] {date, null}, Map.of(date, time), Row.of(date)));
        assertThat(files.read(layout, file))
                .extracting(Row::toString)
                .containsExactly(
                        "+I[[1500-01-01, null], {1500-01-01=1500-01-01T12:00}, +I[1500-01-01]]");
    }
}
