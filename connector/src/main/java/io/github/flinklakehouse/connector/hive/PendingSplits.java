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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.NetUtils;

/** Splits that wait for a reader, in the order in which they were found. */
final class PendingSplits {

    /** Opening a file takes as long as reading this many bytes. */
    static final long OPEN_COST = 4L << 20;

    /** How much is worth a task of its own: a few small files. */
    static final long TASK_COST = 4 * OPEN_COST;

    /** What a reader gets at most: one section of a large file, or so many small files. */
    private static final long MAX_COST = PartitionListing.SECTION_SIZE;

    /** How many splits are looked at to find one that is near. */
    private static final int LOCALITY_WINDOW = 1000;

    private final Deque<HiveSplit> splits = new ArrayDeque<>();
    private long bytes;

    int size() {
        return splits.size();
    }

    /** How much there is to read. */
    long bytes() {
        return bytes;
    }

    List<HiveSplit> all() {
        return List.copyOf(splits);
    }

    void add(Collection<HiveSplit> found) {
        found.forEach(
                split -> {
                    splits.addLast(split);
                    bytes += split.length();
                });
    }

    /** Removes those of a file that was replaced before it was read. */
    void removeFile(Path file) {
        removeIf(split -> split.path().equals(file));
    }

    /** Removes those of other partitions. */
    void retain(Predicate<MetastorePartition> isWanted) {
        removeIf(split -> !isWanted.test(split.partition()));
    }

    private void removeIf(Predicate<HiveSplit> isUnwanted) {
        splits.removeIf(
                split -> {
                    boolean isRemoved = isUnwanted.test(split);
                    bytes -= isRemoved ? split.length() : 0;
                    return isRemoved;
                });
    }

    /** Adds those that a reader did not finish; they come first again. */
    void addBack(List<HiveSplit> unread) {
        for (int i = unread.size() - 1; i >= 0; i--) {
            splits.addFirst(unread.get(i));
            bytes += unread.get(i).length();
        }
    }

    /**
     * The next splits for one reader: as much as is worth asking for, but no more than a part of
     * its share, so that all readers end at about the same time.
     *
     * @param host of the reader, whose own splits come first; null takes them in order
     * @param readers that share what there is
     */
    List<HiveSplit> next(@Nullable String host, int readers) {
        long share = (bytes + splits.size() * OPEN_COST) / (2L * readers);
        long wanted = Math.min(share, MAX_COST);
        List<HiveSplit> next = new ArrayList<>();
        long cost = 0;
        do {
            HiveSplit split = take(host);
            next.add(split);
            bytes -= split.length();
            cost += split.length() + OPEN_COST;
        } while (cost < wanted && !splits.isEmpty());
        return next;
    }

    private HiveSplit take(@Nullable String host) {
        if (host != null) {
            String name = normalize(host);
            Iterator<HiveSplit> iterator = splits.iterator();
            for (int i = 0; i < LOCALITY_WINDOW && iterator.hasNext(); i++) {
                HiveSplit split = iterator.next();
                if (isOn(split, name)) {
                    iterator.remove();
                    return split;
                }
            }
        }
        return splits.removeFirst();
    }

    private static boolean isOn(HiveSplit split, String host) {
        for (String each : split.hostnames()) {
            if (normalize(each).equals(host)) {
                return true;
            }
        }
        return false;
    }

    /** File systems and task managers know the same machine by its short and by its full name. */
    private static String normalize(String host) {
        return NetUtils.getHostnameFromFQDN(host).toLowerCase(Locale.ROOT);
    }
}
