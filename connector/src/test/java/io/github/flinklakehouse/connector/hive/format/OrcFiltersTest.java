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

import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Comparison;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.IsNotNull;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.IsNull;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.OneOf;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters leave out parts of a file, and never a row that meets them. */
class OrcFiltersTest {
    private static final int ROWS = 50_000;
    private static final int GROUP = 10_000;

    private final FormatFiles files = new FormatFiles(new OrcFormat());

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("file");
    }

    private static FileLayout with(FileLayout layout, ColumnFilter... filters) {
        return new FileLayout(
                layout.columns(),
                layout.types(),
                layout.storedColumns(),
                layout.projection(),
                List.of(filters),
                layout.properties());
    }

    private List<Row> read(FileLayout layout, ColumnFilter... filters) throws Exception {
        return files.read(with(layout, filters), file);
    }

    private static ColumnFilter compare(int column, Operator operator, Serializable literal) {
        return new Comparison(column, operator, literal);
    }

    /** Five row groups with ascending values in each column. */
    private FileLayout ascending(String columns, java.util.function.IntFunction<Row> row)
            throws Exception {
        FileLayout layout =
                FormatFiles.layout(
                        columns,
                        Map.of(
                                "orc.row.index.stride",
                                Integer.toString(GROUP),
                                "orc.bloom.filter.columns",
                                "b"));
        files.write(layout, file, IntStream.range(0, ROWS).mapToObj(row).toArray(Row[]::new));
        return layout;
    }

    private void assertGroups(FileLayout layout, int groups, ColumnFilter... filters)
            throws Exception {
        assertThat(read(layout, filters)).hasSize(groups * GROUP);
    }

    @Test
    void rowGroupsAreLeftOut() throws Exception {
        FileLayout layout =
                ascending(
                        "i:int;l:bigint;s:string;n:decimal(10,2);d:date;t:timestamp;f:double",
                        i ->
                                Row.of(
                                        i,
                                        (long) i,
                                        "s%05d".formatted(i),
                                        BigDecimal.valueOf(i, 2),
                                        LocalDate.ofEpochDay(i),
                                        LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(i),
                                        i + 0.5));
        Serializable[] literals = {
            25_000,
            25_000L,
            "s25000",
            new BigDecimal("250.00"),
            LocalDate.ofEpochDay(25_000),
            LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(25_000),
            25_000.5
        };
        for (int column = 0; column < literals.length; column++) {
            Serializable literal = literals[column];
            assertGroups(layout, 1, compare(column, Operator.EQUAL, literal));
            assertGroups(layout, 3, compare(column, Operator.LESS, literal));
            assertGroups(layout, 3, compare(column, Operator.LESS_OR_EQUAL, literal));
            assertGroups(layout, 3, compare(column, Operator.GREATER, literal));
            assertGroups(layout, 3, compare(column, Operator.GREATER_OR_EQUAL, literal));
            assertGroups(layout, 5, compare(column, Operator.NOT_EQUAL, literal));
            assertGroups(layout, 1, new OneOf(column, List.of(literal)));
            assertGroups(layout, 0, new IsNull(column));
            assertGroups(layout, 5, new IsNotNull(column));
        }
        ColumnFilter low = compare(0, Operator.LESS, 100);
        ColumnFilter high = compare(1, Operator.GREATER, 45_000L);
        assertGroups(layout, 2, new ColumnFilter.Or(List.of(low, high)));
        assertGroups(layout, 0, low, high);
        assertGroups(layout, 0, new ColumnFilter.And(List.of(low, high)));
    }

    @Test
    void bloomFiltersAreUsed() throws Exception {
        FileLayout layout = ascending("b:string;o:string", i -> Row.of("x" + i * 31 % ROWS, "o"));

        assertThat(read(layout, compare(0, Operator.EQUAL, "x31")).size()).isLessThan(ROWS);
        assertThat(read(layout, compare(0, Operator.EQUAL, "x31"))).contains(Row.of("x31", "o"));
    }

    @Test
    void aColumnThatIsConvertedIsNotFiltered() throws Exception {
        files.write(
                FormatFiles.layout("a:string;b:int;c:decimal(5,3)", Map.of()),
                file,
                Row.of("abcdef", 300, new BigDecimal("1.234")));

        FileLayout table = FormatFiles.layout("a:varchar(3);b:bigint;c:decimal(5,2)", Map.of());
        assertThat(read(table, compare(0, Operator.EQUAL, "abc"))).hasSize(1);
        assertThat(read(table, compare(2, Operator.EQUAL, new BigDecimal("1.23")))).hasSize(1);
        assertThat(read(table, compare(1, Operator.EQUAL, 301L)))
                .as("a wider integer is the same one")
                .isEmpty();
    }

    @Test
    void aColumnThatTheFileLacksIsNotFiltered() throws Exception {
        files.write(FormatFiles.layout("a:int", Map.of()), file, Row.of(1));

        FileLayout table = FormatFiles.layout("a:int;b:int", Map.of());
        assertThat(read(table, new IsNull(1))).containsExactly(Row.of(1, null));
    }

    @Test
    void charIsComparedWithItsPadding() throws Exception {
        FileLayout layout = FormatFiles.layout("c:char(4)", Map.of());
        files.write(layout, file, Row.of("ab"));

        assertThat(read(layout, compare(0, Operator.EQUAL, "ab  "))).hasSize(1);
        assertThat(read(layout, compare(0, Operator.EQUAL, "ab"))).hasSize(1);
    }

    @Test
    void zerosAndNotANumberAreNotLost() throws Exception {
        FileLayout layout = FormatFiles.layout("d:double;f:float;e:double", Map.of());
        files.write(layout, file, Row.of(-0.0, -0.0f, 5.0), Row.of(-0.0, -0.0f, Double.NaN));

        assertThat(read(layout, compare(0, Operator.EQUAL, 0.0))).hasSize(2);
        assertThat(read(layout, compare(1, Operator.GREATER_OR_EQUAL, 0.0f))).hasSize(2);
        assertThat(read(layout, compare(2, Operator.NOT_EQUAL, 5.0))).hasSize(2);
        assertThat(read(layout, new OneOf(0, List.of(0.0, 1.0)))).hasSize(2);
    }

    @Test
    void floatsAreComparedAsWhatTheyAre() throws Exception {
        FileLayout layout = FormatFiles.layout("f:float", Map.of());
        files.write(layout, file, Row.of(74.72f));

        assertThat(read(layout, compare(0, Operator.EQUAL, 74.72f))).hasSize(1);
        assertThat(read(layout, compare(0, Operator.EQUAL, 74.73f))).isEmpty();
    }

    /** As UTF-8 the emoji is the greatest of these, as UTF-16 it is not. */
    @Test
    void textIsComparedAsFlinkDoes() throws Exception {
        FileLayout layout = FormatFiles.layout("s:string", Map.of());
        files.write(layout, file, Row.of("a"), Row.of("\uFFFD"), Row.of("😀"));

        assertThat(read(layout, compare(0, Operator.EQUAL, "\uFFFD"))).hasSize(3);
        assertThat(read(layout, compare(0, Operator.GREATER, "\uFFFD"))).hasSize(3);
        assertThat(read(layout, compare(0, Operator.GREATER, "😀"))).hasSize(3);
        assertThat(read(layout, compare(0, Operator.LESS, "a"))).isEmpty();
    }

    @Test
    void longTextIsNotLostThoughStatisticsCutItOff() throws Exception {
        FileLayout layout = FormatFiles.layout("s:string", Map.of());
        String text = "x".repeat(2_000);
        files.write(layout, file, Row.of(text), Row.of(text + "y"));

        assertThat(read(layout, compare(0, Operator.EQUAL, text))).hasSize(2);
        assertThat(read(layout, compare(0, Operator.GREATER, text))).hasSize(2);
        assertThat(read(layout, compare(0, Operator.NOT_EQUAL, text))).hasSize(2);
    }

    @Test
    void oldDatesAreNotLost() throws Exception {
        FileLayout layout = FormatFiles.layout("d:date;t:timestamp", Map.of());
        LocalDate date = LocalDate.parse("1582-10-10");
        files.write(layout, file, Row.of(date, date.atStartOfDay()));

        for (Operator operator : Arrays.asList(Operator.EQUAL, Operator.LESS_OR_EQUAL)) {
            assertThat(read(layout, compare(0, operator, date))).hasSize(1);
            assertThat(read(layout, compare(1, operator, date.atStartOfDay()))).hasSize(1);
        }
    }

    @Test
    void digitsBelowThoseOfTheColumnAreNotCompared() throws Exception {
        FileLayout nanos = FormatFiles.layout("t:timestamp", Map.of());
        LocalDateTime time = LocalDateTime.parse("2024-01-01T00:00:00.123456789");
        files.write(nanos, file, Row.of(time));
        FileLayout millis =
                new FileLayout(
                        nanos.columns(),
                        List.of(new org.apache.flink.table.types.logical.TimestampType(3)),
                        1,
                        List.of(0),
                        List.of(),
                        Map.of());

        LocalDateTime cut = LocalDateTime.parse("2024-01-01T00:00:00.123");
        assertThat(read(millis, compare(0, Operator.EQUAL, cut))).containsExactly(Row.of(cut));
        assertThat(read(nanos, compare(0, Operator.EQUAL, time))).hasSize(1);
        assertThat(read(nanos, compare(0, Operator.EQUAL, cut))).isEmpty();
    }

    @Test
    void literalsOfOtherClassesAndHugeDecimalsAreLeftToThePlanner() throws Exception {
        FileLayout layout = FormatFiles.layout("n:decimal(38,0);i:int;x:binary", Map.of());
        files.write(layout, file, Row.of(BigDecimal.ONE, 1, new byte[] {1}));

        assertThatThrownBy(() -> read(layout, compare(7, Operator.EQUAL, 1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(read(layout, compare(0, Operator.LESS, new BigDecimal("1e60")))).hasSize(1);
        assertThat(read(layout, compare(1, Operator.EQUAL, "1"))).hasSize(1);
        assertThat(read(layout, compare(2, Operator.EQUAL, new byte[] {1}))).hasSize(1);
        assertThat(read(layout, new OneOf(1, List.of()))).hasSize(1);
    }
}
