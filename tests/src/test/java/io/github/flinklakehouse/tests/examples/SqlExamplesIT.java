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
package io.github.flinklakehouse.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.table.api.TableEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Runs the SQL files of the quick start, in order, and compares what it compares. */
class SqlExamplesIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("lakehouse.home"), "sql-examples");
    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");

    @AfterAll
    static void drop() {
        Session.batch().run("DROP DATABASE IF EXISTS aviation CASCADE");
    }

    @Test
    void printWhatIsExpected() throws Exception {
        String beforeCorrection = "";
        String connect = Files.readString(EXAMPLES.resolve("sql/00-connect.sql"));
        try (Stream<Path> files = Files.list(EXAMPLES.resolve("sql"))) {
            for (Path file : files.sorted().skip(1).toList()) {
                String name = file.getFileName().toString().replace(".sql", "");
                if (name.endsWith("-correct")) {
                    beforeCorrection = nextSecond();
                }
                compare(name, run(connect + Files.readString(file), beforeCorrection));
            }
        }
    }

    /** In a session of its own, as the quick start runs each file. */
    private static String run(String sql, String beforeCorrection) {
        String text =
                sql.replace("${metastore}", Lake.instance().metastore().uri())
                        .replace("${data}", EXAMPLES.resolve("data").toString())
                        .replace("${before_correction}", beforeCorrection)
                        .replaceAll("(?m)^--.*$", "");
        TableEnvironment flink = Session.batch().environment();
        flink.executeSql("USE CATALOG default_catalog");
        flink.executeSql("DROP CATALOG lake"); // the files create it
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            for (String statement : text.split(";\\s*(\\n|$)", -1)) {
                Matcher set = SET.matcher(statement);
                if (set.find()) {
                    flink.getConfig().set(set.group(1), set.group(2));
                } else if (!statement.isBlank()) {
                    flink.executeSql(statement).print();
                }
            }
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** As the quick start does: the expected lines in this order, whatever the column widths. */
    private static void compare(String name, String printed) throws IOException {
        Path file = EXAMPLES.resolve("expected").resolve(name + ".txt");
        if (Files.exists(file)) {
            assertThat(lines(printed)).as(name).containsSubsequence(lines(Files.readString(file)));
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(line -> line.replaceAll("\\s+", " ").strip()).toList();
    }

    /** Time travel is by seconds here: a new one begins after the last commit. */
    private static String nextSecond() {
        Instant committed = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Awaitility.await().until(() -> Instant.now().isAfter(committed));
        return LocalDateTime.ofInstant(committed, ZoneOffset.UTC)
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
    }
}
