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
package io.github.flinklakehouse.connector.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;

/**
 * Which snapshots an incremental read of appends may pass over.
 *
 * @param table its full name
 * @param overwrites whether those that put rows in the place of others
 * @param deletes whether those that deleted rows
 */
record PassedSnapshots(String table, boolean overwrites, boolean deletes) implements Serializable {

    /** Key of the option that passes over overwrites, as Iceberg's streams of Spark have it. */
    static final String SKIP_OVERWRITES = "streaming-skip-overwrite-snapshots";

    /** Key of the option that passes over deletes, as Iceberg's streams of Spark have it. */
    static final String SKIP_DELETES = "streaming-skip-delete-snapshots";

    PassedSnapshots {
        requireNonNull(table, "table");
    }

    static PassedSnapshots of(String table, Map<String, String> options) {
        return new PassedSnapshots(
                table,
                Boolean.parseBoolean(options.get(SKIP_OVERWRITES)),
                Boolean.parseBoolean(options.get(SKIP_DELETES)));
    }

    /**
     * @throws ValidationException if this snapshot changed rows that were there before it, and may
     *     not be passed over
     */
    void check(Snapshot snapshot) {
        switch (snapshot.operation()) {
            case DataOperations.APPEND, DataOperations.REPLACE -> {
                // All its rows are read, or it changed none.
            }
            case DataOperations.DELETE -> require(deletes, SKIP_DELETES, snapshot);
            default -> require(overwrites, SKIP_OVERWRITES, snapshot);
        }
    }

    private void require(boolean passes, String option, Snapshot snapshot) {
        if (!passes) {
            throw new ValidationException(
                    ("Cannot read table by its appends: %s has the snapshot %d, whose operation is"
                                    + " %s — read the table from a later snapshot, or pass over all"
                                    + " such snapshots by '%s' = 'true'")
                            .formatted(table, snapshot.snapshotId(), snapshot.operation(), option));
        }
    }
}
