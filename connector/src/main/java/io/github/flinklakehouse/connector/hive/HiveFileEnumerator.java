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

import io.github.flinklakehouse.connector.hive.format.HiveFileFormat;
import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Lists the files of partitions, and cuts those that can be read in parts. */
final class HiveFileEnumerator implements FileEnumerator {

    /** A section holds about as much as a block of HDFS, the least that is worth a task. */
    private static final long SECTION_SIZE = 128L << 20;

    private final HiveScan scan;
    private final List<MetastorePartition> partitions;
    private final Configuration configuration;

    HiveFileEnumerator(HiveScan scan, List<MetastorePartition> partitions) {
        this.scan = requireNonNull(scan, "scan");
        this.partitions = List.copyOf(partitions);
        this.configuration = scan.configuration();
    }

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] ignored, int minDesiredSplits)
            throws IOException {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (MetastorePartition partition : partitions) {
            HiveFileFormat format =
                    HiveFileFormats.require(
                            "read", scan.schema().describe(partition), partition.storage());
            for (FileStatus file : files(partition)) {
                boolean splittable =
                        format.isSplittable(scan.layout(partition), file.getPath(), configuration);
                addSplits(splits, partition, file, splittable ? SECTION_SIZE : Long.MAX_VALUE);
            }
        }
        return splits;
    }

    private List<FileStatus> files(MetastorePartition partition) throws IOException {
        org.apache.hadoop.fs.Path directory =
                new org.apache.hadoop.fs.Path(partition.storage().location());
        FileSystem fileSystem = HiveFiles.fileSystem(directory, configuration);
        FileStatus[] listed;
        try {
            listed = fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return absent(partition, e);
        }
        List<FileStatus> files = new ArrayList<>();
        addFiles(fileSystem, listed, files);
        return files;
    }

    /** Also those of directories, which Hive makes for the parts of a UNION ALL. */
    private static void addFiles(FileSystem fileSystem, FileStatus[] listed, List<FileStatus> files)
            throws IOException {
        Arrays.sort(listed);
        for (FileStatus status : listed) {
            if (HiveFiles.isHidden(status.getPath())) {
                continue;
            }
            if (status.isDirectory()) {
                addFiles(fileSystem, fileSystem.listStatus(status.getPath()), files);
            } else if (status.getLen() > 0) {
                files.add(status);
            }
        }
    }

    private List<FileStatus> absent(MetastorePartition partition, FileNotFoundException cause)
            throws IOException {
        // A table whose directory is made by its first INSERT has no rows; a partition had some.
        if (partition.values().isEmpty() || scan.ignoresAbsentPartitions()) {
            return List.of();
        }
        throw new IOException(
                "Cannot read %s has no directory %s — drop the partition, or set '%s' to 'true'"
                        .formatted(
                                scan.schema().describe(partition),
                                partition.storage().location(),
                                HiveOptions.IGNORE_ABSENT_PARTITIONS.key()),
                cause);
    }

    private void addSplits(
            List<FileSourceSplit> splits, MetastorePartition partition, FileStatus file, long size)
            throws IOException {
        long length = file.getLen();
        long offset = 0;
        while (offset < length) {
            // The last section takes what is too little for one of its own.
            long left = length - offset;
            long section = left < size + size / 10 || size == Long.MAX_VALUE ? left : size;
            splits.add(
                    new HiveSplit(
                            new FileSourceSplit(
                                    Integer.toString(splits.size()),
                                    new Path(file.getPath().toUri()),
                                    offset,
                                    section,
                                    file.getModificationTime(),
                                    length,
                                    hosts(file, offset)),
                            partition));
            offset += section;
        }
    }

    private String[] hosts(FileStatus file, long offset) throws IOException {
        BlockLocation[] blocks =
                HiveFiles.fileSystem(file.getPath(), configuration)
                        .getFileBlockLocations(file, offset, 1);
        return blocks.length == 0 ? new String[0] : blocks[0].getHosts();
    }

    /** Makes enumerators on the JobManager. */
    record Provider(HiveScan scan, List<MetastorePartition> partitions)
            implements FileEnumerator.Provider {
        Provider {
            requireNonNull(scan, "scan");
            partitions = List.copyOf(partitions);
        }

        @Override
        public FileEnumerator create() {
            return new HiveFileEnumerator(scan, partitions);
        }
    }
}
