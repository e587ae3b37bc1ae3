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
package io.github.flinklakehouse.tests.catalog;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, comments and options that are odd but allowed: none of them may get lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddNamesIT {
    private Session session;

    @BeforeAll
    void createDatabase() {
        session = Session.batch();
        session.run("CREATE DATABASE odd_names");
        session.run("USE odd_names");
    }

    @AfterAll
    void dropDatabase() {
        session.run("USE `default`");
        session.run("DROP DATABASE odd_names CASCADE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive"})
    void columnsOfAnyNameAreWrittenAndReadBack(String connector) {
        session.run(
                """
                CREATE TABLE `select_%1$s` (
                  `order` INT COMMENT 'reserved; it''s "quoted"',
                  `größe` STRING COMMENT '中文 😀',
                  `two words` STRING,
                  `it's` INT,
                  `a.b` INT,
                  `nested` ROW<`group` INT, `x y` STRING>,
                  `twice` AS `order` * 2 COMMENT 'a '' quote',
                  `date` STRING
                ) COMMENT 'it''s a "table" \\ with `ticks`' PARTITIONED BY (`date`)
                WITH ('connector' = '%1$s', 'z' = 'it''s', 'a' = 'line
                break', 'ünï' = '中文', 'm' = '\\n')
                """
                        .formatted(connector));
        String table = "`select_" + connector + "`";
        recreates(table);
        session.run(
                "INSERT INTO %s VALUES (1, 'g', 'w', 2, 3, ROW(4, 'n'), 'a/b=c''d %%')"
                        .formatted(table));
        assertSql(session, "SELECT * FROM " + table + " WHERE `date` = 'a/b=c''d %'")
                .returns("+I[1, g, w, 2, 3, +I[4, n], 2, a/b=c'd %]");
        assertSql(
                        session,
                        "SELECT `größe`, `two words`, `it's`, `a.b`, t.nested.`x y` FROM %s AS t WHERE `order` = 1 AND `a.b` = 3"
                                .formatted(table))
                .returns("+I[g, w, 2, 3, n]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iceberg", "hive"})
    void tablesCalledByReservedWords(String connector) {
        session.run(
                "CREATE TABLE `table` (`values` INT) WITH ('connector' = '%s')"
                        .formatted(connector));
        recreates("`table`");
        session.run("INSERT INTO `table` VALUES (1)");
        session.run("CREATE VIEW `view` AS SELECT `values` AS `from` FROM `table`");
        Session other = Session.batch();
        assertSql(other, "SELECT `from` FROM odd_names.`view`").returns("+I[1]");
        session.run("DROP VIEW `view`");
        session.run("DROP TABLE `table`");
    }

    @Test
    void hiveColumnsAreInLowerCaseInExpressionsToo() {
        session.run(
                """
                CREATE TABLE mixed (
                  `Id` INT, `Ts` TIMESTAMP(3), `Place` ROW<`Town` STRING>,
                  `Next` AS `Id` + 1, `Text` AS '`Id` ' || Place.Town,
                  WATERMARK FOR `Ts` AS `Ts` - INTERVAL '5' SECOND
                ) WITH ('connector' = 'hive')
                """);
        recreates("mixed");
        session.run("INSERT INTO mixed VALUES (1, TIMESTAMP '2026-01-01 00:00:00', ROW('Bonn'))");
        assertSql(session, "SELECT id, ts, `Next`, `Text` FROM mixed")
                .returns("+I[1, 2026-01-01T00:00, 2, `Id` Bonn]");
        assertThat(session.value("SHOW CREATE TABLE mixed"))
                .contains("`ts` TIMESTAMP(3)", "WATERMARK FOR `ts` AS `ts` - INTERVAL '5' SECOND");
        session.run("ALTER TABLE mixed ADD (`Later` TIMESTAMP(0), `Last` AS id + 2)");
        assertSql(session, "SELECT `Last` FROM mixed").returns("+I[3]");
        assertThat(session.value("SHOW CREATE TABLE mixed")).contains("`later` TIMESTAMP(0)");
        assertSql(
                        session,
                        "CREATE TABLE two (`Id` INT, id AS `Id` + 1) WITH ('connector' = 'hive')")
                .fails(
                        "Cannot create table: odd_names.two has two columns called, in lower case as Hive sees them, id");
        assertSql(session, "ALTER TABLE mixed ADD (`ID` STRING)")
                .fails(
                        "Cannot add column ID to table: odd_names.mixed has one called, in lower case as Hive sees them, id — give it another name");
    }

    private void recreates(String table) {
        String ddl = session.value("SHOW CREATE TABLE " + table);
        session.run("DROP TABLE " + table);
        session.run(ddl);
        assertThat(Session.batch().value("SHOW CREATE TABLE lake.odd_names." + table))
                .isEqualTo(ddl);
    }
}
