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

import io.github.flinklakehouse.connector.hive.format.FileLayout;
import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.Path;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists the files of one partition, page by page, and cuts those that can be read in parts. It is
 * used by one thread at a time.
 */
final class PartitionListing {

    /** A section holds about as much as a block of HDFS, the least that is worth a task. */
    static final long SECTION_SIZE = 128L << 20;

    /** Files of one page, about as many as file systems return in one call. */
    static final int PAGE_SIZE = 1000;

    private final HiveScan scan;
    private final PartitionFiles files;
    private final long since;
    private final AtomicLong nextSplit;

    /** Directories that are being listed, the deepest first; null before the first page. */
    private Deque<Directory> directories;

    private final Set<String> found = new HashSet<>();

    /**
     * @param files those that were seen are not found again
     * @param since modification time of the oldest files that are found
     * @param nextSplit number of the next split, shared by all partitions
     */
    PartitionListing(HiveScan scan, PartitionFiles files, long since, AtomicLong nextSplit) {
        this.scan = requireNonNull(scan, "scan");
        this.files = requireNonNull(files, "files");
        this.since = since;
        this.nextSplit = requireNonNull(nextSplit, "nextSplit");
    }

    /**
     * A part of what was found.
     *
     * @param files that were not seen before
     * @param splits of these files
     * @param isLast whether there are no more pages
     */
    record Page(Map<String, FileVersion> files, List<HiveSplit> splits, boolean isLast) {}

    /** What the files of a directory are. */
    private enum Kind {
        /** Rows. */
        DATA,
        /** Names of other files. */
        LISTS
    }

    /** A directory that is being listed, or a file that a list names. */
    private record Directory(
            Kind kind,
            org.apache.hadoop.fs.Path path,
            RemoteIterator<? extends FileStatus> files) {}

    /** All files that were found up to now, also those that were seen before. */
    Set<String> found() {
        return found;
    }

    /** The next page, which can be empty. */
    Page next() throws IOException {
        List<FileStatus> listed = list();
        boolean isLast = directories.isEmpty();
        Map<String, FileVersion> versions = new HashMap<>();
        listed.removeIf(file -> !isNew(file, versions));
        listed.sort(
                Comparator.comparingLong(FileStatus::getModificationTime)
                        .thenComparing(FileStatus::getPath));
        return new Page(versions, cut(listed), isLast);
    }

    private boolean isNew(FileStatus file, Map<String, FileVersion> versions) {
        if (file.getModificationTime() < since) {
            return false;
        }
        String path = file.getPath().toString();
        FileVersion version = FileVersion.of(file);
        found.add(path);
        return !version.equals(files.seen().get(path)) && versions.put(path, version) == null;
    }

    private List<FileStatus> list() throws IOException {
        if (directories == null) {
            openPartition();
        }
        List<FileStatus> page = new ArrayList<>();
        while (page.size() < PAGE_SIZE && !directories.isEmpty()) {
            Directory directory = directories.getFirst();
            if (directory.files().hasNext()) {
                add(directory, directory.files().next(), page);
            } else {
                directories.removeFirst();
            }
        }
        return page;
    }

    private void openPartition() throws IOException {
        directories = new ArrayDeque<>();
        TableStorage storage = files.partition().storage();
        try {
            Kind kind = Symlinks.areIn(storage) ? Kind.LISTS : Kind.DATA;
            open(new org.apache.hadoop.fs.Path(storage.location()), kind);
            directories.getFirst().files().hasNext(); // some file systems only look now
        } catch (FileNotFoundException e) {
            directories.clear();
            absent(e);
        }
    }

    private void open(org.apache.hadoop.fs.Path path, Kind kind) throws IOException {
        FileSystem fileSystem = HiveFiles.fileSystem(path, scan.configuration());
        directories.addFirst(
                new Directory(
                        kind, fileSystem.makeQualified(path), HiveFiles.list(path, fileSystem)));
    }

