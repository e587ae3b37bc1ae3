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
import java.util.Optional;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * The record that this thread read last. Flink's planner asks for a table, then at once for its
 * statistics and those of its columns, each in a call of its own: the record has the answers, or
 * says that there are none.
 */
final class RecentRecord {
    /** Asks for all three, one after the other. */
    private static final String PLANNER_CLASS = "DatabaseCalciteSchema";

    private final ThreadLocal<Optional<Reading>> last = ThreadLocal.withInitial(Optional::empty);

    private record Reading(ObjectPath path, MetastoreTable table) {}

    void put(ObjectPath path, MetastoreTable table) {
        last.set(Optional.of(new Reading(path, table)));
    }

    /** The record of this table, when it was the last, and it is the planner that asks. */
    Optional<MetastoreTable> get(ObjectPath path) {
        return last.get()
                .filter(
                        reading ->
                                reading.path().equals(path)
                                        && PlannerStack.isAskedBy(PLANNER_CLASS))
                .map(Reading::table);
    }

    /** The record of this table, when it was the last; the next one who asks gets none. */
    Optional<MetastoreTable> take(ObjectPath path) {
        Optional<MetastoreTable> table =
                last.get().filter(reading -> reading.path().equals(path)).map(Reading::table);
        last.remove();
        return table;
    }

    /** Forgets it. */
    void remove() {
        last.remove();
    }
}
