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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.types.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of table and each statement on it: what comes of it, or the sentence that refuses it.
 * What is expected is in the resources {@code kinds/*.txt}; what came is written to {@code
 * target/kinds}, to compare.
 */
class KindMatrixIT {
    /** Read-only ones first, then those that change {@code t}, then those that remove it. */
    private static final List<String> STATEMENTS =
            List.of(
                    "SHOW TABLES",
                    "SHOW VIEWS",
                    "DESCRIBE t",
                    "SHOW CREATE TABLE t",
                    "SHOW CREATE VIEW t",
                    "SELECT * FROM t",
                    "SELECT * FROM t$snapshots",
                    "INSERT INTO t VALUES (1, 'a')",
                    "INSERT OVERWRITE t VALUES (2, 'b')",
                    "SELECT id, name FROM t",
                    "TRUNCATE TABLE t",
                    "SHOW PARTITIONS t",
                    "ALTER TABLE t ADD PARTITION (name = 'x')",
                    "ANALYZE TABLE t COMPUTE STATISTICS",
                    "ANALYZE TABLE t COMPUTE STATISTICS FOR ALL COLUMNS",
                    "CREATE TABLE t (x INT)",
                    "CREATE TABLE t (x INT) WITH ('connector' = 'hive')",
                    "CREATE TABLE IF NOT EXISTS t (x INT)",
                    "CREATE VIEW t AS SELECT 1 AS x",
                    "CREATE VIEW IF NOT EXISTS t AS SELECT 1 AS x",
                    "ALTER TABLE t SET ('k' = 'v')",
                    "ALTER VIEW t AS SELECT 1 AS x",
                    "ALTER TABLE t ADD (extra STRING)",
                    "DESCRIBE t",
                    "ALTER TABLE t RENAME TO source",
                    "ALTER TABLE t RENAME TO u",
                    "ALTER TABLE u RENAME TO t",
                    "DROP TABLE t",
                    "DROP VIEW t",
                    "DROP TABLE IF EXISTS t",
                    "DROP VIEW IF EXISTS t",
                    "SHOW TABLES");

    @ParameterizedTest
    @EnumSource(TableKind.class)
    void everyStatement(TableKind kind) throws IOException {
        String name = kind.name().toLowerCase(Locale.ROOT);
        String database = "kind_" + name;
        Session session = Session.batch(Map.of("hadoop.lake.secret", "opensesame"));
        session.run("CREATE DATABASE " + database);
        session.run("USE " + database);
        session.run("CREATE TABLE source (id BIGINT, name STRING)");
        session.run("INSERT INTO source VALUES (0, 'zero'), (1, 'one')");
        kind.create(session, database);
        String actual =
                STATEMENTS.stream()
                        .map(statement -> statement + "\n    " + outcome(session, statement) + "\n")
                        .collect(Collectors.joining());
        removeEntry(database);
        kind.create(session, database);
        session.run("USE `default`");
        actual += "DROP DATABASE\n    " + outcome(session, "DROP DATABASE " + database) + "\n";
        actual +=
                "DROP DATABASE CASCADE\n    "
                        + outcome(session, "DROP DATABASE " + database + " CASCADE")
                        + "\n";
        Files.writeString(
                Files.createDirectories(Path.of("target/kinds")).resolve(name + ".txt"),
                actual.replace(database, "db"));
        assertThat(actual.replace(database, "db"))
                .doesNotContain("opensesame")
                .isEqualTo(expected(name));
    }

    private static void removeEntry(String database) {
        Metastore metastore = OtherEngines.connection().load();
        metastore
                .table(database, "t")
                .ifPresent(t -> metastore.dropTable(database, "t", Metastore.Data.DELETE));
    }

    private static String outcome(Session session, String statement) {
        String outcome;
        try {
            outcome =
                    session.rows(statement).stream()
                            .map(Row::toString)
                            .sorted()
                            .collect(Collectors.joining(" "));
        } catch (Exception e) {
            outcome = sentence(e);
        }
        return neutral(outcome).replace("\n", "\n    ");
    }

    /** The deepest message, which is the reason. */
    private static String sentence(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .map(t -> t.getClass().getSimpleName() + ": " + t.getMessage())
                .reduce((first, second) -> second)
                .orElseThrow()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    /** Without what differs from run to run. */
    private static String neutral(String outcome) {
        return outcome.replace(Lake.instance().warehouse().toString(), "WAREHOUSE")
                .replace(Lake.instance().warehouse().getParent().toString(), "FOLDER")
                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID")
                .replaceAll("FOLDER/(generic|t)\\d+", "FOLDER/$1")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z?", "TIME");
    }

    private static String expected(String name) throws IOException {
        try (InputStream stream =
                KindMatrixIT.class.getResourceAsStream("/kinds/" + name + ".txt")) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
