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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ObjectPath;

/**
 * Which time a query means by the name of a table. Flink's planner validates {@code t FOR
 * SYSTEM_TIME AS OF … alias} against the past, and then asks for the present to plan its scan; so
 * does the text of each view over a past, in which Flink writes an alias. When a query names one
 * time of a table only, it is given that time.
 */
// Remove when SqlToRelConverter of Flink converts snapshots with an alias.
final class TimeTravel {
    private final ThreadLocal<List<Query>> nested = ThreadLocal.withInitial(ArrayList::new);

    /** What is known of one query that is being planned. */
    private static final class Query {
        /** The times of each table that are named in it; empty for the present. */
        private final Map<ObjectPath, List<Optional<PastTable>>> times = new HashMap<>();

        private boolean converting;
    }

    /** A query names the past of a table. */
    void loaded(ObjectPath table, PastTable past) {
        note(table, Optional.of(past));
    }

    /**
     * The past of a table that a query means, although Flink asks for the present.
     *
     * @throws ValidationException when the query also names another time
     */
    Optional<PastTable> meant(ObjectPath table) {
        List<Optional<PastTable>> times = note(table, Optional.empty());
        List<PastTable> pasts = times.stream().flatMap(Optional::stream).toList();
        if (pasts.isEmpty()) {
            return Optional.empty();
        }
        PastTable past = pasts.get(0);
        if (pasts.size() < times.size()
                || pasts.stream().anyMatch(other -> !other.snapshot().equals(past.snapshot()))) {
            nested.remove();
            throw Refusal.of(
                            "read the past of table",
                            table.getFullName(),
                            "stands in one query at two times, of which Flink's planner would take"
                                    + " one for the other")
                    .instead("name the past as `" + past.snapshot().getObjectName() + "` instead");
        }
        return Optional.of(past);
    }

    /** The times of the table that the query names, when it is being converted. */
    private List<Optional<PastTable>> note(ObjectPath table, Optional<PastTable> time) {
        PlannerStep planner = PlannerStep.current();
        if (planner.step() == PlannerStep.Step.NONE) {
            return List.of();
        }
        boolean converting = planner.step() == PlannerStep.Step.CONVERSION;
        Query query = query((int) planner.depth(), converting);
        if (converting) {
            query.converting = true;
            return query.times.getOrDefault(table, List.of());
        }
        query.times.computeIfAbsent(table, t -> new ArrayList<>()).add(time);
        return List.of();
    }

    /** The query at this depth, without those that lay deeper; a new one is validated first. */
    private Query query(int depth, boolean converting) {
        List<Query> queries = nested.get();
        while (queries.size() > depth + 1) {
            queries.remove(queries.size() - 1);
        }
        while (queries.size() <= depth) {
            queries.add(new Query());
        }
        if (queries.get(depth).converting && !converting) {
            queries.set(depth, new Query());
        }
        return queries.get(depth);
    }
}
