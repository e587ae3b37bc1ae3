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
package io.github.flinklakehouse.connector.iceberg;

import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.SCHEMA;
import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.properties;
import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.row;
import static io.github.flinklakehouse.connector.iceberg.KeyedTableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Changes;
import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Reach;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes by key, compared with a plain map. */
class KeyedRowWriterTest {
    private static final int CHECKPOINTS = 6;
    private static final int KEYS = 9;

    @TempDir private Path folder;

    private enum Layout {
        UNPARTITIONED,
        KEY,
        BUCKETS_OF_KEY,
        OTHER_COLUMN,
        BUCKETS_OF_OTHER,
        DAY,
        TRUNCATED_AND_KEY;

        PartitionSpec spec() {
            PartitionSpec.Builder spec = PartitionSpec.builderFor(SCHEMA);
            return switch (this) {
                case UNPARTITIONED -> spec.build();
                case KEY -> spec.identity("part").build();
                case BUCKETS_OF_KEY -> spec.bucket("id", 4).build();
                case OTHER_COLUMN -> spec.identity("city").build();
                case BUCKETS_OF_OTHER -> spec.bucket("city", 3).build();
                case DAY -> spec.day("ts").build();
                case TRUNCATED_AND_KEY -> spec.truncate("city", 1).bucket("id", 2).build();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void replacesRowsWhereverTheyAre(Layout layout) {
        for (int version : new int[] {2, 3}) {
            Changelog changelog = new Changelog(version, Changes.REPLACE);
            KeyedTableFixture fixture =
                    new KeyedTableFixture(
                            folder.resolve("v" + version),
                            layout.spec(),
                            properties(version, "parquet"));
            changelog.run(fixture, fixture.job(Changes.REPLACE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void retractsRowsWhereTheyWere(Layout layout) {
        for (int version : new int[] {2, 3}) {
            Changelog changelog = new Changelog(10 + version, Changes.TRUST);
            KeyedTableFixture fixture =
                    new KeyedTableFixture(
                            folder.resolve("v" + version),
                            layout.spec(),
                            properties(version, "parquet"));
            changelog.run(fixture, fixture.job(Changes.TRUST));
        }
    }

    @ParameterizedTest
    @CsvSource({"orc", "avro"})
    void writesOtherFileFormats(String format) {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, Layout.OTHER_COLUMN.spec(), properties(2, format));
        new Changelog(20, Changes.REPLACE).run(fixture, fixture.job(Changes.REPLACE));
    }

    @ParameterizedTest
    @EnumSource
    void reachesRowsOfFormerLayouts(Changes changes) {
        Changelog changelog = new Changelog(30, changes);
        KeyedTableFixture fixture =
                new KeyedTableFixture(
                        folder, Layout.BUCKETS_OF_KEY.spec(), properties(2, "parquet"));
        changelog.run(fixture, fixture.job(changes));
        UpdatePartitionSpec update = fixture.table().updateSpec();
        update.removeField("id_bucket").addField(Expressions.day("ts")).commit();
        changelog.run(fixture, fixture.job(changes));
        fixture.table().updateSpec().removeField("ts_day").commit();
        changelog.run(fixture, fixture.job(changes));
    }

    @Test
    void deletesOnlyOfPartitionsWhereThatIsEnough() {
        assertThat(reach(Layout.UNPARTITIONED, Changes.REPLACE)).isEqualTo(Reach.TABLE);
        assertThat(reach(Layout.KEY, Changes.REPLACE)).isEqualTo(Reach.PARTITION);
        assertThat(reach(Layout.BUCKETS_OF_KEY, Changes.REPLACE)).isEqualTo(Reach.PARTITION);
        assertThat(reach(Layout.DAY, Changes.REPLACE)).isEqualTo(Reach.TABLE);
        assertThat(reach(Layout.TRUNCATED_AND_KEY, Changes.REPLACE)).isEqualTo(Reach.TABLE);
        assertThat(reach(Layout.DAY, Changes.TRUST)).isEqualTo(Reach.PARTITION);
    }

    private Reach reach(Layout layout, Changes changes) {
        return new KeyedTableFixture(
                        folder.resolve(layout + " " + changes),
                        layout.spec(),
                        properties(2, "parquet"))
                .job(changes)
                .layout()
                .reach();
    }

    @Test
    void failsWhenThePartitioningChangedMeanwhile() {
        KeyedTableFixture fixture =
                new KeyedTableFixture(
                        folder, Layout.BUCKETS_OF_KEY.spec(), properties(2, "parquet"));
        KeyedTableFixture.Job job = fixture.job(Changes.REPLACE);
        fixture.table().updateSpec().addField("part").commit();
        job.write(row(RowKind.INSERT, 1, "a", 1, 1));
        assertThatThrownBy(job::checkpoint)
                .isInstanceOf(ValidationException.class)
                .hasMessageEndingWith(
                        "was partitioned anew while the job ran, whose deletes would not reach the"
                                + " other rows — start the job again");
    }

    @Test
    void goesOnWithTheOldPartitioningWhereDeletesReachTheWholeTable() {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, Layout.DAY.spec(), properties(2, "parquet"));
        Changelog changelog = new Changelog(40, Changes.REPLACE);
        KeyedTableFixture.Job job = fixture.job(Changes.REPLACE);
        changelog.run(fixture, job);
        fixture.table().updateSpec().addField("city").commit();
        changelog.run(fixture, job);
    }

    @Test
    void writesNoFileWithoutChanges() {
        KeyedTableFixture fixture =
                new KeyedTableFixture(folder, Layout.DAY.spec(), properties(2, "parquet"));
        fixture.job(Changes.REPLACE).checkpoint();
        assertThat(folder.resolve("table/data")).doesNotExist();
    }

    /** Random changes, and what they come to. */
    private static final class Changelog {
        private final Random random;
        private final Changes changes;
        private final Map<Integer, RowData> rows = new TreeMap<>();

        Changelog(int seed, Changes changes) {
            this.random = new Random(seed);
            this.changes = changes;
        }

        void run(KeyedTableFixture fixture, KeyedTableFixture.Job job) {
            for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
                int count = random.nextInt(3 * KEYS);
                for (int i = 0; i < count; i++) {
                    change(job);
                }
                job.checkpoint();
                if (checkpoint % 3 < 2) {
                    continue; // reading is slow with many small files of deletes
                }
                Map<Integer, String> expected = new TreeMap<>();
                rows.forEach((id, row) -> expected.put(id, text(row)));
                assertThat(fixture.rows()).as("checkpoint " + checkpoint).isEqualTo(expected);
            }
        }

        private void change(KeyedTableFixture.Job job) {
            int id = random.nextInt(KEYS);
            RowData before = rows.get(id);
            if (before != null && random.nextInt(4) == 0) {
                job.write(as(RowKind.DELETE, before));
                rows.remove(id);
                return;
            }
            String city = String.valueOf((char) ('a' + random.nextInt(4)));
            RowData after = row(RowKind.INSERT, id, city, random.nextInt(4), random.nextInt(1000));
            if (before == null) {
                job.write(after);
            } else if (changes == Changes.TRUST || random.nextBoolean()) {
                job.write(as(RowKind.UPDATE_BEFORE, before));
                job.write(as(RowKind.UPDATE_AFTER, after));
            } else {
                job.write(as(random.nextBoolean() ? RowKind.INSERT : RowKind.UPDATE_AFTER, after));
            }
            rows.put(id, after);
        }

        private static RowData as(RowKind kind, RowData row) {
            return row(
                    kind,
                    row.getInt(1),
                    row.getString(0).toString(),
                    (int) (row.getTimestamp(4, 6).getMillisecond() / 86_400_000L),
                    row.getInt(2));
        }
    }
}
