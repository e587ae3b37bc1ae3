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
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Lists partitions side by side, a page of each at a time, and no faster than splits are handed
 * out. All methods are called in one thread; only pages are fetched in others.
 */
final class FileDiscovery {

    /** Pages that are fetched at the same time. */
    static final int PARALLELISM = 16;

    /** Splits that may wait, so that large tables need no more memory than small ones. */
    static final int MAX_PENDING = 10_000;

    /** In which order splits are found. */
    enum Order {
        /** As they come. */
        ANY,
        /** Those of a partition after all of the partitions before it. */
        BY_PARTITION
    }

    /** Who wants to know what was found. */
    interface Listener {
        /** There are splits that were not there before. */
        void found();

        /**
         * All files of a partition are found.
         *
         * @param listing which found them
         */
        void listed(PartitionFiles files, PartitionListing listing);
    }

    private final Order order;
    private final PendingSplits pending;
    private final Function<PartitionFiles, PartitionListing> listings;
    private final Executor fetchers;
    private final Executor coordinator;
    private final Listener listener;

    private final Deque<PartitionFiles> unopened = new ArrayDeque<>();
    private final List<Listed> open = new ArrayList<>();
    private int fetching;
    private int held;

    /**
     * @param pending gets the splits that are found
     * @param listings makes the listing of a partition
     * @param fetchers where pages are fetched
     * @param coordinator runs what it gets in the thread that calls this object
     */
    FileDiscovery(
            Order order,
            PendingSplits pending,
            Function<PartitionFiles, PartitionListing> listings,
            Executor fetchers,
            Executor coordinator,
            Listener listener) {
        this.order = requireNonNull(order, "order");
        this.pending = requireNonNull(pending, "pending");
        this.listings = requireNonNull(listings, "listings");
        this.fetchers = requireNonNull(fetchers, "fetchers");
        this.coordinator = requireNonNull(coordinator, "coordinator");
        this.listener = requireNonNull(listener, "listener");
    }

    /** Lists these partitions, too. */
    void start(Collection<PartitionFiles> partitions) {
        unopened.addAll(partitions);
        advance();
    }

    /** Forgets the other partitions, unless they are being listed, and their splits. */
    void retain(Predicate<MetastorePartition> isWanted) {
        unopened.removeIf(files -> !isWanted.test(files.partition()));
        pending.retain(isWanted);
    }

    /** Whether there is nothing more to list. */
    boolean isDone() {
        return unopened.isEmpty() && open.isEmpty();
    }

    /** Fetches more pages, if there is room for what is in them. */
    void advance() {
        for (Listed partition : open) {
            if (partition.fetch == null && !partition.isFetched && hasRoomFor(partition)) {
                fetch(partition);
            }
        }
        while (!unopened.isEmpty() && hasRoom()) {
            PartitionFiles files = unopened.removeFirst();
            Listed partition = new Listed(files, listings.apply(files));
            open.add(partition);
            fetch(partition);
        }
    }

    private boolean hasRoom() {
        return fetching < PARALLELISM && pending.size() + held < MAX_PENDING;
    }

    /** What is held back waits for the first partition, which must go on. */
    private boolean hasRoomFor(Listed partition) {
        return hasRoom() || (pending.size() == 0 && partition == open.get(0));
    }

    private void fetch(Listed partition) {
        fetching++;
        partition.fetch =
                CompletableFuture.supplyAsync(partition::fetch, fetchers)
                        .whenComplete(
                                (page, failure) ->
                                        coordinator.execute(
                                                () -> fetched(partition, page, failure)));
    }

    private void fetched(Listed partition, PartitionListing.Page page, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw new FlinkRuntimeException(cause.getMessage(), cause);
        }
        partition.fetch = null;
        partition.isFetched = page.isLast();
        partition.pages.add(page);
        fetching--;
        held += page.splits().size();
        release();
        listener.found();
        advance();
    }

    /** Lets go what need not be held back for the sake of the order. */
    private void release() {
        Iterator<Listed> iterator = open.iterator();
        boolean isNext = true;
        while (isNext && iterator.hasNext()) {
            Listed partition = iterator.next();
            partition.pages.forEach(page -> release(partition.files, page));
            partition.pages.clear();
            if (partition.isFetched) {
                iterator.remove();
                listener.listed(partition.files, partition.listing);
            } else {
                isNext = order == Order.ANY;
            }
        }
    }

    private void release(PartitionFiles files, PartitionListing.Page page) {
        held -= page.splits().size();
        page.files()
                .forEach(
                        (path, version) -> {
                            if (files.seen().put(path, version) != null) {
                                pending.removeFile(new Path(path));
                            }
                        });
        pending.add(page.splits());
    }

    /** A partition, some pages of which are fetched. */
    private static final class Listed {
        private final PartitionFiles files;
        private final PartitionListing listing;
        private final List<PartitionListing.Page> pages = new ArrayList<>();
        @Nullable private CompletableFuture<PartitionListing.Page> fetch;
        private boolean isFetched;

        Listed(PartitionFiles files, PartitionListing listing) {
            this.files = files;
            this.listing = listing;
        }

        PartitionListing.Page fetch() {
            try {
                return listing.next();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }
    }
}
