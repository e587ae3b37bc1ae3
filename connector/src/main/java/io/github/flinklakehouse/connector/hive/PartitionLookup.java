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
package io.github.flinklakehouse.connector.hive;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreLoader;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/**
 * Finds out how the partitions of an insert are stored, when a writer is about to open a file: only
 * those are asked for, and all that wait are asked for in one call. When they are many, the names
 * of all partitions are listed once, so that new ones cost no further call.
 */
final class PartitionLookup {

    /** How many partitions are asked for before the names of all are. */
    private static final int ASKED_BY_NAME = 100;

    private final HiveInsert insert;
    private final MetastoreLoader metastore;
    private final Executor executor;
    private final Map<List<String>, CompletableFuture<MetastorePartition>> waiting =
            new LinkedHashMap<>();

    private int asked;
    @Nullable private Set<String> listedNames;

    /**
     * @param executor has one thread, which runs the calls
     */
    PartitionLookup(HiveInsert insert, MetastoreLoader metastore, Executor executor) {
        this.insert = requireNonNull(insert, "insert");
        this.metastore = requireNonNull(metastore, "metastore");
        this.executor = requireNonNull(executor, "executor");
    }

    /** The partition of these values: the existing one, or the one to create. */
    synchronized CompletableFuture<MetastorePartition> find(List<String> values) {
        CompletableFuture<MetastorePartition> answer =
                waiting.computeIfAbsent(values, key -> new CompletableFuture<>());
        executor.execute(this::answerAll);
        return answer;
    }

    private synchronized Map<List<String>, CompletableFuture<MetastorePartition>> takeWaiting() {
        Map<List<String>, CompletableFuture<MetastorePartition>> taken = Map.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private void answerAll() {
        Map<List<String>, CompletableFuture<MetastorePartition>> questions = takeWaiting();
        if (questions.isEmpty()) {
            return;
        }
        try {
            Map<List<String>, MetastorePartition> existing = existing(questions.keySet());
            questions.forEach(
                    (values, answer) -> {
                        MetastorePartition partition = existing.get(values);
                        answer.complete(partition == null ? insert.partition(values) : partition);
                    });
        } catch (RuntimeException e) {
            questions.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }

    private Map<List<String>, MetastorePartition> existing(Collection<List<String>> written) {
        MetastoreTable table = insert.schema().table();
        List<String> names =
                written.stream()
                        .map(values -> PartitionPath.name(table.partitionKeyNames(), values))
                        .toList();
        asked += names.size();
        // A stream goes on for longer than a list stays true.
        boolean byName =
                asked <= ASKED_BY_NAME || insert.commit() == HiveInsert.Commit.AT_CHECKPOINTS;
        return byName
                ? existing(metastore.load(), table, names)
                : existing(
                        metastore.load(),
                        table,
                        names.stream().filter(listedNames()::contains).toList());
    }

    private Set<String> listedNames() {
        if (listedNames == null) {
            MetastoreTable table = insert.schema().table();
            List<String> pattern = new ArrayList<>(insert.staticPartition());
            while (pattern.size() < table.partitionKeys().size()) {
                pattern.add(""); // any value
            }
            listedNames =
                    Set.copyOf(
                            metastore
                                    .load()
                                    .partitionNames(table.database(), table.name(), pattern));
        }
        return listedNames;
    }

    /** Those of these partitions that exist. */
    static Map<List<String>, MetastorePartition> existing(
            Metastore metastore, MetastoreTable table, List<String> names) {
        return names.isEmpty()
                ? Map.of()
                : metastore.partitionsByNames(table.database(), table.name(), names).stream()
                        .collect(Collectors.toMap(MetastorePartition::values, Function.identity()));
    }
}
