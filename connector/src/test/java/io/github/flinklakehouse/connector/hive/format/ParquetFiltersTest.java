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

import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.EQUAL;
import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.GREATER;
import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.GREATER_OR_EQUAL;
import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.LESS;
import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.LESS_OR_EQUAL;
import static io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator.NOT_EQUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.format.ColumnFilter.And;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Comparison;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.IsNotNull;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.IsNull;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.OneOf;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Operator;
import io.github.flinklakehouse.connector.hive.format.ColumnFilter.Or;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.types.Row;
import org.apache.parquet.example.data.simple.NanoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which row groups filters leave out. Each value is a row group of its own, and the reader does not
 * filter rows: so what it returns is what was read of the file.
 */
class ParquetFiltersTest {
    private final FormatFiles files = new FormatFiles(new ParquetFormat());

    @TempDir Path directory;

    private Path file;

    private void write(String field, Object... values) throws Exception {
        write(field, Map.of(), values);
    }

    private void write(String field, Map<String, String> footer, Object... values)
            throws Exception {
        file = directory.resolve("file" + System.nanoTime());
        ParquetFiles.writeGroups(file, field, footer, values);
    }

    private List<Object> read(String type, ColumnFilter... filters) throws Exception {
        return readColumns("c:" + type, filters).stream().map(row -> row.getField(0)).toList();
    }

    private List<Row> readColumns(String columns, ColumnFilter... filters) throws Exception {
        return files.read(
                FormatFiles.filtered(FormatFiles.layout(columns, Map.of()), filters), file);
    }

    private static ColumnFilter is(Operator operator, Serializable literal) {
        return new Comparison(0, operator, literal);
    }

    @Test
    void integersOfAnyWidth() throws Exception {
        write("optional int32 C", 1, 5, 9, null);

        assertThat(read("int", is(EQUAL, 5))).containsExactly(5);
        assertThat(read("int", is(NOT_EQUAL, 5))).containsExactly(1, 9);
        assertThat(read("int", is(LESS, 5))).containsExactly(1);
        assertThat(read("int", is(LESS_OR_EQUAL, 5))).containsExactly(1, 5);
        assertThat(read("int", is(GREATER, 5))).containsExactly(9);
        assertThat(read("int", is(GREATER_OR_EQUAL, 5))).containsExactly(5, 9);
        assertThat(read("int", new IsNull(0))).containsExactly((Object) null);
        assertThat(read("int", new IsNotNull(0))).containsExactly(1, 5, 9);
        assertThat(read("int", new OneOf(0, List.of(1, 4, 9)))).containsExactly(1, 9);
        assertThat(read("smallint", is(EQUAL, (short) 5))).containsExactly((short) 5);
        assertThat(read("bigint", is(GREATER, 5L))).containsExactly(9L);
        assertThat(read("bigint", is(LESS, 1L << 40)))
                .as("a number that the file cannot hold")
                .containsExactly(1L, 5L, 9L);
    }

    @Test
    void combinations() throws Exception {
        write("optional int32 c", 1, 5, 9, null);

        assertThat(read("int", is(GREATER, 1), is(LESS, 9))).containsExactly(5);
        assertThat(read("int", new Or(List.of(is(EQUAL, 1), new IsNull(0)))))
                .containsExactly(1, null);
        assertThat(
                        read(
                                "int",
                                new Or(
                                        List.of(
                                                new And(List.of(is(GREATER, 1), is(LESS, 9))),
                                                is(EQUAL, 1)))))
                .containsExactly(1, 5);
    }

    /** SQL's zeros are equal, NaN is different from every number. */
    @Test
    void floatingPointNumbers() throws Exception {
        write("optional double c", -0.0, 0.0, Double.NaN, 5.0);

        assertThat(read("double", is(EQUAL, 0.0))).contains(-0.0, 0.0).doesNotContain(5.0);
        assertThat(read("double", is(EQUAL, -0.0))).contains(-0.0, 0.0).doesNotContain(5.0);
        assertThat(read("double", is(GREATER_OR_EQUAL, 0.0))).contains(-0.0, 0.0, 5.0);
        assertThat(read("double", is(LESS_OR_EQUAL, -0.0))).contains(-0.0, 0.0).doesNotContain(5.0);
        assertThat(read("double", is(NOT_EQUAL, 5.0))).contains(-0.0, 0.0, Double.NaN);
        assertThat(read("double", is(GREATER, 1.0))).contains(5.0).doesNotContain(0.0);
        assertThat(read("double", is(EQUAL, Double.NaN))).hasSize(4);
    }

    @Test
    void floatsThatAreReadAsDoubles() throws Exception {
        write("optional float c", 0.1f, 0.2f, 16_777_216f);

        assertThat(read("double", is(EQUAL, (double) 0.2f))).containsExactly((double) 0.2f);
        assertThat(read("double", is(EQUAL, 0.2))).doesNotContain((double) 0.1f);
        assertThat(read("double", is(GREATER, 0.1))).contains((double) 0.1f, (double) 0.2f);
        assertThat(read("double", is(LESS, 16_777_217.0))).contains(16_777_216.0);
        assertThat(read("double", is(GREATER_OR_EQUAL, 1e300))).doesNotContain((double) 0.1f);
    }

