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
package io.github.flinklakehouse.tests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Reads the same files of TPC-H {@code lineitem} through this catalog and through Flink's own
 * {@code filesystem} connector, in turn, and prints how many times as long the latter takes: the
 * median over the rounds, and the least and most of them. Arguments: the scale factor, the rounds
 * (one more warms up), and the formats.
 */
public final class Benchmark {
    private static final String Q1 =
            """
            SELECT l_returnflag, l_linestatus, SUM(l_quantity), SUM(l_extendedprice),
              SUM(l_extendedprice * (1 - l_discount)), AVG(l_quantity), AVG(l_discount), COUNT(*)
            FROM %s WHERE l_shipdate <= DATE '1998-09-02' GROUP BY l_returnflag, l_linestatus\
            """;

    /** What is measured, in this order. */
    static final List<Case> QUERIES =
            List.of(
                    new Case("full scan, Q1", "lineitem", Q1),
                    new Case(
                            "selective filter",
                            "lineitem",
                            "SELECT SUM(l_extendedprice) FROM %s WHERE l_orderkey BETWEEN 1000 AND"
                                    + " 1100"),
                    new Case("COUNT(*)", "lineitem", "SELECT COUNT(*) FROM %s"),
                    new Case(
                            "1 of 2,000 partitions",
                            "parts",
                            "SELECT SUM(l_quantity) FROM %s WHERE part = 7"),
                    new Case("insert", "lineitem", "INSERT INTO %1$s_copy SELECT * FROM %1$s"));

    private final Session session = Session.batch();
    private final int rounds;

    private Benchmark(int rounds) {
        this.rounds = rounds;
    }

    /** One thing to measure. */
    record Case(String name, String table, String sql) {}

    /** Runs all cases and prints a table in Markdown. */
    public static void main(String[] arguments) throws IOException {
        // The cluster has threads that are no daemons.
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, failure) -> {
                            failure.printStackTrace();
                            System.exit(1);
                        });
        run(
                Double.parseDouble(arguments[0]),
                Integer.parseInt(arguments[1]),
                List.of(arguments).subList(2, arguments.length));
        System.exit(0);
    }

    private static void run(double scale, int rounds, List<String> formats) throws IOException {
        Benchmark benchmark = new Benchmark(rounds);
        BenchmarkTables tables = new BenchmarkTables(benchmark.session, scale);
        tables.createText();
        System.out.println(
                "| format | case | this catalog, ms | filesystem, ms | times as fast | in all rounds |");
        System.out.println("|---|---|---|---|---|---|");
        for (String format : formats) {
            tables.create(format);
            QUERIES.forEach(query -> benchmark.measure(format, query));
        }
    }

    private void measure(String format, Case query) {
        String table = query.table + "_" + format;
        String ofLake = query.sql.formatted("lake.bench." + table);
        String ofFilesystem = query.sql.formatted("fs_" + table);
        assertThat(rows(ofFilesystem)).as("warm-up").isEqualTo(rows(ofLake));
        List<Long> lake = new ArrayList<>();
        List<Long> filesystem = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Neither side always goes first.
            if (round % 2 == 0) {
                lake.add(milliseconds(ofLake));
                filesystem.add(milliseconds(ofFilesystem));
            } else {
                filesystem.add(milliseconds(ofFilesystem));
                lake.add(milliseconds(ofLake));
            }
        }
        List<Double> ratios =
                IntStream.range(0, rounds)
                        .mapToObj(round -> (double) filesystem.get(round) / lake.get(round))
                        .sorted()
                        .toList();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.2f | %.2f to %.2f |%n",
                format,
                query.name,
                median(lake),
                median(filesystem),
                ratios.get(rounds / 2),
                ratios.get(0),
                ratios.get(rounds - 1));
    }

    private long milliseconds(String sql) {
        long start = System.nanoTime();
        session.run(sql);
        return Math.max(1, (System.nanoTime() - start) / 1_000_000);
    }

    private List<String> rows(String sql) {
        return session.rows(sql).stream().map(Object::toString).sorted().toList();
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
