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
package io.github.flinklakehouse.tests.flow;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a Hive table is not read, as the plan of a query excludes it. */
class HivePlanningIT {
    private static final List<String> VALUES =
            List.of(
                    "plain",
                    "PLAIN",
                    "with-hyphen",
                    "with.dot",
                    "with:colon",
                    "with/slash",
                    "with\\backslash",
                    "with=equal",
                    "with?question",
                    "with!exclamation",
                    "with%percent",
                    "with%%percents",
                    "with space",
                    "with\"quote",
                    "with''apostrophe",
                    "2024-02-29",
                    "漢字",
                    "7");

    private static Session session;

    @BeforeAll
    static void createTables() {
        session = Session.batch();
        session.run("CREATE DATABASE hive_planning");
        session.run("USE hive_planning");
        session.run(
                """
                CREATE TABLE special (id INT, p STRING) PARTITIONED BY (p)
                WITH ('connector' = 'hive')
                """);
        session.run(
                IntStream.range(0, VALUES.size())
                        .mapToObj(i -> "(%d, '%s')".formatted(i, VALUES.get(i)))
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "INSERT INTO special VALUES ",
                                        ", (-1, CAST(NULL AS STRING))")));
        session.run(
                """
                CREATE TABLE sorted (id INT, name STRING, d DOUBLE) WITH ('connector' = 'hive')
                """);
        session.run(
                "INSERT INTO sorted VALUES (1, 'a', 1.5), (2, 'b', 2.5), (3, CAST(NULL AS STRING), 3.5)");
    }

    @AfterAll
    static void dropTables() {
        session.run("USE `default`");
        session.run("DROP DATABASE hive_planning CASCADE");
    }

    @Test
    void partitionOfAnyNameIsFoundByItsValue() {
        for (int i = 0; i < VALUES.size(); i++) {
            assertSql(session, "SELECT id FROM special WHERE p = '%s'".formatted(VALUES.get(i)))
                    .returns("+I[%d]".formatted(i));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "p IS NULL | -1",
                "p = '__HIVE_DEFAULT_PARTITION__' | ",
                "p = 'plain' OR p IS NULL | -1, 0",
                "p IN ('plain', 'PLAIN', 'none') | 0, 1",
                "p <> 'plain' AND p < 'with' | 1, 15, 17",
                "p = 'plain' AND p <> 'plain' | ",
                "'with' > p AND p = '7' | 17",
                "CHAR_LENGTH(p) = 1 | 17",
                "p = '7' OR id = 0 | 0, 17",
            })
    void partitionsArePrunedExactly(String where, String ids) {
        assertThat(
                        session.rows("SELECT id FROM special WHERE " + where).stream()
                                .map(row -> (Integer) row.getField(0))
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")))
                .isEqualTo(ids == null ? "" : ids);
    }

    @Test
    void explainShowsFilterAndPartitions() {
        assertThat(explain("SELECT id FROM special WHERE p = 'plain' AND id > 5"))
                .contains("partitions=[{p=plain}]")
                .contains("filter=[>(id, 5)]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id > 1 | 2, 3",
                "NOT (name = 'a') | 2",
                "name IS NULL OR id = 1 | 1, 3",
                "d BETWEEN 2 AND 3 | 2",
                "name NOT IN ('a', 'c') | 2",
            })
    void filtersLeaveTheRightRows(String where, String ids) {
        assertThat(
                        session.rows("SELECT id FROM sorted WHERE " + where).stream()
                                .map(row -> String.valueOf(row.getField(0)))
                                .sorted()
                                .collect(Collectors.joining(", ")))
                .isEqualTo(ids);
    }

    @Test
    void countsAndEndsComeFromFooters() {
        String query = "SELECT COUNT(*), MIN(id), MAX(id), MAX(p) FROM special";

        assertThat(explain(query)).contains("aggregates=[grouping=[], aggFunctions=[Count1Agg");
        assertSql(session, query).returns("+I[%d, -1, 17, 漢字]".formatted(VALUES.size() + 1));
        assertSql(session, query + " WHERE p = 'plain'").returns("+I[1, 0, 0, plain]");
    }

    /** Flink asks for it as if it were COUNT(id). */
    @Test
    void countOfAnExpressionIsOfRows() {
        assertSql(session, "SELECT COUNT(NULLIF(id, 1)), COUNT(name) FROM sorted")
                .returns("+I[2, 2]");
    }

    @Test
    void metadataColumnsAreKept() {
        session.run(
                """
                CREATE TABLE located (
                  f STRING METADATA FROM 'file.name' VIRTUAL,
                  id INT,
                  p STRING,
                  w STRING METADATA FROM 'partition' VIRTUAL COMMENT 'where',
                  u AS UPPER(w),
                  `file.size` BIGINT METADATA VIRTUAL
                ) PARTITIONED BY (p) WITH ('connector' = 'hive')
                """);
        session.run("INSERT INTO located VALUES (1, 'a'), (2, 'b')");
        Session other = Session.batch();
        other.run("USE hive_planning");

        assertSql(other, "SELECT id, w, u, `file.size` > 0, f <> '' FROM located")
                .returns("+I[1, p=a, P=A, true, true]", "+I[2, p=b, P=B, true, true]");
        assertThat(other.value("SHOW CREATE TABLE located"))
                .contains("`f` VARCHAR(2147483647) METADATA FROM 'file.name' VIRTUAL,")
                .contains(
                        "`w` VARCHAR(2147483647) METADATA FROM 'partition' VIRTUAL COMMENT 'where',");
        other.run("ALTER TABLE located DROP (u, w)");
        assertSql(other, "SELECT * FROM located WHERE id = 3").returns();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "f STRING METADATA VIRTUAL | has no metadata 'f' — take one of [file.modification-time, file.name, file.path, file.size]",
                "f STRING METADATA FROM 'partition' VIRTUAL | has no metadata 'partition' — take one of [file.modification-time, file.name, file.path, file.size]",
                "f STRING METADATA FROM 'file.name' | cannot write metadata — declare it VIRTUAL",
            })
    void metadataColumnsThatCannotBeReadAreRefused(String column, String why) {
        assertSql(
                        session,
                        "CREATE TABLE m (id INT, %s) WITH ('connector' = 'hive')".formatted(column))
                .fails("Cannot keep metadata column f: hive_planning.m " + why);
    }

    @Test
    void fieldsInsideColumnsAreReadAlone() {
        session.run(
                "CREATE TABLE nested (r ROW<x INT, y ROW<z STRING, w INT>>) WITH ('connector' = 'hive')");
        session.run(
                """
                INSERT INTO nested
                SELECT CAST(ROW(1, ROW('a', 2)) AS ROW<x INT, y ROW<z STRING, w INT>>)
                """);
        String query = "SELECT n.r.y.z FROM nested n";

        assertThat(explain(query)).contains("project=[r_y_z]");
        assertSql(session, query).returns("+I[a]");
    }

    private static String explain(String query) {
        return session.environment().explainSql(query);
    }
}