    @Test
    void decimalsInAllTheirForms() throws Exception {
        for (String field :
                List.of(
                        "optional int32 c (DECIMAL(5,2))",
                        "optional int64 c (DECIMAL(5,2))",
                        "optional fixed_len_byte_array(3) c (DECIMAL(5,2))",
                        "optional binary c (DECIMAL(5,2))")) {
            if (field.contains("int32")) {
                write(field, -150, 100, 250);
            } else if (field.contains("int64")) {
                write(field, -150L, 100L, 250L);
            } else {
                write(
                        field,
                        new byte[] {-1, -1, (byte) -150},
                        new byte[] {0, 0, 100},
                        new byte[] {0, 0, (byte) 250});
            }
            BigDecimal one = new BigDecimal("1.00");
            assertThat(read("decimal(5,2)", is(EQUAL, one))).as(field).containsExactly(one);
            assertThat(read("decimal(5,2)", is(LESS, one)))
                    .as(field)
                    .contains(new BigDecimal("-1.50"))
                    .doesNotContain(new BigDecimal("2.50"));
            assertThat(read("decimal(7,4)", is(GREATER, new BigDecimal("1.0001"))))
                    .as(field)
                    .containsExactly(new BigDecimal("2.5000"));
            assertThat(read("decimal(4,0)", is(EQUAL, new BigDecimal("3"))))
                    .as("2.5 is read as 3")
                    .containsExactly(new BigDecimal("3"));
        }
    }

    @Test
    void aValueThatBecomesNullIsFoundAsNull() throws Exception {
        write("optional int32 c (DECIMAL(9,1))", 999_999_999);

        assertThat(read("decimal(5,2)", new IsNull(0))).containsExactly((Object) null);
    }

    @Test
    void texts() throws Exception {
        write("optional binary c (STRING)", "a", "é", "z", "\uD83D\uDE00", "zz");

        assertThat(read("string", is(EQUAL, "é"))).containsExactly("é");
        assertThat(read("string", is(GREATER, "z"))).containsExactly("é", "\uD83D\uDE00", "zz");
        assertThat(read("varchar(2)", is(LESS, "z"))).containsExactly("a");
        assertThat(read("string", new OneOf(0, List.of("a", "b", "zz"))))
                .containsExactly("a", "zz");
    }

    @Test
    void textsThatAreCutOrPadded() throws Exception {
        write("optional binary c (STRING)", "ab", "abc", "ab  ", "\uD83D\uDE00xyz", "x");

        assertThat(read("varchar(2)", is(EQUAL, "ab"))).containsExactly("ab", "ab", "ab");
        assertThat(read("varchar(2)", is(EQUAL, "\uD83D\uDE00x"))).containsExactly("\uD83D\uDE00x");
        assertThat(read("varchar(2)", is(LESS_OR_EQUAL, "ab"))).containsExactly("ab", "ab", "ab");
        assertThat(read("varchar(2)", is(NOT_EQUAL, "ab"))).contains("x");
        assertThat(read("char(4)", is(EQUAL, "ab  "))).contains("ab  ").doesNotContain("x   ");
        assertThat(read("char(4)", is(EQUAL, "x"))).containsExactly("x   ");
        assertThat(read("char(4)", is(GREATER, "ab  "))).contains("x   ", "abc ");
        assertThat(read("char(2)", is(EQUAL, "ab"))).containsExactly("ab", "ab", "ab");
    }

    @Test
    void booleansAndBytes() throws Exception {
        write("optional boolean c", true, false, null);
        assertThat(read("boolean", is(EQUAL, true))).containsExactly(true);
        assertThat(read("boolean", is(NOT_EQUAL, true))).contains(false);

        write("optional binary c", new byte[] {1}, new byte[] {-1});
        assertThat(read("binary", is(EQUAL, new byte[] {-1}))).hasSize(1);
        assertThat(read("binary", is(LESS, new byte[] {1}))).hasSize(2);
    }

    @Test
    void datesOfEitherCalendar() throws Exception {
        int old = (int) LocalDate.of(1500, 1, 10).toEpochDay();
        write("optional int32 c (DATE)", Map.of("writer.date.proleptic", "false"), old, 0);

        assertThat(read("date", is(EQUAL, LocalDate.of(1500, 1, 1))))
                .as("written as the Julian 1500-01-01")
                .contains(LocalDate.of(1500, 1, 1));
        assertThat(read("date", is(GREATER, LocalDate.of(1582, 10, 15))))
                .containsExactly(LocalDate.EPOCH);

        write("optional int32 c (DATE)", old, 0);
        assertThat(read("date", is(LESS, LocalDate.of(1500, 1, 11))))
                .containsExactly(LocalDate.of(1500, 1, 10));
    }

