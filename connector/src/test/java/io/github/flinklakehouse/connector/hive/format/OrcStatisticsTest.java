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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.types.Row;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics of files are exact, or there are none. */
class OrcStatisticsTest {
    private final OrcFormat format = new OrcFormat();
    private final FormatFiles files = new FormatFiles(format);

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("file");
    }

    private FileStatistics statistics(String columns) throws Exception {
        return format.statistics(
                        FormatFiles.layout(columns, Map.of()),
                        OrcTool.hadoopPath(file),
                        new Configuration())
                .orElseThrow();
    }

    private static ColumnRange range(Serializable min, Serializable max, long nulls) {
        return new ColumnRange(Optional.of(min), Optional.of(max), OptionalLong.of(nulls));
    }

    private static ColumnRange nulls(long nulls) {
        return new ColumnRange(Optional.empty(), Optional.empty(), OptionalLong.of(nulls));
    }

    @Test
    void rangesOfAllTypes() throws Exception {
        String columns =
                "a:boolean;b:tinyint;c:smallint;d:int;e:bigint;f:float;g:double;h:decimal(10,2);"
                        + "i:decimal(30,2);j:string;k:varchar(5);l:date";
        files.write(
                FormatFiles.layout(columns, Map.of()),
                file,
                Row.of(
                        true,
                        (byte) 1,
                        (short) 2,
                        3,
                        4L,
                        1.5f,
                        2.5,
                        new BigDecimal("1.50"),
                        new BigDecimal("2.50"),
                        "b",
                        "c",
                        LocalDate.parse("1500-01-01")),
                new Row(12),
                Row.of(
                        false,
                        (byte) -1,
                        (short) -2,
                        -3,
                        -4L,
                        -1.5f,
                        -2.5,
                        new BigDecimal("-1.50"),
                        new BigDecimal("-2.50"),
                        "a",
                        "",
                        LocalDate.parse("2024-01-01")));

        FileStatistics statistics = statistics(columns);

        assertThat(statistics.rows()).isEqualTo(3);
        assertThat(statistics.columns())
                .containsExactly(
                        range(false, true, 1),
                        range((byte) -1, (byte) 1, 1),
                        range((short) -2, (short) 2, 1),
                        range(-3, 3, 1),
                        range(-4L, 4L, 1),
                        range(-1.5f, 1.5f, 1),
                        range(-2.5, 2.5, 1),
                        range(new BigDecimal("-1.50"), new BigDecimal("1.50"), 1),
                        range(new BigDecimal("-2.50"), new BigDecimal("2.50"), 1),
                        range("a", "b", 1),
                        range("", "c", 1),
                        range(LocalDate.parse("1500-01-01"), LocalDate.parse("2024-01-01"), 1));
    }

    @Test
    void whatIsNotExactIsUnknown() throws Exception {
        String columns =
                "nan:double;zero:double;c:char(3);t:timestamp;b:binary;long_:string;a:array<int>";
        files.write(
                FormatFiles.layout(columns, Map.of()),
                file,
                Row.of(
                        1.0,
                        0.0,
                        "x",
                        LocalDateTime.parse("2024-01-01T00:00:00.000000001"),
                        new byte[1],
                        "x".repeat(5_000),
                        new Integer[0]),
                Row.of(Double.NaN, 1.0, "y", null, null, null, null));

        List<ColumnRange> ranges = statistics(columns).columns();

        assertThat(ranges)
                .containsExactly(
                        nulls(0),
                        nulls(0),
                        nulls(0),
                        nulls(1),
                        nulls(1),
                        nulls(1),
                        ColumnRange.unknown());
    }

    @Test
    void aColumnThatTheFileLacksIsAllNull() throws Exception {
        files.write(FormatFiles.layout("a:int", Map.of()), file, Row.of(1), Row.of(2));

        assertThat(statistics("more:string;a:int").columns())
                .containsExactly(nulls(2), range(1, 2, 0));
    }

    @Test
    void aColumnThatIsConvertedIsUnknown() throws Exception {
        files.write(
                FormatFiles.layout("a:int;b:int;c:string", Map.of()), file, Row.of(1, 300, "abcd"));

        assertThat(statistics("a:bigint;b:tinyint;c:varchar(2)").columns())
                .containsExactly(range(1L, 1L, 0), ColumnRange.unknown(), ColumnRange.unknown());
    }

    @Test
    void anEmptyFileHasNoRows() throws Exception {
        files.write(FormatFiles.layout("a:int", Map.of()), file);

        assertThat(statistics("a:int")).isEqualTo(new FileStatistics(0, List.of(nulls(0))));
    }

    @Test
    void allNull() throws Exception {
        files.write(FormatFiles.layout("a:int", Map.of()), file, new Row(1));

        assertThat(statistics("a:int").columns()).containsExactly(nulls(1));
    }
}
