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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock of the Hive Metastore. */
final class ThriftTableLock implements TableLock {
    private static final Logger LOG = LoggerFactory.getLogger(ThriftTableLock.class);

    /** A metastore takes a lock away after five minutes without a sign of life, by default. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ThriftCalls calls;
    private final String table;
    private final long id;
    private final ScheduledExecutorService heartbeats =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "hive-lock");
                        thread.setDaemon(true);
                        thread.setContextClassLoader(ThriftTableLock.class.getClassLoader());
                        return thread;
                    });

    private final ScheduledFuture<?> heartbeat;
    private volatile boolean lost;

    private ThriftTableLock(ThriftCalls calls, String table, long id) {
        this.calls = requireNonNull(calls, "calls");
        this.table = requireNonNull(table, "table");
        this.id = id;
        heartbeat =
                heartbeats.scheduleAtFixedRate(
                        this::heartbeat,
                        HEARTBEAT.toMillis(),
                        HEARTBEAT.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for a lock.
     *
     * @param patience how long
     */
    static TableLock acquire(
            ThriftCalls calls, String database, String table, Mode mode, Duration patience) {
        String name = database + "." + table;
        LockResponse response = request(calls, database, table, mode);
        ThriftTableLock lock = new ThriftTableLock(calls, name, response.getLockid());
        try {
            lock.await(response.getState(), System.nanoTime() + patience.toNanos());
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static LockResponse request(
            ThriftCalls calls, String database, String table, Mode mode) {
        LockType type =
                switch (mode) {
                    case SHARED -> LockType.SHARED_READ;
                    // A 4.x metastore lets others in beside a "shared write".
                    case EXCLUSIVE -> LockType.EXCLUSIVE;
                };
        LockComponent component = new LockComponent(type, LockLevel.TABLE, database);
        component.setTablename(table);
        LockRequest request = new LockRequest(List.of(component), MetastoreUser.current(), host());
        request.setAgentInfo("flink-lakehouse-" + UUID.randomUUID());
        try {
            return calls.ask(
                    "lock table " + database + "." + table, client -> client.lock(request));
        } catch (MetastoreException e) {
            // The answer may have been lost, but not the lock, for which we would wait ourselves.
            unlockUnanswered(calls, database, table, request.getAgentInfo(), e);
            throw e;
        }
    }

    private static void unlockUnanswered(
            ThriftCalls calls, String database, String table, String agent, Exception cause) {
        try {
            ShowLocksRequest request = new ShowLocksRequest();
            request.setDbname(database);
            request.setTablename(table);
            calls.ask("list locks", client -> client.showLocks(request)).getLocks().stream()
                    .filter(lock -> agent.equals(lock.getAgentInfo()))
                    .forEach(lock -> calls.run("unlock", c -> c.unlock(lock.getLockid())));
        } catch (MetastoreException e) {
            cause.addSuppressed(e);
        }
    }

    private void await(LockState first, long deadline) {
        LockState state = first;
        Duration pause = FIRST_PAUSE;
        while (state == LockState.WAITING) {
            if (System.nanoTime() > deadline) {
                throw new MetastoreException(
                        Reason.REFUSED,
                        "somebody else has locked it for too long, see SHOW LOCKS in Hive",
                        null);
            }
            pause(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            state =
                    calls.ask("wait for the lock on " + table, client -> client.checkLock(id))
                            .getState();
        }
        if (state != LockState.ACQUIRED) {
            throw new MetastoreException(
                    Reason.REFUSED, "the metastore does not lock it: " + state, null);
        }
    }

    private void pause(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetastoreException(
                    Reason.UNAVAILABLE, "interrupted while waiting for the lock on " + table, e);
        }
    }

    private void heartbeat() {
        try {
            calls.run("keep the lock on " + table, client -> client.heartbeat(0, id));
        } catch (MetastoreException e) {
            // What is not answered may be answered the next time.
            lost |= e.reason() != Reason.UNAVAILABLE;
            LOG.warn("Cannot keep the lock on {}", table, e);
        }
    }

    @Override
    public void requireHeld() {
        if (lost) {
            throw new MetastoreException(
                    Reason.REFUSED, "the metastore has taken away the lock on " + table, null);
        }
    }

    @Override
    public void close() {
        heartbeat.cancel(/* mayInterruptIfRunning= */ true);
        heartbeats.shutdownNow();
        boolean interrupted = Thread.interrupted(); // or the call would not be made
        try {
            calls.run("unlock table " + table, client -> client.unlock(id));
        } catch (MetastoreException e) {
            LOG.warn("Cannot unlock {}, its lock {} will time out", table, id, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
