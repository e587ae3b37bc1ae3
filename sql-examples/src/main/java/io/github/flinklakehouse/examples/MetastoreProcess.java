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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link LocalMetastore} that runs as a process of its own and ends with this one at the latest.
 *
 * <p>Not safe for use by several threads at once; {@link #uri()} and {@link #auditLog()} are.
 */
public final class MetastoreProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Path lib;
    private final Path data;
    private final Path warehouse;
    private final String uri;
    private Process process;

    private MetastoreProcess(Path lib, Path data, Path warehouse) {
        this.lib = requireNonNull(lib);
        this.data = requireNonNull(data);
        this.warehouse = requireNonNull(warehouse);
        this.process = launch(0);
        this.uri = awaitUri();
    }

    /**
     * Starts a metastore on a free port and waits until it serves.
     *
     * @param lib folder with the jars of the metastore: {@code sql-examples/target/metastore/lib}
     * @param data folder of its Derby database and logs, continued when it exists, and of a {@code
     *     metastore-site.xml}, if there are to be settings besides ours
     * @param warehouse folder of its tables
     * @throws IllegalStateException if it ends, or does not serve within two minutes; the message
     *     has the end of its log
     */
    public static MetastoreProcess start(Path lib, Path data, Path warehouse) {
        return new MetastoreProcess(lib, data, warehouse);
    }

    /** Where it listens: {@code thrift://127.0.0.1:PORT}, the same after a restart. */
    public String uri() {
        return uri;
    }

    /** The file that gets one line, {@code … cmd=…}, for each call before it is answered. */
    public Path auditLog() {
        return data.resolve(LocalMetastore.AUDIT_LOG);
    }

    /** Ends the process and waits for its end; no effect on one that has ended. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops it if it runs, and starts it again with the same data and port.
     *
     * @throws IllegalStateException as {@link #start}
     */
    public void restart() {
        stop();
        process = launch(Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1)));
        awaitUri();
    }

    @Override
    public void close() {
        stop();
    }

    private Process launch(int port) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ownClasses() + File.pathSeparator + lib.resolve("*"),
                        LocalMetastore.class.getName(),
                        "--data",
                        data.toString(),
                        "--warehouse",
                        warehouse.toString(),
                        "--port",
                        Integer.toString(port),
                        "--parent-pid",
                        Long.toString(ProcessHandle.current().pid()));
        try {
            Files.createDirectories(data);
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log().toFile());
            builder.environment().put("METASTORE_CONF_DIR", data.toString());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(
                    LocalMetastore.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String awaitUri() {
        try {
            return CompletableFuture.supplyAsync(this::readUri)
                    .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stop();
            throw new IllegalStateException(
                    "Cannot start the metastore: %s ends with%n%s".formatted(log(), endOfLog()), e);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot start the metastore: interrupted", e);
        }
    }

    private String readUri() {
        // Not closed: the process may print more.
        BufferedReader output = process.inputReader();
        return output.lines()
                .filter(line -> line.startsWith(LocalMetastore.READY))
                .map(line -> line.substring(LocalMetastore.READY.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The process has ended"));
    }

    private Path log() {
        return data.resolve("metastore.log");
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
