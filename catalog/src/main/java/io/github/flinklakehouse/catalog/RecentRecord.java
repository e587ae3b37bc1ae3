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
package io.github.flinklakehouse.catalog;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * The record that this thread read last. Flink asks for a table, then at once for its statistics
 * and those of its columns, each in a call of its own: the record has the answers, or says that
 * there are none.
 */
final class RecentRecord {
    /** For statistics; whoever calls the catalog by himself may wait longer, and gets new ones. */
    private static final Duration VALID = Duration.ofSeconds(1);

    private final ThreadLocal<Optional<Reading>> last = ThreadLocal.withInitial(Optional::empty);

    private record Reading(ObjectPath path, MetastoreTable table, long nanoTime) {}

    void put(ObjectPath path, MetastoreTable table) {
        last.set(Optional.of(new Reading(path, table, System.nanoTime())));
    }

    /** The record of this table, when it was the last that was read, just now. */
    Optional<MetastoreTable> get(ObjectPath path) {
        return last.get()
                .filter(reading -> reading.path().equals(path))
                .filter(reading -> System.nanoTime() - reading.nanoTime() < VALID.toNanos())
                .map(Reading::table);
    }

    /** The table may have changed. */
    void forget() {
        last.remove();
    }
}
