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
package io.github.flinklakehouse.connector.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types cross the border between Hive and Flink unchanged, or are refused by name. */
class HiveTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "tinyint",
                "smallint",
                "int",
                "bigint",
                "float",
                "double",
                "decimal(38,18)",
                "decimal(5,0)",
                "string",
                "char(7)",
                "varchar(65535)",
                "binary",
                "date",
                "timestamp",
                "timestamp with local time zone",
                "array<int>",
                "map<string,array<decimal(10,2)>>",
                "struct<a:int,b_c:struct<d:map<int,timestamp>>>",
                "array<array<struct<x:char(3)>>>"
            })
    void aHiveTypeComesBackAsItWas(String hiveType) {
        DataType flinkType = HiveTypes.toFlink(hiveType, "db.t.c");

        assertThat(HiveTypes.toHive(flinkType.getLogicalType(), "db.t.c")).isEqualTo(hiveType);
    }

    @Test
    void hiveSpellingsVary() {
        assertThat(HiveTypes.toFlink("DECIMAL(10, 2)", "c")).isEqualTo(DataTypes.DECIMAL(10, 2));
        assertThat(HiveTypes.toFlink("decimal", "c")).isEqualTo(DataTypes.DECIMAL(10, 0));
        assertThat(HiveTypes.toFlink("STRUCT<A:INT>", "c"))
                .isEqualTo(DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT())));
    }

    @Test
    void aUnionIsARowOfTagAndAlternatives() {
        assertThat(HiveTypes.toFlink("uniontype<int,string>", "c"))
                .isEqualTo(
                        DataTypes.ROW(
                                DataTypes.FIELD("tag", DataTypes.INT()),
                                DataTypes.FIELD("field0", DataTypes.INT()),
                                DataTypes.FIELD("field1", DataTypes.STRING())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interval_day_time|Cannot read column: db.t.c has the Hive type interval_day_time, which files cannot hold — leave it out or change its type",
                "number|Cannot read column: db.t.c has the type number, which is not a Hive type — correct it in the metastore"
            })
    void otherHiveTypesAreRefused(String hiveType, String message) {
        assertThatThrownBy(() -> HiveTypes.toFlink(hiveType, "db.t.c"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }

    @Test
    void otherFlinkTypesAreRefusedNamingTheColumn() {
        assertRefused(
                DataTypes.TIME(),
                "Cannot store column: db.t.c is TIME(0), but Hive has no such type — use another type, such as STRING");
        assertRefused(
                DataTypes.ROW(DataTypes.FIELD("m", DataTypes.MULTISET(DataTypes.INT()))),
                "Cannot store column: db.t.c.m is MULTISET<INT>, but Hive has no such type — use another type, such as STRING");
        assertRefused(
                DataTypes.VARBINARY(3),
                "Cannot store column: db.t.c is VARBINARY(3), but Hive's binary has no length — use BYTES");
        assertRefused(
                DataTypes.CHAR(256),
                "Cannot store column: db.t.c is CHAR(256), but Hive's CHAR ends at 255 — use STRING");
        assertRefused(
                DataTypes.VARCHAR(65536),
                "Cannot store column: db.t.c is VARCHAR(65536), but Hive's VARCHAR ends at 65535 — use STRING");
        assertRefused(
                DataTypes.ROW(DataTypes.FIELD("a:b", DataTypes.INT())),
                "Cannot store column: db.t.c has the field 'a:b', which Hive cannot spell — use letters, digits and underscores");
    }

    private static void assertRefused(DataType type, String message) {
        assertThatThrownBy(() -> HiveTypes.toHive(type.getLogicalType(), "db.t.c"))
                .isInstanceOf(ValidationException.class)
                .hasMessage(message);
    }
}
