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
package io.github.flinklakehouse.connector;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Notices when a table and its past stand in one statement. Flink's planner tells scans apart by
 * the name of the table alone, and would read one of them for both; and it reads {@code t FOR
 * SYSTEM_TIME AS OF … alias} as the present. Both are refused here.
 *
 * <p>Where a statement begins, Flink does not say. But it loads each table to validate a statement
 * before it loads it again to plan its scan: after a scan, two loads in a row show that another
 * statement has begun with the first of them.
 *
 * <p>Remove when the digest of a scan in Flink has the snapshot of its table.
 */
public final class StatementScans {
    private final ThreadLocal<Statement> statement = ThreadLocal.withInitial(Statement::new);

    /** What is known of the statement that a thread is planning. */
    private static final class Statement {
        /** The snapshots that were loaded, by table. */
        private final Map<ObjectPath, String> pasts = new HashMap<>();

        /** The scans that were planned, each of a snapshot or of the present. */
        private final Map<ObjectPath, Optional<String>> scans = new HashMap<>();

        /** The last load, until its scan is planned. */
        private Optional<Runnable> pendingLoad = Optional.empty();

        private void loaded(ObjectPath table, Optional<String> snapshot) {
            Runnable load = () -> snapshot.ifPresent(id -> pasts.put(table, id));
            if (pendingLoad.isPresent() && !scans.isEmpty()) {
                pasts.clear();
                scans.clear();
                pendingLoad.get().run();
            }
            load.run();
            pendingLoad = Optional.of(load);
        }

        /** The snapshot that would be mistaken for another one, or for the present. */
        private Optional<String> conflict(ObjectPath table, Optional<String> snapshot) {
            pendingLoad = Optional.empty();
            Optional<String> other = scans.put(table, snapshot);
            if (snapshot.isEmpty()) {
                return Optional.ofNullable(pasts.get(table));
            }
            return other == null || other.equals(snapshot) ? Optional.empty() : snapshot;
        }
    }

    /**
     * A table was loaded from the catalog.
     *
     * @param snapshot of the table, or empty for its present
     */
    public void loaded(ObjectPath table, Optional<String> snapshot) {
        statement.get().loaded(table, snapshot);
    }

    /**
     * A scan is planned.
     *
     * @param snapshot of the table, or empty for its present
     * @throws ValidationException when the planner would read something else
     */
    void planned(ObjectIdentifier table, Optional<String> snapshot) {
        Optional<String> mistaken = statement.get().conflict(table.toObjectPath(), snapshot);
        if (mistaken.isPresent()) {
            statement.remove();
            throw new ValidationException(
                    "Cannot read the past of table: %s stands in one statement at two times, or under an alias, where Flink's planner would take one time for the other — name the past as `%s$snapshot_%s` instead"
                            .formatted(
                                    table.toObjectPath().getFullName(),
                                    table.getObjectName(),
                                    mistaken.get()));
        }
    }
}