    @Test
    void timestampsOfUtcAndOfOtherClocks() throws Exception {
        LocalDateTime noon = LocalDateTime.parse("1970-01-01T12:00:00");
        long micros = 12 * 3_600_000_000L;
        write("optional int64 c (TIMESTAMP(MICROS,false))", micros, micros + 1);
        assertThat(read("timestamp", is(EQUAL, noon))).containsExactly(noon);
        assertThat(read("timestamp", is(EQUAL, noon.plusNanos(1)))).isEmpty();
        assertThat(read("timestamp", is(GREATER, noon.plusNanos(1))))
                .containsExactly(noon.plusNanos(1000));

        write(
                "optional int64 c (TIMESTAMP(MICROS,true))",
                Map.of("writer.time.zone", "Asia/Tokyo"),
                micros,
                micros + 100 * 3_600_000_000L);
        assertThat(read("timestamp", is(EQUAL, noon.plusHours(9))))
                .containsExactly(noon.plusHours(9));
        assertThat(
                        read(
                                "timestamp with local time zone",
                                is(EQUAL, Instant.parse("1970-01-01T12:00:00Z"))))
                .hasSize(1);
    }

    @Test
    void timestampsOfOldClocksAreNotLost() throws Exception {
        write(
                "optional int64 c (TIMESTAMP(MILLIS,true))",
                Map.of(
                        "writer.time.zone",
                        "America/New_York",
                        "writer.zone.conversion.legacy",
                        "true"),
                Instant.parse("1582-10-15T02:00:00Z").toEpochMilli());

        LocalDateTime dayBefore = LocalDateTime.parse("1582-10-04T21:00:00");
        assertThat(read("timestamp", is(EQUAL, dayBefore))).containsExactly(dayBefore);
    }

    @Test
    void int96HasNoOrder() throws Exception {
        write("optional int96 c", new NanoTime(2_440_588, 0), new NanoTime(2_450_000, 0), null);

        assertThat(read("timestamp", is(LESS, LocalDateTime.parse("1980-01-01T00:00:00"))))
                .hasSize(2);
        assertThat(read("timestamp", new IsNull(0))).containsExactly((Object) null);
    }

    @Test
    void aColumnThatTheFileLacksIsNull() throws Exception {
        write("optional int32 c", 1, 2);

        ColumnFilter equal = new Comparison(1, EQUAL, 1);
        assertThat(readColumns("c:int;d:int", equal)).isEmpty();
        assertThat(readColumns("c:int;d:int", new Comparison(1, NOT_EQUAL, 1))).isEmpty();
        assertThat(readColumns("c:int;d:int", new IsNotNull(1))).isEmpty();
        assertThat(readColumns("c:int;d:int", new IsNull(1))).hasSize(2);
        assertThat(readColumns("c:int;d:int", new Or(List.of(equal, is(EQUAL, 2)))))
                .containsExactly(Row.of(2, null));
    }

    @Test
    void theColumnOfAFilterNeedNotBeRead() throws Exception {
        write("optional int32 c", 1, 2);
        FileLayout layout = FormatFiles.layout("c:int;d:int", Map.of());

        assertThat(
                        files.read(
                                FormatFiles.filtered(
                                        FormatFiles.projected(layout, 1), is(EQUAL, 2)),
                                file))
                .containsExactly(Row.of((Object) null));
    }

    @Test
    void nestedColumnsAreNotCompared() throws Exception {
        write("optional group c { optional int32 x; } optional int32 d", Map.of(), null, null);

        assertThat(read("struct<x:int>", new IsNotNull(0))).hasSize(2);
    }

    @Test
    void dictionariesAndBloomFilters() throws Exception {
        Object[] even = IntStream.range(0, 4000).mapToObj(i -> i % 10 * 2).toArray();
        file = directory.resolve("dictionary");
        ParquetFiles.write(file, "optional int32 c", Map.of(), writer -> writer, even);
        assertThat(read("int", is(EQUAL, 7))).as("not in the dictionary").isEmpty();
        assertThat(read("int", is(EQUAL, 8))).hasSize(4000);

        file = directory.resolve("bloom");
        ParquetFiles.write(
                file,
                "optional int32 c",
                Map.of(),
                writer -> writer.withDictionaryEncoding(false).withBloomFilterEnabled("c", true),
                even);
        assertThat(read("int", is(EQUAL, 7))).as("not in the Bloom filter").isEmpty();
        assertThat(read("int", is(EQUAL, 8))).hasSize(4000);
    }

    @Test
    void pagesAreLeftOutWhenFewRemain() throws Exception {
        Object[] numbers = IntStream.range(0, 10_000).boxed().toArray();
        file = directory.resolve("pages");
        ParquetFiles.write(
                file,
                "optional int32 c",
                Map.of(),
                writer ->
                        writer.withDictionaryEncoding(false)
                                .withMinRowCountForPageSizeCheck(1)
                                .withPageRowCountLimit(100),
                numbers);

        assertThat(read("int", is(EQUAL, 4321)))
                .containsExactlyElementsOf(Arrays.stream(numbers).toList().subList(4300, 4400));
        assertThat(read("int", is(GREATER_OR_EQUAL, 100)))
                .as("most pages remain, so that all are read in vectors")
                .hasSize(10_000);
    }
}
