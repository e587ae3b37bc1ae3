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
package io.github.flinklakehouse.catalog.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options {@code partitioning} and {@code sort-order} in words. */
class IcebergLayoutTest {
    private static final Schema SCHEMA =
            new Schema(
                    Types.NestedField.required(1, "id", Types.LongType.get()),
                    Types.NestedField.optional(2, "name", Types.StringType.get()),
                    Types.NestedField.optional(3, "ts", Types.TimestampType.withZone()),
                    Types.NestedField.optional(4, "odd `name", Types.StringType.get()),
                    Types.NestedField.optional(5, "day", Types.DateType.get()),
                    Types.NestedField.optional(
                            6,
                            "who",
                            Types.StructType.of(
                                    Types.NestedField.optional(
                                            7, "city", Types.StringType.get()))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "day(ts), bucket(16, id), truncate(4, name)",
                "name",
                "hour(ts), day",
                "month(day), year(ts)",
                "who.city, bucket(2, `odd ``name`)"
            })
    void partitioningIsSpeltAsItWasWritten(String text) {
        assertThat(IcebergPartitioning.text(IcebergPartitioning.spec(text, SCHEMA)))
                .isEqualTo(text);
    }

    @Test
    void otherSpellingsMeanTheSame() {
        PartitionSpec spec =
                IcebergPartitioning.spec(
                        " Days( ts ),BUCKET(16,id) ,identity(`name`), month(`day`)", SCHEMA);
        assertThat(IcebergPartitioning.text(spec))
                .isEqualTo("day(ts), bucket(16, id), name, month(day)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name, fortnight(ts) | the term 'fortnight(ts)' at character 7 has the unknown transform 'fortnight'",
                "bucket(id), name | the term 'bucket(id)' at character 1 lacks a number before the column",
                "day(3, ts) | the term 'day(3, ts)' at character 1 should not have a number",
                "bucket(16 id) | the term 'bucket(16 id)' at character 1 has no comma behind the number 16",
                "name, | the term '' at character 6 does not start with a column or a transform",
                "name name | the term 'name name' at character 1 has 'NAME' where it should end",
                "day(ts | the term 'day(ts' at character 1 does not end with a column and ')'",
                "name, city | the term 'city' at character 7 names no column of the table",
                "hour(day) | the term 'hour(day)' at character 1 does not fit: ",
                "name, name | the term 'name' at character 7 does not fit: ",
                "bucket(99999999999, id) | the term 'bucket(99999999999, id)' at character 1 has a number that is too large",
                "bucket(0, id) | the term 'bucket(0, id)' at character 1 does not fit: ",
                "day(ts); name | the term 'day(ts); name' at character 1 has ';' where it should end",
            })
    void errorsPointAtTheTerm(String text, String message) {
        assertThatThrownBy(() -> IcebergPartitioning.spec(text, SCHEMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ts DESC NULLS LAST, id | ts DESC, id",
                "ts desc nulls first, name ASC NULLS LAST | ts DESC NULLS FIRST, name NULLS LAST",
                "bucket(8, id), who.city DESC | bucket(8, id), who.city DESC",
            })
    void sortOrderLeavesOutWhatIsUsual(String text, String spelt) {
        assertThat(IcebergSortOrder.text(IcebergSortOrder.of(text, SCHEMA))).isEqualTo(spelt);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ts DOWN | the term 'ts DOWN' at character 1 does not fit: behind the column, [ASC | DESC] [NULLS FIRST | NULLS LAST] can stand",
                "id, ts NULLS | the term 'ts NULLS' at character 5 does not fit: behind",
                "id, nope DESC | the term 'nope DESC' at character 5 names no column of the table",
                "who | the term 'who' at character 1 does not fit: ",
            })
    void errorsOfSortOrdersPointAtTheTerm(String text, String message) {
        assertThatThrownBy(() -> IcebergSortOrder.of(text, SCHEMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
