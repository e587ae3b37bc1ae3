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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;

/**
 * Some files of a table, which stand for all when it is to be known about how much there is to
 * read.
 *
 * @param splits sections of these files
 * @param share how many of the partitions have been listed, from 0 to 1
 * @param isCut whether some partitions have more files, of which nothing is known
 */
record FileSample(List<HiveSplit> splits, double share, boolean isCut) {

    /** How many partitions are listed, and files looked into, at most. */
    static final int LIMIT = 16;

    FileSample {
        splits = List.copyOf(splits);
    }

    /**
     * Lists the first files of some partitions, as many as one call returns.
     *
     * @throws IOException when they cannot be listed
     */
    static FileSample of(HiveScan scan, List<MetastorePartition> partitions) throws IOException {
        List<PartitionListing.Page> pages =
                inParallel(
                        spread(partitions),
                        partition ->
                                new PartitionListing(
                                                scan,
                                                new PartitionFiles(partition, Map.of()),
                                                Long.MIN_VALUE,
                                                new AtomicLong())
                                        .next());
        return new FileSample(
                pages.stream().flatMap(page -> page.splits().stream()).toList(),
                partitions.isEmpty() ? 1 : (double) pages.size() / partitions.size(),
                pages.stream().anyMatch(page -> !page.isLast()));
    }

    /** No more than the limit, from all over the list. */
    static <T> List<T> spread(List<T> all) {
        int count = Math.min(LIMIT, all.size());
        return IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
                .toList();
    }

    /** Something that is done with a file system. */
    @FunctionalInterface
    interface Action<T, R> {
        R apply(T argument) throws IOException;
    }

    /** Does the same with each, all at the same time. */
    static <T, R> List<R> inParallel(List<T> arguments, Action<T, R> action) throws IOException {
        if (arguments.isEmpty()) {
            return List.of();
        }
        ExecutorService executor =
                Executors.newFixedThreadPool(
                        arguments.size(), new ExecutorThreadFactory("hive-file-sample"));
        try {
            List<CompletableFuture<R>> results =
                    arguments.stream()
                            .map(
                                    argument ->
                                            CompletableFuture.supplyAsync(
                                                    () -> unchecked(action, argument), executor))
                            .toList();
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw e;
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T, R> R unchecked(Action<T, R> action, T argument) {
        try {
            return action.apply(argument);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Whether these are all files. */
    boolean isWhole() {
        return share == 1 && !isCut;
    }

    /** About how many bytes there are to read; more if it is cut. */
    long bytes() {
        return (long) (splits.stream().mapToLong(HiveSplit::length).sum() / share);
    }

    /** How many tasks have enough to do, but not more than that; at least so many if it is cut. */
    int parallelism(int max) {
        double cost =
                splits.stream()
                        .mapToDouble(split -> split.length() + PendingSplits.OPEN_COST)
                        .sum();
        double tasks = Math.min(splits.size(), Math.ceil(cost / PendingSplits.TASK_COST)) / share;
        return (int) Math.max(1, Math.min(max, Math.ceil(tasks)));
    }
}
