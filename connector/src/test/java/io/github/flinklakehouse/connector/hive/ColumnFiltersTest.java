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

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.format.ColumnFilter;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which filters for files follow from the conditions that Flink's planner hands over. */
class ColumnFiltersTest {

    private static final String COLUMNS =
            "b:boolean;t:tinyint;i:int;l:bigint;f:float;d:double;n:decimal(10,2);"
                    + "c:char(5);v:varchar(5);x:string;a:date;e:timestamp;r:struct<y:int>";

    @TempDir Path warehouse;
    private HiveTestLake lake;
    private HiveTableSchema schema;

    @BeforeEach
    void createTable() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", COLUMNS, "p:string", HiveStorageFormat.TEXTFILE, Map.of());
        MetastoreTable table = lake.metastore().table("db", "t").orElseThrow();
        DataType row = lake.sql().from("t").getResolvedSchema().toPhysicalRowDataType();
        schema = HiveTableSchema.of(table, (RowType) row.getLogicalType());
    }

    private List<ColumnFilter> filters(String where) {
        Schema declared =
                Schema.newBuilder()
                        .fromResolvedSchema(lake.sql().from("t").getResolvedSchema())
                        .build();
        List<ResolvedExpression> conditions = ConditionsFactory.of(lake.sql(), declared, where);
        assertThat(conditions).as("conditions of " + where).isNotEmpty();
        ColumnFilters columnFilters = new ColumnFilters(schema);
        return conditions.stream().map(columnFilters::of).flatMap(Optional::stream).toList();
    }

    /** Such as {@code i GREATER 5}, for short. */
    private String text(ColumnFilter filter) {
        List<String> names = schema.rowType().getFieldNames();
        if (filter instanceof ColumnFilter.Comparison c) {
            return names.get(c.column()) + " " + c.operator() + " " + c.literal();
        }
        if (filter instanceof ColumnFilter.OneOf o) {
            return names.get(o.column()) + " ONE OF " + o.literals();
        }
        if (filter instanceof ColumnFilter.IsNull n) {
            return names.get(n.column()) + " NULL";
        }
        if (filter instanceof ColumnFilter.IsNotNull n) {
            return names.get(n.column()) + " NOT NULL";
        }
        return filter instanceof ColumnFilter.And and
                ? and.filters().stream().map(this::text).collect(joining(" AND ", "(", ")"))
                : ((ColumnFilter.Or) filter)
                        .filters().stream().map(this::text).collect(joining(" OR ", "(", ")"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "i = 5 | i EQUAL 5",
                "5 < i | i GREATER 5",
                "5 >= i | i LESS_OR_EQUAL 5",
                "NOT (i < 5) | i GREATER_OR_EQUAL 5",
                "i <> 5 | i NOT_EQUAL 5",
                "t = 5 | t EQUAL 5",
                "l > 5 | l GREATER 5",
                "i < CAST(5 AS BIGINT) | i LESS 5",
                "f > CAST(1.5 AS FLOAT) | f GREATER 1.5",
                "f = CAST(1.5 AS DOUBLE) | f EQUAL 1.5",
                "d < CAST(1.5 AS DOUBLE) | d LESS 1.5",
                "n >= 1.5 | n GREATER_OR_EQUAL 1.50",
                "n = 7 | n EQUAL 7.00",
                "v = 'abcd' | v EQUAL abcd",
                "x = 'abc' | x EQUAL abc",
                "'abc' < x | x GREATER abc",
                "a = DATE '2024-02-29' | a EQUAL 2024-02-29",
                "e > TIMESTAMP '2024-02-29 01:02:03' | e GREATER 2024-02-29T01:02:03",
                "b | b EQUAL true",
                "NOT b | b EQUAL false",
                "b IS NOT TRUE | (b EQUAL false OR b NULL)",
                "x IS NULL | x NULL",
                "x IS NOT NULL | x NOT NULL",
                "i IN (1, 2, 3, 4, 5) | i ONE OF [1, 2, 3, 4, 5]",
                "i IN (1, 2, NULL) | i ONE OF [1, 2]",
                "i NOT IN (1, 2, 3) | i NOT_EQUAL 1, i NOT_EQUAL 2, i NOT_EQUAL 3",
                "i = 1 OR i = 2 OR x = 'a' | (i ONE OF [1, 2] OR x EQUAL a)",
                "i BETWEEN 2 AND 4 | i GREATER_OR_EQUAL 2, i LESS_OR_EQUAL 4",
                "i NOT BETWEEN 2 AND 4 | (i LESS 2 OR i GREATER 4)",
                "i > 5 OR x = 'a' | (i GREATER 5 OR x EQUAL a)",
                "i > 5 AND x = 'a' | i GREATER 5, x EQUAL a",
                "NOT (i > 5 OR x = 'a') | i LESS_OR_EQUAL 5, x NOT_EQUAL a",
                "i > 5 AND CHAR_LENGTH(x) = 2 | i GREATER 5",
                "i > 5 AND p = 'y' | i GREATER 5",
            })
    void conditionIsAFilter(String where, String expected) {
        assertThat(filters(where).stream().map(this::text).collect(joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void explainShowsWhatWasPushed() {
        assertThat(lake.sql().explainSql("SELECT i FROM t WHERE i > 5 AND CHAR_LENGTH(x) = 2"))
                .contains("filter=[>(i, 5)]")
                .contains("where=[AND(>(i, 5), =(CHAR_LENGTH(x), 2))]");
    }

    /** A filter of these would leave out rows that Flink wants, or be of no use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHAR_LENGTH(x) = 2",
                "i > 5 OR CHAR_LENGTH(x) = 2",
                "i > 5 OR p = 'y'",
                "p = 'y'",
                "i = l",
                "c = 'ab'",
                "v = 'abcde'",
                "v < 'abcdef'",
                "d = CAST(0 AS DOUBLE)",
                "d <> CAST(1.5 AS DOUBLE)",
                "CAST(i AS STRING) = '5'",
                "CAST(d AS INT) = 5",
                "CAST(e AS DATE) = DATE '2024-02-29'",
                "CAST(e AS TIMESTAMP(3)) = TIMESTAMP '2024-02-29 00:00:00'",
                "i = CAST(5000000000 AS BIGINT)",
                "n = 1.005",
                "r IS NULL",
            })
    void otherConditionsAreNot(String where) {
        assertThat(filters(where)).isEmpty();
    }
}
