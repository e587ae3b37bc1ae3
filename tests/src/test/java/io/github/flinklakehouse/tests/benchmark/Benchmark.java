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

import com.sun.management.OperatingSystemMXBean;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the same files of TPC-H {@code lineitem} through this catalog and through Flink's own
 * {@code filesystem} connector, in turn, and prints how many times as long the latter takes, and
 * how many times as much of the CPU: the median over the rounds, the least and the greatest.
 * Arguments: the scale factor, the rounds (one more warms up), and the formats.
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

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

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
        System.out.println("| format | case | times as fast | times as little CPU |");
        System.out.println("|---|---|---|---|");
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
        List<Double> elapsed = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Neither side always goes first.
            Duration lake = round % 2 == 0 ? run(ofLake) : null;
            Duration filesystem = run(ofFilesystem);
            lake = lake == null ? run(ofLake) : lake;
            elapsed.add((double) filesystem.elapsedNanos / lake.elapsedNanos);
            cpu.add((double) filesystem.cpuNanos / lake.cpuNanos);
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                format,
                query.name,
                summary(elapsed),
                summary(cpu));
    }

    private Duration run(String sql) {
        long cpuBefore = PROCESS.getProcessCpuTime();
        long before = System.nanoTime();
        session.run(sql);
        return new Duration(
                System.nanoTime() - before, Math.max(1, PROCESS.getProcessCpuTime() - cpuBefore));
    }

    /** How long a statement took, and how long all threads of this process worked meanwhile. */
    private record Duration(long elapsedNanos, long cpuNanos) {}

    /** The median, and the least and the greatest. */
    private static String summary(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f)",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    private List<String> rows(String sql) {
        return session.rows(sql).stream().map(Object::toString).sorted().toList();
    }
}
