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
package io.github.flinklakehouse.connector.metastore;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.MetastoreException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Looks whether a metastore's host answers at all. Hive's client waits as long for a connection as
 * for an answer, ten minutes by default: too long for a mistyped or filtered address.
 */
// Remove when the client is one of Hive 4, which has a timeout for connections of its own.
public final class MetastoreProbe {
    /** The key by which clients of Hive 4 know this timeout. */
    public static final String TIMEOUT = "hive.metastore.client.connection.timeout";

    private static final int DEFAULT_PORT = 9083;

    private final String uris;
    private final Duration timeout;

    /**
     * @param uris of the metastore, comma separated; one that answers is enough
     * @param timeout of each
     */
    public MetastoreProbe(String uris, Duration timeout) {
        this.uris = requireNonNull(uris, "uris");
        this.timeout = requireNonNull(timeout, "timeout");
    }

    /**
     * @throws MetastoreException when no host answers, not even to refuse
     */
    void check() {
        SocketTimeoutException failure = null;
        for (String uri : List.of(uris.split(","))) {
            try {
                connect(uri.strip());
                return;
            } catch (SocketTimeoutException e) {
                failure = e;
            } catch (IOException | IllegalArgumentException e) {
                return; // Hive's client says soon enough what is wrong, or knows the address
            }
        }
        throw new MetastoreException(
                Reason.UNAVAILABLE,
                "Cannot connect: no answer from the Hive Metastore at %s within %d s — check the address, or raise '%s'"
                        .formatted(uris, timeout.toSeconds(), TIMEOUT),
                failure);
    }

    private void connect(String uri) throws IOException {
        URI address = URI.create(uri);
        if (address.getHost() == null) {
            throw new IllegalArgumentException("No host: " + uri);
        }
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.getHost(), port), (int) timeout.toMillis());
        }
    }
}
