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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps are wall-clock times, whatever the zones of writer and reader. */
class OrcTimestampsTest {
    private final FormatFiles files = new FormatFiles(new OrcFormat());
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("file");
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void timestampsAreTheSameInAnyTimeZone() throws Exception {
        FileLayout layout = FormatFiles.layout("t:timestamp", Map.of());
        Row[] rows =
                Stream.of(
                                "2024-03-10T02:30:00", // never shown in New York
                                "2024-11-03T01:30:00.000000001",
                                "1969-12-31T23:59:58.999999999",
                                "1969-12-31T23:59:59",
                                "1969-12-30T12:00:00.0000005",
                                "1960-01-01T00:00:00.123456789",
                                "1582-10-10T00:00:00.5",
                                "0001-01-01T00:00:00",
                                "9999-12-31T23:59:59.999999999")
                        .map(LocalDateTime::parse)
                        .map(Row::of)
                        .toArray(Row[]::new);
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        files.write(layout, file, rows);
        for (String reader : Arrays.asList("America/New_York", "Asia/Tokyo", "UTC")) {
            TimeZone.setDefault(TimeZone.getTimeZone(reader));
            assertThat(files.read(layout, file)).containsExactly(rows);
        }
    }

    @Test
    void theOneSecondThatOrcCannotHoldIsRefused() {
        assertThatThrownBy(
                        () ->
                                files.write(
                                        FormatFiles.layout("t:timestamp", Map.of()),
                                        file,
                                        Row.of(LocalDateTime.parse("1969-12-31T23:59:59.001"))))
                .hasMessage(
                        "Cannot write row: an ORC file holds the timestamp 1969-12-31T23:59:59.001 as one that is a second later — round it to seconds, or use a Parquet table");
    }

    /** Hive 2 and Spark write in their local zone. */
    @Test
    void timestampsOfWritersInALocalZoneAreWallClockTimes() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
        java.sql.Timestamp noon = java.sql.Timestamp.valueOf("2024-07-01 12:00:00.5");
        OrcTool.write(
                file,
                "struct<t:timestamp>",
                Map.of(),
                batch ->
                        ((org.apache.orc.storage.ql.exec.vector.TimestampColumnVector)
                                        batch.cols[0])
                                .set(0, noon));

        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(files.read(FormatFiles.layout("t:timestamp", Map.of()), file))
                .containsExactly(Row.of(LocalDateTime.parse("2024-07-01T12:00:00.5")));
    }
}
