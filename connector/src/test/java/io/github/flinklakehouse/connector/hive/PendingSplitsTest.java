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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** What a reader gets, and what a checkpoint keeps. */
class PendingSplitsTest {
    private static final long MEBIBYTE = 1L << 20;

    private static final MetastorePartition PARTITION =
            new MetastorePartition(
                    List.of("1"),
                    HiveTestLake.columns("id:int"),
                    HiveStorageFormat.PARQUET.storage("/t/p=1"),
                    Map.of());

    private final PendingSplits pending = new PendingSplits();

    private static HiveSplit split(long id, long length, String... hosts) {
        return new HiveSplit(
                new FileSourceSplit(
                        Long.toString(id), new Path("/t/p=1/" + id), 0, length, 5, length, hosts),
                PARTITION);
    }

    private void add(int count, long length) {
        pending.add(LongStream.range(0, count).mapToObj(id -> split(id, length)).toList());
    }

    private List<String> next(String host, int readers) {
        return pending.next(host, readers).stream().map(HiveSplit::splitId).toList();
    }

    @Test
    void manySmallFilesAreHandedOutTogether() {
        add(1000, 1000);
        assertThat(next(null, 2)).hasSize(32);
    }

    @Test
    void largeSectionsAreHandedOutOneByOne() {
        add(1000, 128 * MEBIBYTE);
        assertThat(next(null, 2)).containsExactly("0");
        assertThat(pending.bytes()).isEqualTo(999 * 128 * MEBIBYTE);
    }

    @Test
    void fewSmallFilesAreSharedByAllReaders() {
        add(8, 1000);
        assertThat(next(null, 4)).containsExactly("0");
        assertThat(next(null, 1)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void splitsNearTheReaderComeFirst() {
        pending.add(
                List.of(
                        split(0, MEBIBYTE, "a.example.org"),
                        split(1, MEBIBYTE, "a.example.org", "B.example.org")));
        assertThat(next("b", 2)).containsExactly("1");
        assertThat(next("b", 2)).containsExactly("0");
    }

    @Test
    void unreadSplitsComeFirstAgain() {
        add(2, MEBIBYTE);
        List<HiveSplit> taken = pending.next(null, 1);
        pending.addBack(taken);
        assertThat(pending.all()).extracting(HiveSplit::splitId).containsExactly("0", "1");
        assertThat(pending.bytes()).isEqualTo(2 * MEBIBYTE);
    }

    @Test
    void theStateComesBackFromACheckpoint() throws Exception {
        add(3, MEBIBYTE);
        MetastorePartition other =
                new MetastorePartition(
                        List.of("2"), PARTITION.columns(), PARTITION.storage(), Map.of("a", "b"));
        Map<String, FileVersion> seen = Map.of("/t/p=2/ä", new FileVersion(7, 8));
        HiveSourceState state =
                new HiveSourceState(
                        17,
                        pending.all(),
                        List.of(
                                new PartitionFiles(PARTITION, Map.of()),
                                new PartitionFiles(other, seen)));
        SimpleVersionedSerializer<HiveSourceState> serializer = new HiveSourceStateSerializer();

        HiveSourceState restored =
                serializer.deserialize(serializer.getVersion(), serializer.serialize(state));

        assertThat(restored.nextSplit()).isEqualTo(17);
        assertThat(restored.pending()).usingRecursiveComparison().isEqualTo(state.pending());
        assertThat(restored.partitions()).isEqualTo(state.partitions());
    }
}
