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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line of the file of flights, read without Flink; {@code date} is {@code yyyy/MM/dd HH:mm}. */
record Flight(String date, int delay, int distance, String origin) {

    private static final Path DATA = Path.of("data");
    private static final Pattern LINE =
            Pattern.compile(
                    """
                    \\{"id":\\d+,"date":"(.*)","delay":(.*),"distance":(.*),\
                    "origin":"(.*)","destination":".*"}""");
    private static final Pattern CSV_FIELD = Pattern.compile("(?:^|,)(?:\"([^\"]*)\"|([^,]*))");

    static List<Flight> all() {
        return lines("flights-20k.jsonl").stream().map(Flight::parse).toList();
    }

    /** The state of each airport by its code. */
    static Map<String, String> states() {
        return lines("airports.csv").stream()
                .skip(1)
                .map(line -> CSV_FIELD.matcher(line).results().toList())
                .collect(Collectors.toMap(fields -> text(fields.get(0)), f -> text(f.get(3))));
    }

    String day() {
        return date.substring(0, 10).replace('/', '-');
    }

    String month() {
        return day().substring(0, 7);
    }

    /** As {@code 05-correct.sql} has it. */
    boolean isCorrected() {
        return origin.equals("DTW") && month().equals("2001-01");
    }

    Flight corrected() {
        return isCorrected() ? new Flight(date, delay - 5, distance, origin) : this;
    }

    private static Flight parse(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new IllegalArgumentException("Cannot read flight: " + line);
        }
        return new Flight(
                fields.group(1),
                Integer.parseInt(fields.group(2)),
                Integer.parseInt(fields.group(3)),
                fields.group(4));
    }

    private static String text(MatchResult field) {
        return field.group(1) != null ? field.group(1) : field.group(2);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(DATA.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
