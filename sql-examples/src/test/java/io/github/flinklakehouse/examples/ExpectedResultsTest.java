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
package io.github.flinklakehouse.examples;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The figures in {@code expected/} follow from the data files alone: Flink has no part in them. */
class ExpectedResultsTest {

    private final List<Flight> flights = Flight.all();
    private final List<Flight> corrected = flights.stream().map(Flight::corrected).toList();

    @Test
    void everySqlFileHasExpectedResults() throws IOException {
        Set<String> sqlFiles = names(Path.of("sql"));
        sqlFiles.remove("00-connect");

        assertThat(sqlFiles).isNotEmpty().isEqualTo(names(Path.of("expected")));
    }

    @Test
    void airports() throws IOException {
        Map<String, String> states = Flight.states();

        assertThat(expected("01-airports"))
                .contains(row(states.size(), Set.copyOf(states.values()).size()))
                .contains(row("DTW", "Detroit", states.get("DTW")));
    }

    @Test
    void totals() throws IOException {
        assertThat(expected("02-landing-zone")).contains(total(flights));
        assertThat(expected("03-ingest")).contains(total(flights));
        assertThat(expected("05-correct")).contains(total(corrected));
    }

    @Test
    void statesWithMostDepartures() throws IOException {
        Map<String, String> states = Flight.states();
        List<String> rows =
                flights.stream()
                        .collect(groupingBy(flight -> states.get(flight.origin())))
                        .entrySet()
                        .stream()
                        .sorted(comparing(state -> -state.getValue().size()))
                        .limit(5)
                        .map(
                                state ->
                                        row(
                                                state.getKey(),
                                                state.getValue().size(),
                                                mean(state.getValue())))
                        .toList();

        assertThat(rows).first().isEqualTo("| TX | 2400 | 7.35 |");
        assertThat(expected("04-join")).containsSubsequence(rows);
    }

    @Test
    void dailySummary() throws IOException {
        List<String> months =
                new TreeMap<>(corrected.stream().collect(groupingBy(Flight::month)))
                        .entrySet().stream()
                                .map(month -> monthRow(month.getKey(), month.getValue()))
                                .toList();
        List<String> worstDays =
                corrected.stream()
                        .filter(flight -> flight.month().equals("2001-02"))
                        .collect(groupingBy(Flight::day))
                        .entrySet()
                        .stream()
                        .sorted(comparing(day -> -delay(day.getValue())))
                        .limit(3)
                        .map(day -> row(day.getKey(), day.getValue().size(), delay(day.getValue())))
                        .toList();

        assertThat(expected("06-daily-summary"))
                .containsSubsequence(months)
                .containsSubsequence(worstDays);
    }

    @Test
    void beforeAndAfterCorrection() throws IOException {
        long count = flights.stream().filter(Flight::isCorrected).count();

        assertThat(expected("08-time-travel"))
                .containsSubsequence(
                        row(flights.size(), delay(flights)),
                        row(corrected.size(), delay(corrected)),
                        row("DTW", count, delay(flights) - delay(corrected)));
    }

    private static String total(List<Flight> flights) {
        int distance = flights.stream().mapToInt(Flight::distance).sum();
        return row(flights.size(), delay(flights), distance);
    }

    private static String monthRow(String month, List<Flight> flights) {
        long days = flights.stream().map(Flight::day).distinct().count();
        return row(month, days, flights.size(), delay(flights));
    }

    private static int delay(List<Flight> flights) {
        return flights.stream().mapToInt(Flight::delay).sum();
    }

    private static BigDecimal mean(List<Flight> flights) {
        return BigDecimal.valueOf(delay(flights))
                .divide(BigDecimal.valueOf(flights.size()), 2, RoundingMode.HALF_UP);
    }

    private static String row(Object... values) {
        return Stream.of(values)
                .map(String::valueOf)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static List<String> expected(String name) throws IOException {
        return Files.readAllLines(Path.of("expected", name + ".txt"));
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replaceAll("\\.[a-z]+$", ""))
                    .collect(Collectors.toSet());
        }
    }
}
