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
import java.util.Optional;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.UnknownDBException;
import org.apache.hadoop.hive.metastore.api.UnknownTableException;
import org.apache.iceberg.ClientPool;
import org.apache.iceberg.hive.RuntimeMetaException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;

/** Runs calls on a pooled client and turns what Thrift throws into a {@link MetastoreException}. */
final class ThriftCalls {

    /** A call that answers. */
    @FunctionalInterface
    interface Question<R> {
        R ask(IMetaStoreClient client) throws TException;
    }

    /** A call that does something. */
    @FunctionalInterface
    interface Command {
        void run(IMetaStoreClient client) throws TException;
    }

    private final ClientPool<IMetaStoreClient, TException> clients;
    private final String uri;

    ThriftCalls(ClientPool<IMetaStoreClient, TException> clients, String uri) {
        this.clients = requireNonNull(clients, "clients");
        this.uri = requireNonNull(uri, "uri");
    }

    void run(String what, Command command) {
        ask(
                what,
                client -> {
                    command.run(client);
                    return true;
                });
    }

    <R> Optional<R> find(String what, Question<R> question) {
        try {
            return Optional.of(ask(what, question));
        } catch (MetastoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    <R> R ask(String what, Question<R> question) {
        try {
            return clients.run(question::ask);
        } catch (NoSuchObjectException | UnknownDBException | UnknownTableException e) {
            throw failure(Reason.NOT_FOUND, what, e);
        } catch (AlreadyExistsException e) {
            throw failure(Reason.ALREADY_EXISTS, what, e);
        } catch (TTransportException | RuntimeMetaException e) {
            throw unavailable(what, e);
        } catch (TException e) {
            throw isNoConnection(e) ? unavailable(what, e) : failure(Reason.REFUSED, what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Reason.UNAVAILABLE, what, e);
        }
    }

    private static MetastoreException failure(Reason reason, String what, Exception cause) {
        return new MetastoreException(
                reason, "Cannot " + what + ": " + firstLine(cause.getMessage()), cause);
    }

    /** A client that cannot connect again says so in the words of a metastore that refuses. */
    private static boolean isNoConnection(TException e) {
        return e instanceof MetaException
                && firstLine(e.getMessage()).startsWith("Could not connect to meta store");
    }

    /** The server's address instead of Thrift's text, which carries a stack trace. */
    private MetastoreException unavailable(String what, Exception cause) {
        return new MetastoreException(
                Reason.UNAVAILABLE,
                "Cannot " + what + ": no answer from the Hive Metastore at " + uri,
                cause);
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
