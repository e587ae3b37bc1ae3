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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark runs, on very few rows, and both sides have the same ones. */
final class BenchmarkIT {
    private static final Path TARGET =
            Path.of(System.getProperty("lakehouse.home"), "tests/target/benchmark");

    /** In a process of its own, since Flink's formats are no part of the class path of tests. */
    @Test
    void comparesAllCasesOfBothFormats() throws IOException, InterruptedException {
        Process benchmark =
                new ProcessBuilder(command("0.001", "1", "parquet", "orc"))
                        .directory(TARGET.toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed =
                new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(benchmark.waitFor()).as(printed).isZero();
        assertThat(printed.lines().filter(line -> line.startsWith("| ")))
                .as(printed)
                .hasSize(1 + 2 * Benchmark.QUERIES.size())
                .allMatch(line -> line.endsWith(" |"));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(List.of(System.getProperty("lakehouse.options").split(" ")));
        command.add("-Dlakehouse.home=" + System.getProperty("lakehouse.home"));
        command.add("-Dlog4j2.configurationFile=log4j2-test.properties");
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path") + ":" + TARGET + "/lib/*"));
        command.add(Benchmark.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