    private void add(Directory directory, FileStatus file, List<FileStatus> page)
            throws IOException {
        boolean isNamed = file.getPath().equals(directory.path());
        if ((HiveFiles.isHidden(file.getPath()) || isUnfinished(file)) && !isNamed) {
            return;
        }
        if (file.isDirectory()) {
            openSubdirectory(directory, file.getPath());
        } else if (file.getLen() > 0 && directory.kind() == Kind.LISTS) {
            openTargets(file.getPath());
        } else if (file.getLen() > 0) {
            page.add(file);
        }
    }

    /** Hadoop's copy command gives a file its name when it is complete. */
    private static boolean isUnfinished(FileStatus file) {
        return file.getPath().getName().endsWith("._COPYING_");
    }

    private void openSubdirectory(Directory parent, org.apache.hadoop.fs.Path path)
            throws IOException {
        if (!Subdirectories.isUnion(path)
                && !Subdirectories.areRead(
                        scan.schema().table().parameters(), scan.configuration())) {
            throw new IOException(
                    "Cannot read %s has the directory %s among its files — move it away, or set '%s' to 'true' to read what is in it"
                            .formatted(
                                    scan.schema().describe(files.partition()),
                                    path,
                                    Subdirectories.PROPERTY));
        }
        open(path, parent.kind());
    }

    private void openTargets(org.apache.hadoop.fs.Path list) throws IOException {
        for (org.apache.hadoop.fs.Path target : Symlinks.read(list, scan.configuration())) {
            try {
                open(target, Kind.DATA);
            } catch (FileNotFoundException e) {
                throw new IOException(
                        "Cannot read %s has a list %s that names %s, which does not exist — correct the list"
                                .formatted(scan.schema().describe(files.partition()), list, target),
                        e);
            }
        }
    }

    private void absent(FileNotFoundException cause) throws IOException {
        MetastorePartition partition = files.partition();
        // A table whose directory is made by its first INSERT has no rows; a partition had some.
        if (!partition.values().isEmpty() && !scan.ignoresAbsentPartitions()) {
            throw new IOException(
                    "Cannot read %s has no directory %s — drop the partition, or set '%s' to 'true'"
                            .formatted(
                                    scan.schema().describe(partition),
                                    partition.storage().location(),
                                    HiveOptions.IGNORE_ABSENT_PARTITIONS.key()),
                    cause);
        }
    }

    private List<HiveSplit> cut(List<FileStatus> listed) throws IOException {
        MetastorePartition partition = files.partition();
        HiveFileFormat format =
                HiveFileFormats.require(
                        "read", scan.schema().describe(partition), partition.storage());
        FileLayout layout = scan.layout(partition);
        List<HiveSplit> splits = new ArrayList<>(listed.size());
        for (FileStatus file : listed) {
            boolean splittable = format.isSplittable(layout, file.getPath(), scan.configuration());
            cut(file, splittable ? sectionSize(file) : file.getLen(), splits);
        }
        return splits;
    }

    /** Writers make row groups and stripes as large as a block, so that each is in one section. */
    private static long sectionSize(FileStatus file) {
        return Math.max(SECTION_SIZE, file.getBlockSize());
    }

    private void cut(FileStatus file, long size, List<HiveSplit> splits) {
        long length = file.getLen();
        long offset = 0;
        while (offset < length) {
            // The last section takes what is too little for one of its own.
            long left = length - offset;
            long section = left <= size + size / 10 ? left : size;
            splits.add(
                    new HiveSplit(
                            new FileSourceSplit(
                                    Long.toString(nextSplit.getAndIncrement()),
                                    new Path(file.getPath().toUri()),
                                    offset,
                                    section,
                                    file.getModificationTime(),
                                    length,
                                    hosts(file, offset)),
                            files.partition()));
            offset += section;
        }
    }

    private static String[] hosts(FileStatus file, long offset) {
        BlockLocation[] blocks =
                file instanceof LocatedFileStatus located ? located.getBlockLocations() : null;
        try {
            for (int i = 0; blocks != null && i < blocks.length; i++) {
                BlockLocation block = blocks[i];
                if (offset < block.getOffset() + block.getLength()) {
                    return block.getHosts();
                }
            }
            return new String[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
