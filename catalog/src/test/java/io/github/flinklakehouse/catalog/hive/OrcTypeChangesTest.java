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
package io.github.flinklakehouse.catalog.hive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column of ORC files only gets a type that keeps its values. */
class OrcTypeChangesTest {

    private static boolean keepValues(String from, String to) {
        ClassLoader loader = OrcTypeChangesTest.class.getClassLoader();
        return OrcTypeChanges.keepValues(
                LogicalTypeParser.parse(from, loader), LogicalTypeParser.parse(to, loader));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TINYINT | SMALLINT",
                "INT | BIGINT",
                "INT | DOUBLE",
                "INT | 'DECIMAL(12, 2)'",
                "BIGINT | 'DECIMAL(19, 0)'",
                "BIGINT | STRING",
                "FLOAT | DOUBLE",
                "'DECIMAL(5, 2)' | 'DECIMAL(6, 3)'",
                "CHAR(2) | VARCHAR(2)",
                "VARCHAR(2) | VARCHAR(3)",
                "VARCHAR(2) | STRING",
                "DATE | STRING",
                "ARRAY<INT> | ARRAY<BIGINT>",
                "'MAP<INT, FLOAT>' | 'MAP<BIGINT, DOUBLE>'",
                "INT NOT NULL | INT"
            })
    void kept(String from, String to) {
        assertThat(keepValues(from, to)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIGINT | INT",
                "BIGINT | DOUBLE",
                "INT | FLOAT",
                "INT | 'DECIMAL(9, 0)'",
                "INT | VARCHAR(5)",
                "DOUBLE | FLOAT",
                "'DECIMAL(5, 2)' | 'DECIMAL(5, 3)'",
                "'DECIMAL(5, 2)' | 'DECIMAL(5, 1)'",
                "VARCHAR(3) | VARCHAR(2)",
                "VARCHAR(3) | CHAR(3)",
                "STRING | INT",
                "BYTES | STRING",
                "INT | DATE",
                "ARRAY<BIGINT> | ARRAY<INT>",
                "ARRAY<INT> | STRING"
            })
    void notKept(String from, String to) {
        assertThat(keepValues(from, to)).isFalse();
    }
}
