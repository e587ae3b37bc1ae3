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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that have another type, name or place in a file than in the table. */
class OrcEvolutionTest {
    private final FormatFiles files = new FormatFiles(new OrcFormat());

    @TempDir Path directory;

    private Object convert(String from, Object value, String to) throws Exception {
        Path file = directory.resolve("%s-%s-%s".formatted(from, to, value).replace('/', '-'));
        files.write(FormatFiles.layout("c:" + from, Map.of()), file, Row.of(value));
        return files.read(FormatFiles.layout("c:" + to, Map.of()), file).get(0).getField(0);
    }

    @Test
    void integersBecomeWiderOrNull() throws Exception {
        assertThat(convert("tinyint", (byte) -1, "smallint")).isEqualTo((short) -1);
        assertThat(convert("tinyint", (byte) 2, "int")).isEqualTo(2);
        assertThat(convert("smallint", (short) 2, "bigint")).isEqualTo(2L);
        assertThat(convert("int", Integer.MIN_VALUE, "bigint")).isEqualTo(-2147483648L);
        assertThat(convert("bigint", 7L, "int")).isEqualTo(7);
        assertThat(convert("bigint", 2147483648L, "int")).isNull();
        assertThat(convert("int", 128, "tinyint")).isNull();
        assertThat(convert("boolean", true, "int")).isEqualTo(1);
    }

    @Test
    void numbersBecomeOtherNumbers() throws Exception {
        assertThat(convert("float", 0.5f, "double")).isEqualTo(0.5);
        assertThat(convert("double", 0.5, "float")).isEqualTo(0.5f);
        assertThat(convert("int", 3, "double")).isEqualTo(3.0);
        assertThat(convert("int", 3, "float")).isEqualTo(3.0f);
        assertThat(convert("int", 12, "decimal(10,2)")).isEqualTo(new BigDecimal("12.00"));
        assertThat(convert("bigint", 123456L, "decimal(5,0)")).isNull();
        assertThat(convert("double", 1.25, "decimal(5,2)")).isEqualTo(new BigDecimal("1.25"));
        assertThat(convert("decimal(10,2)", new BigDecimal("1.50"), "double")).isEqualTo(1.5);
        assertThat(convert("decimal(10,2)", new BigDecimal("2.00"), "int")).isEqualTo(2);
    }

    @Test
    void decimalsAreRescaledOrNull() throws Exception {
        BigDecimal small = new BigDecimal("12345.67");
        assertThat(convert("decimal(10,2)", small, "decimal(20,4)"))
                .isEqualTo(new BigDecimal("12345.6700"));
        assertThat(convert("decimal(10,2)", small, "decimal(10,1)"))
                .isEqualTo(new BigDecimal("12345.7"));
        assertThat(convert("decimal(10,2)", small, "decimal(6,2)")).isNull();
        BigDecimal large = new BigDecimal("123456789012345678901234567890.12");
        assertThat(convert("decimal(32,2)", large, "decimal(38,4)"))
                .isEqualTo(new BigDecimal("123456789012345678901234567890.1200"));
        assertThat(convert("decimal(32,2)", large, "decimal(18,2)")).isNull();
        assertThat(convert("decimal(32,2)", small, "decimal(18,2)")).isEqualTo(small);
    }

    @Test
    void textIsCutAndPaddedByCharacters() throws Exception {
        assertThat(convert("string", "a😀bc", "varchar(3)")).isEqualTo("a😀b");
        assertThat(convert("varchar(10)", "a😀bc", "varchar(2)")).isEqualTo("a😀");
        assertThat(convert("varchar(4)", "x ", "string")).isEqualTo("x ");
        assertThat(convert("string", "a😀bc", "char(2)")).isEqualTo("a😀");
        assertThat(convert("string", "😀", "char(3)")).isEqualTo("😀  ");
        assertThat(convert("char(2)", "x", "char(4)")).isEqualTo("x   ");
        assertThat(convert("char(4)", "x", "varchar(4)")).isEqualTo("x");
        assertThat(convert("char(4)", "x", "string")).isEqualTo("x");
    }

    @Test
    void valuesBecomeText() throws Exception {
        assertThat(convert("int", -5, "string")).isEqualTo("-5");
        assertThat(convert("bigint", 12345L, "varchar(3)")).isEqualTo("123");
        assertThat(convert("boolean", true, "string")).isEqualTo("TRUE");
        assertThat(convert("double", 1.5, "string")).isEqualTo("1.5");
        assertThat(convert("float", 0.1f, "string")).isEqualTo("0.1");
        assertThat(convert("float", 0.125f, "varchar(3)")).isEqualTo("0.1");
        assertThat(convert("float", 0.1f, "char(5)")).isEqualTo("0.1  ");
        assertThat(convert("decimal(10,2)", new BigDecimal("1.50"), "string")).isEqualTo("1.5");
        assertThat(convert("date", LocalDate.parse("1500-01-01"), "string"))
                .isEqualTo("1500-01-01");
        assertThat(convert("timestamp", LocalDateTime.parse("2024-01-02T03:04:05.6"), "string"))
                .isEqualTo("2024-01-02 03:04:05.6");
    }

