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

import io.github.flinklakehouse.connector.hive.format.FileStatistics.ColumnRange;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.simple.NanoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a footer says exactly, and what it does not. */
class ParquetStatisticsTest {
    @TempDir Path directory;

    private FileStatistics statistics(
            String columns, String field, Map<String, String> footer, Object... values)
            throws Exception {
        Path file = directory.resolve("file" + System.nanoTime());
        ParquetFiles.writeGroups(file, field, footer, values);
        return new ParquetFormat()
                .statistics(
                        FormatFiles.layout(columns, Map.of()),
                        new org.apache.hadoop.fs.Path(file.toString()),
                        new Configuration())
                .orElseThrow();
    }

    private ColumnRange range(String type, String field, Object... values) throws Exception {
        return statistics("c:" + type, field, Map.of(), values).columns().get(0);
    }

    private static ColumnRange exact(Serializable min, Serializable max, long nulls) {
        return new ColumnRange(Optional.of(min), Optional.of(max), OptionalLong.of(nulls));
    }

    private static ColumnRange nulls(long nulls) {
        return new ColumnRange(Optional.empty(), Optional.empty(), OptionalLong.of(nulls));
    }

    @Test
    void rowsAndEndsOfAllRowGroups() throws Exception {
        FileStatistics statistics =
                statistics("C:int;d:string", "optional int32 c", Map.of(), 7, -5, 3, null);

        assertThat(statistics.rows()).isEqualTo(4);
        assertThat(statistics.columns())
                .as("the second column is not in the file")
                .containsExactly(exact(-5, 7, 1), nulls(4));
    }

    @Test
    void emptyFilesAndNulls() throws Exception {
        assertThat(statistics("c:int", "optional int32 c", Map.of()))
                .isEqualTo(new FileStatistics(0, List.of(nulls(0))));
        assertThat(range("int", "optional int32 c", null, (Object) null)).isEqualTo(nulls(2));
    }

    @Test
    void typesThatAreExact() throws Exception {
        assertThat(range("bigint", "optional int64 c", 1L, 2L)).isEqualTo(exact(1L, 2L, 0));
        assertThat(range("boolean", "optional boolean c", true, false))
                .isEqualTo(exact(false, true, 0));
        assertThat(
                        range(
                                "decimal(5,2)",
                                "optional fixed_len_byte_array(2) c (DECIMAL(4,2))",
                                new byte[] {-1, -1},
                                new byte[] {0, 100}))
                .isEqualTo(exact(new BigDecimal("-0.01"), new BigDecimal("1.00"), 0));
        assertThat(range("date", "optional int32 c (DATE)", 0, 1))
                .isEqualTo(exact(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1), 0));
        assertThat(range("timestamp", "optional int64 c (TIMESTAMP(MICROS,false))", 1L))
                .isEqualTo(
                        exact(
                                LocalDateTime.parse("1970-01-01T00:00:00.000001"),
                                LocalDateTime.parse("1970-01-01T00:00:00.000001"),
                                0));
        assertThat(
                        range(
                                "timestamp with local time zone",
                                "optional int64 c (TIMESTAMP(MILLIS,true))",
                                -1L))
                .isEqualTo(exact(Instant.ofEpochMilli(-1), Instant.ofEpochMilli(-1), 0));
    }

    @Test
    void datesAreThoseOfTheCalendarOfTheFile() throws Exception {
        int julian = (int) LocalDate.of(1500, 1, 10).toEpochDay();

        assertThat(
                        statistics(
                                        "c:date",
                                        "optional int32 c (DATE)",
                                        Map.of("writer.date.proleptic", "false"),
                                        julian)
                                .columns())
                .containsExactly(exact(LocalDate.of(1500, 1, 1), LocalDate.of(1500, 1, 1), 0));
    }

    @Test
    void textsMayBeCutAndFloatsLeaveNumbersOut() throws Exception {
        assertThat(range("string", "optional binary c (STRING)", "a", "b")).isEqualTo(nulls(0));
        assertThat(range("double", "optional double c", 1.0, Double.NaN)).isEqualTo(nulls(0));
        assertThat(range("timestamp", "optional int96 c", new NanoTime(2_440_588, 0)))
                .isEqualTo(nulls(0));
    }

    @Test
    void nothingIsKnownOfWhatIsConverted() throws Exception {
        assertThat(range("tinyint", "optional int32 c", 1, 300)).isEqualTo(ColumnRange.unknown());
        assertThat(range("decimal(5,2)", "optional int32 c (DECIMAL(9,1))", 999_999_999))
                .as("becomes NULL")
                .isEqualTo(ColumnRange.unknown());
        assertThat(
                        statistics(
                                        "c:timestamp",
                                        "optional int64 c (TIMESTAMP(MICROS,true))",
                                        Map.of("writer.time.zone", "America/New_York"),
                                        1L)
                                .columns()
                                .get(0)
                                .min())
                .as("clocks show some times twice")
                .isEmpty();
    }

    @Test
    void nothingIsKnownOfNestedColumns() throws Exception {
        assertThat(
                        range(
                                "struct<x:int>",
                                "optional group c { optional int32 x; } optional int32 d"))
                .isEqualTo(ColumnRange.unknown());
    }
}
