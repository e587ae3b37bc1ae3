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

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The command line of {@link LocalMetastore}.
 *
 * @param data folder of the Derby database and the logs, created when missing
 * @param warehouse folder of new databases and managed tables
 * @param port port to listen on, 0 for any free one
 * @param parent process id to end with, if any
 */
record LocalMetastoreOptions(Path data, Path warehouse, int port, OptionalLong parent) {

    static final String USAGE = "--data DIR --warehouse DIR [--port NUMBER] [--parent-pid NUMBER]";

    LocalMetastoreOptions {
        requireNonNull(data);
        requireNonNull(warehouse);
        requireNonNull(parent);
    }

    /**
     * Reads pairs of option and value.
     *
     * @throws IllegalArgumentException if an option is unknown, has no value, or is missing
     */
    static LocalMetastoreOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw refusal(arguments[i] + " has no value");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        Path data = folder(values, "--data");
        Path warehouse = folder(values, "--warehouse");
        int port = Integer.parseInt(take(values, "--port").orElse("0"));
        OptionalLong parent =
                take(values, "--parent-pid").stream().mapToLong(Long::parseLong).findFirst();
        if (!values.isEmpty()) {
            throw refusal(values.keySet() + " is unknown");
        }
        return new LocalMetastoreOptions(data, warehouse, port, parent);
    }

    private static Path folder(Map<String, String> values, String option) {
        String value = take(values, option).orElseThrow(() -> refusal(option + " is missing"));
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static Optional<String> take(Map<String, String> values, String option) {
        return Optional.ofNullable(values.remove(option));
    }

    private static IllegalArgumentException refusal(String why) {
        return new IllegalArgumentException(
                "Cannot start the metastore: %s — use %s".formatted(why, USAGE));
    }
}