    @Test
    void textBecomesValuesOrNull() throws Exception {
        assertThat(convert("string", "12", "int")).isEqualTo(12);
        assertThat(convert("string", "twelve", "int")).isNull();
        assertThat(convert("string", "1.5", "double")).isEqualTo(1.5);
        assertThat(convert("string", "1.50", "decimal(10,1)")).isEqualTo(new BigDecimal("1.5"));
        assertThat(convert("string", "2024-02-29", "date"))
                .isEqualTo(LocalDate.parse("2024-02-29"));
        assertThat(convert("string", "2024-02-29 01:02:03.4", "timestamp"))
                .isEqualTo(LocalDateTime.parse("2024-02-29T01:02:03.4"));
        assertThat(convert("string", "soon", "timestamp")).isNull();
        assertThat(convert("string", "ab", "binary")).isEqualTo(new byte[] {'a', 'b'});
    }

    @Test
    void datesBecomeTimestampsAndBack() throws Exception {
        LocalDate date = LocalDate.parse("1500-03-01");
        assertThat(convert("date", date, "timestamp")).isEqualTo(date.atStartOfDay());
        assertThat(convert("timestamp", date.atTime(23, 59), "date")).isEqualTo(date);
    }

    @Test
    void otherTypesAreRefused() throws Exception {
        Path file = directory.resolve("file");
        files.write(
                FormatFiles.layout("i:int;s:struct<x:binary>", Map.of()),
                file,
                Row.of(1, Row.of(new byte[0])));
        assertThatThrownBy(() -> files.read(FormatFiles.layout("i:date", Map.of()), file))
                .hasMessage(
                        "Cannot read file: %s has the column i of type int, which is not DATE as in the table — correct the type of the column"
                                .formatted(file));
        assertThatThrownBy(
                        () -> files.read(FormatFiles.layout("s:struct<x:string>", Map.of()), file))
                .hasMessageContaining("has the column s.x of type binary, which is not STRING");
        assertThatThrownBy(() -> files.read(FormatFiles.layout("s:array<int>", Map.of()), file))
                .hasMessageContaining("has the column s of type struct<x:binary>");
        assertThatThrownBy(() -> files.read(FormatFiles.layout("i:boolean", Map.of()), file))
                .hasMessageContaining("which is not BOOLEAN");
    }

    @Test
    void nestedColumnsAreFoundByNameAndConverted() throws Exception {
        Path file = directory.resolve("file");
        files.write(
                FormatFiles.layout(
                        "r:struct<Y:int,X:struct<deep:int,gone:string>>;a:array<struct<k:int>>;m:map<int,float>",
                        Map.of()),
                file,
                Row.of(
                        Row.of(1, Row.of(2, "z")),
                        new Row[] {Row.of(3), null, Row.of((Object) null)},
                        Map.of(4, 0.5f)));

        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "a:array<struct<new_:string,K:bigint>>;m:map<bigint,double>;r:struct<x:struct<more:int,DEEP:bigint>,y:string>",
                                        Map.of()),
                                file))
                .extracting(Row::toString)
                .containsExactly(
                        "+I[[+I[null, 3], null, +I[null, null]], {4=0.5}, +I[+I[null, 2], 1]]");
    }

    @Test
    void ambiguousNamesAreRefusedOnlyWhereTheyAreWanted() throws Exception {
        Path file = directory.resolve("file");
        OrcTool.write(
                file, "struct<a:int,A:int,b:int,s:struct<x:int,X:int>>", Map.of(), batch -> {});

        assertThat(files.read(FormatFiles.layout("B:int", Map.of()), file)).hasSize(1);
        assertThatThrownBy(() -> files.read(FormatFiles.layout("a:int", Map.of()), file))
                .hasMessage(
                        "Cannot read file: %s has several columns named a in different case — rename all but one"
                                .formatted(file));
        assertThatThrownBy(() -> files.read(FormatFiles.layout("s:struct<x:int>", Map.of()), file))
                .hasMessageContaining("has several columns named s.x in different case");
    }

    @Test
    void filesWithoutNamesAreReadByPosition() throws Exception {
        Path file = directory.resolve("file");
        files.write(
                FormatFiles.layout("_col0:int;_col1:struct<y:int,x:int>", Map.of()),
                file,
                Row.of(1, Row.of(2, 3)));

        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        "id:bigint;r:struct<x:int,y:int>;later:string", Map.of()),
                                file))
                .containsExactly(Row.of(1L, Row.of(3, 2), null));
    }

    @Test
    void positionsCountWhenTheTableSaysSo() throws Exception {
        Path file = directory.resolve("file");
        files.write(
                FormatFiles.layout("a:int;b:string;r:struct<y:int,x:int>", Map.of()),
                file,
                Row.of(1, "x", Row.of(2, 3)));

        String renamed = "b:int;a:string;r:struct<x:int,y:int>";
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        renamed, Map.of("orc.force.positional.evolution", "true")),
                                file))
                .containsExactly(Row.of(1, "x", Row.of(3, 2)));
        assertThat(
                        files.read(
                                FormatFiles.layout(
                                        renamed,
                                        Map.of(
                                                "orc.force.positional.evolution",
                                                "true",
                                                "orc.force.positional.evolution.level",
                                                "2")),
                                file))
                .containsExactly(Row.of(1, "x", Row.of(2, 3)));
        assertThat(files.read(FormatFiles.layout("b:string;a:int", Map.of()), file))
                .as("by name")
                .containsExactly(Row.of("x", 1));
    }
}
