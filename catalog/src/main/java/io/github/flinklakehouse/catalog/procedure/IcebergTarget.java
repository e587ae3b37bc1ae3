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
package io.github.flinklakehouse.catalog.procedure;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.catalog.Refusal;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.types.Row;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.util.PropertyUtil;

/**
 * An Iceberg table that a procedure works on.
 *
 * @param what the procedure does with it; goes on behind "Cannot"
 * @param record the metastore's
 * @param table loaded, and can be changed
 */
record IcebergTarget(String what, MetastoreTable record, Table table) {

    IcebergTarget {
        requireNonNull(what, "what");
        requireNonNull(record, "record");
        requireNonNull(table, "table");
    }

    Refusal refuse(String why) {
        return Refusal.of(what, record, why);
    }

    /** The snapshot of this id; refuses when the table has none. */
    Snapshot snapshot(long id) {
        Snapshot snapshot = table.snapshot(id);
        if (snapshot == null) {
            throw refuse("has no snapshot " + id)
                    .instead("query `" + record.name() + "$snapshots` for those that it has");
        }
        return snapshot;
    }

    /** The id of the current snapshot, or empty when the table never had rows. */
    Optional<Long> currentSnapshotId() {
        return Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
    }

    /** The ids of all snapshots. */
    Set<Long> snapshotIds() {
        Set<Long> ids = new HashSet<>();
        table.snapshots().forEach(snapshot -> ids.add(snapshot.snapshotId()));
        return ids;
    }

    /** The branch of this name; refuses when the table has none. */
    SnapshotRef branch(String name) {
        return reference(name).filter(SnapshotRef::isBranch).orElseThrow(() -> no("branch", name));
    }

    /** The tag of this name; refuses when the table has none. */
    SnapshotRef tag(String name) {
        return reference(name).filter(SnapshotRef::isTag).orElseThrow(() -> no("tag", name));
    }

    /** The branch or tag of this name, or empty. */
    Optional<SnapshotRef> reference(String name) {
        return Optional.ofNullable(table.refs().get(name));
    }

    Refusal no(String kind, String name) {
        return refuse("has no " + kind + " '" + name + "'")
                .instead("query `" + record.name() + "$refs` for those that it has");
    }

    /** Refuses when other tables may need the files of this one. */
    void requireOwnFiles() {
        if (!PropertyUtil.propertyAsBoolean(
                table.properties(),
                TableProperties.GC_ENABLED,
                TableProperties.GC_ENABLED_DEFAULT)) {
            throw refuse("has 'gc.enabled' = 'false', since other tables may need its files")
                    .instead("set it to 'true' if none does");
        }
    }

    /** Does something that Iceberg may find impossible, and says then why. */
    void commit(Runnable change) {
        try {
            change.run();
        } catch (CommitFailedException e) {
            throw new ValidationException(
                    sentence("was changed by other writers at the same time")
                            + " — call the procedure again",
                    e);
        } catch (IllegalArgumentException | org.apache.iceberg.exceptions.ValidationException e) {
            throw new ValidationException(sentence("is not fit for it: " + e.getMessage()), e);
        }
    }

    /** Makes another snapshot the current one; the row says which one was and which one is. */
    Row[] move(Runnable change) {
        Long previous = currentSnapshotId().orElse(null);
        commit(change);
        table.refresh();
        return new Row[] {Row.of(previous, currentSnapshotId().orElse(null))};
    }

    /** Applies the changes of a snapshot; the row says of which one, and which one came of it. */
    Row[] pick(Snapshot source) {
        commit(() -> table.manageSnapshots().cherrypick(source.snapshotId()).commit());
        table.refresh();
        return new Row[] {Row.of(source.snapshotId(), currentSnapshotId().orElse(null))};
    }

    private String sentence(String why) {
        return "Cannot " + what + ": " + record.fullName() + " " + why;
    }
}
