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
package io.github.flinklakehouse.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The connections to a metastore, as Linux counts them. */
public final class MetastoreConnections {
    private static final String ESTABLISHED = "01";
    private static final int REMOTE_ADDRESS = 2;
    private static final int STATE = 3;

    private MetastoreConnections() {}

    /** Whether this system counts connections where they are looked for. */
    public static boolean canBeCounted() {
        return Files.exists(Path.of("/proc/net/tcp"));
    }

    /** How many connections lead to the metastore of this URI now. */
    public static long open(String uri) {
        String port = ":%04X".formatted(URI.create(uri).getPort());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(MetastoreConnections::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[STATE].equals(ESTABLISHED))
                .filter(fields -> fields[REMOTE_ADDRESS].endsWith(port))
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
