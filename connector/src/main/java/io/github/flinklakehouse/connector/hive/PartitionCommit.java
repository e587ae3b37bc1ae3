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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * What a commit does with one partition, or with a table without partition keys.
 *
 * @param partition as it is before
 * @param written what is added
 * @param before what is there before, and stays; null for what the parameters say
 */
record PartitionCommit(
        MetastorePartition partition,
        CommitJournal.Target target,
        FileMoves moves,
        BasicStatistics written,
        @Nullable BasicStatistics before) {
    PartitionCommit {
        requireNonNull(partition, "partition");
        requireNonNull(target, "target");
        requireNonNull(moves, "moves");
        requireNonNull(written, "written");
    }

    CommitJournal.Entry entry() {
        return new CommitJournal.Entry(partition.values(), target, moves);
    }

    /** What is there afterwards, if it is known what was there before. */
    Optional<BasicStatistics> statistics(Map<String, String> parametersBefore) {
        return Optional.ofNullable(before)
                .or(() -> BasicStatistics.in(parametersBefore))
                .map(known -> known.plus(written));
    }

    /** The parameters of the table or partition afterwards. */
    Map<String, String> parameters(Map<String, String> parametersBefore) {
        return statistics(parametersBefore)
                .map(known -> known.addedTo(parametersBefore))
                .orElseGet(() -> BasicStatistics.withoutMarked(parametersBefore));
    }
}
