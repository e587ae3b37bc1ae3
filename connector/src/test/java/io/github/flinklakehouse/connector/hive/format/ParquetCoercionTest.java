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

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files whose columns have other types than the table. */
class ParquetCoercionTest {
    private final FormatFiles files = new FormatFiles(new ParquetFormat());

    @TempDir Path directory;

    private Path file;

    private List<Object> read(String field, String type, Object... values) throws Exception {
        file = directory.resolve("file" + System.nanoTime());
        ParquetFiles.write(file, field, Map.of(), writer -> writer, values);
        List<Object> read = new ArrayList<>();
        for (Row row : files.read(FormatFiles.layout("c:" + type, Map.of()), file)) {
            read.add(row.getField(0));
        }
        return read;
    }

    @Test
    void integersWidenAndAreNullWhereTheyDoNotFit() throws Exception {
        assertThat(read("optional int32 c (INTEGER(8,true))", "smallint", -128, 127))
                .containsExactly((short) -128, (short) 127);
        assertThat(read("optional int32 c", "bigint", Integer.MIN_VALUE, 7, null))
                .containsExactly((long) Integer.MIN_VALUE, 7L, null);
        assertThat(read("optional int32 c", "tinyint", 127, 128, -129))
                .containsExactly((byte) 127, null, null);
        assertThat(read("optional int64 c", "int", 5L, 1L << 31)).containsExactly(5, null);
        assertThat(read("optional int64 c", "smallint", 5L, 32768L))
                .containsExactly((short) 5, null);
    }

    @Test
    void numbersBecomeFloatingPointNumbers() throws Exception {
        assertThat(read("optional float c", "double", 0.5f, -1.25f)).containsExactly(0.5, -1.25);
        assertThat(read("optional double c", "float", 0.5, 1e300, Double.NaN))
                .containsExactly(0.5f, null, Float.NaN);
        assertThat(read("optional int32 c", "double", 3)).containsExactly(3.0);
        assertThat(read("optional int64 c", "float", 3L)).containsExactly(3f);
        assertThat(read("optional int32 c (DECIMAL(5,2))", "double", 150)).containsExactly(1.5);
    }

    @Test
    void numbersBecomeDecimals() throws Exception {
        assertThat(read("optional int32 c", "decimal(5,2)", 12, 1000))
                .containsExactly(new BigDecimal("12.00"), null);
        assertThat(read("optional int64 c (DECIMAL(18,3))", "decimal(5,1)", 1250L, 99_999_950L))
                .as("rounded half up; too great")
                .containsExactly(new BigDecimal("1.3"), null);
        assertThat(
                        read(
                                "optional fixed_len_byte_array(2) c (DECIMAL(4,2))",
                                "decimal(38,10)",
                                new byte[] {-1, -1}))
                .containsExactly(new BigDecimal("-0.0100000000"));
    }

    @Test
    void floatingPointNumbersBecomeDecimalsByTheirDigits() throws Exception {
        assertThat(read("optional float c", "decimal(10,5)", 12345.123f, 0.1f, Float.NaN, 1e10f))
                .containsExactly(
                        new BigDecimal("12345.12300"), new BigDecimal("0.10000"), null, null);
        assertThat(read("optional double c", "decimal(10,5)", 12345.12345, -0.000005, 1e300))
                .as("rounded half up; too great")
                .containsExactly(new BigDecimal("12345.12345"), new BigDecimal("-0.00001"), null);
    }

    @Test
    void numbersAndTimesBecomeText() throws Exception {
        assertThat(read("optional float c", "string", 0.1f, 1e10f))
                .containsExactly("0.1", "1.0E10");
        assertThat(read("optional double c", "varchar(4)", 0.5, -12.25))
                .containsExactly("0.5", "-12.");
        assertThat(read("optional int32 c (DECIMAL(9,2))", "string", 150, -1))
                .as("without the zeros at the end, as in Hive")
                .containsExactly("1.5", "-0.01");
        assertThat(read("optional int64 c (TIMESTAMP(MILLIS,false))", "string", 123L, -86_400_000L))
                .containsExactly("1970-01-01 00:00:00.123", "1969-12-31 00:00:00");
        assertThat(read("optional int64 c (TIMESTAMP(MILLIS,false))", "varchar(4)", 123L))
                .containsExactly("1970");
    }

    @Test
    void textsAreCutByCodePointsAndPadded() throws Exception {
        String smile = "\uD83D\uDE00";
        assertThat(
                        read(
                                "optional binary c (STRING)",
                                "varchar(2)",
                                "abc",
                                smile + smile + "x",
                                "a"))
                .containsExactly("ab", smile + smile, "a");
        assertThat(read("optional binary c (STRING)", "char(3)", smile, "abcd", "ab "))
                .containsExactly(smile + "  ", "abc", "ab ");
        assertThat(read("optional int32 c", "string", -7)).containsExactly("-7");
        assertThat(read("optional int64 c", "varchar(10)", 7L)).containsExactly("7");
        assertThat(read("optional int32 c (DATE)", "string", 0)).containsExactly("1970-01-01");
    }

    @Test
    void nestedFieldsToo() throws Exception {
        FileLayout old = FormatFiles.layout("a:array<int>;s:struct<x:float,y:string>", Map.of());
        FileLayout table =
                FormatFiles.layout(
                        "a:array<bigint>;s:struct<y:varchar(1),z:int,x:double>", Map.of());
        Path path = directory.resolve("nested");
        files.write(old, path, Row.of(new Integer[] {1, null}, Row.of(0.5f, "yy")));

        Row row = files.read(table, path).get(0);

        assertThat(Arrays.asList((Object[]) row.getField(0))).containsExactly(1L, null);
        assertThat(row.getField(1)).isEqualTo(Row.of("y", null, 0.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optional binary c (STRING)|int|INT",
                "optional binary c (STRING)|date|DATE",
                "optional int32 c (DATE)|int|INT",
                "optional int64 c|date|DATE",
                "optional int64 c|timestamp|TIMESTAMP(9)",
                "optional boolean c|int|INT",
                "optional double c|bigint|BIGINT",
                "optional int32 c (INTEGER(32,false))|int|INT",
                "optional int96 c|date|DATE",
                "optional boolean c|string|STRING"
            })
    void otherPairsAreRefusedNamingFileAndColumn(String field, String type, String flinkType) {
        assertThatThrownBy(() -> read(field, type, (Object) null))
                .hasMessage(
                        "Cannot read file: file:%s holds '%s', which is not %s as in the table — correct the type of the column",
                        file, field, flinkType);
    }
}
