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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.metastore.MetastoreException;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.connector.source.lookup.cache.trigger.CacheReloadTrigger;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the rows of a lookup join are read anew, and what is served meanwhile. */
class HiveLookupCacheTest {
    private static final RowType ROW =
            RowType.of(
                    new LogicalType[] {new IntType(), new IntType(), new IntType()},
                    new String[] {"id", "n", "p"});

    @TempDir Path warehouse;
    private HiveTestLake lake;
    private HiveLookupCache cache;
    private final HandTrigger trigger = new HandTrigger();

    /** Reloads when it is told to. */
    private static final class HandTrigger implements CacheReloadTrigger {
        private transient Context context;

        @Override
        public void open(Context newContext) {
            context = newContext;
            CompletableFuture<Void> unused = newContext.triggerReload();
        }

        void reload() {
            context.triggerReload().join();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void createTable() throws IOException {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode());
        lake.create("d", "id:int;n:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        addPartition("1");
        write("p=1/f", 1, 10);
    }

    private void addPartition(String value) throws IOException {
        String location = lake.directory("d") + "/p=" + value;
        Files.createDirectories(Path.of(location));
        lake.addPartition("d", HiveStorageFormat.TEXTFILE.storage(location), List.of(value));
    }

    private void write(String file, int id, int n) throws IOException {
        Files.writeString(lake.directory("d").resolve(file), id + "\u0001" + n + "\n");
    }

    private void open(long maxBytes) {
        MetastoreTable table = lake.metastore().table("db", "d").orElseThrow();
        HiveTableSchema schema = HiveTableSchema.of(table, ROW);
        HiveScan scan =
                new HiveScan(
                        schema,
                        List.of(FieldPath.of(0), FieldPath.of(1)),
                        List.of(),
                        List.of(),
                        List.of(),
                        /* ignoresAbsentPartitions= */ false,
                        new SerializableConfiguration(new Configuration()));
        HiveLookup lookup =
                new HiveLookup(
                        scan,
                        new HiveBulkFormat(scan, InternalTypeInfo.of(scan.rowType())),
                        new LookupPartitions(schema, HiveTestLake::currentMetastore, null),
                        List.of(0));
        cache = new HiveLookupCache(lookup, trigger, maxBytes);
        cache.open(UnregisteredMetricsGroup.createCacheMetricGroup());
    }

    @AfterEach
    void close() throws Exception {
        if (cache != null) {
            cache.close();
        }
    }

    private List<Integer> found(int id) {
        return cache.getIfPresent(GenericRowData.of(id)).stream()
                .map(row -> row.getInt(1))
                .sorted()
                .toList();
    }

    @Test
    void newPartitionsAndFilesAreReadAndOldOnesForgotten() throws Exception {
        open(0);
        assertThat(found(1)).containsExactly(10);
        assertThat(found(2)).isEmpty();

        addPartition("2");
        write("p=2/f", 1, 11);
        write("p=1/g", 2, 20);
        assertThat(found(1)).containsExactly(10);
        trigger.reload();

        assertThat(found(1)).containsExactly(10, 11);
        assertThat(found(2)).containsExactly(20);
        Files.delete(lake.directory("d").resolve("p=1/g"));
        trigger.reload();
        assertThat(found(2)).isEmpty();
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void nothingIsReadWhenNothingHasChanged() {
        open(0);
        RowData before = cache.getIfPresent(GenericRowData.of(1)).iterator().next();

        trigger.reload();

        assertThat(cache.getIfPresent(GenericRowData.of(1)).iterator().next()).isSameAs(before);
    }

    @Test
    void oldRowsAreServedUntilAReloadSucceeds() throws Exception {
        open(0);
        write("p=1/f", 1, 99);
        lake.metastore()
                .beforeEachCall(
                        () -> {
                            throw new MetastoreException(
                                    MetastoreException.Reason.UNAVAILABLE, "no answer", null);
                        });

        trigger.reload();
        trigger.reload();

        assertThat(found(1)).containsExactly(10);
        lake.metastore().beforeEachCall(() -> {});
        trigger.reload();
        assertThat(found(1)).containsExactly(99);
    }

    @Test
    void theFirstLoadMustSucceed() {
        lake.metastore()
                .beforeEachCall(
                        () -> {
                            throw new MetastoreException(
                                    MetastoreException.Reason.UNAVAILABLE, "no answer", null);
                        });

        assertThatThrownBy(() -> open(0)).hasMessageContaining("no answer");
    }

    @Test
    void whatDoesNotFitIsRefusedAndOldRowsAreKept() throws Exception {
        assertThatThrownBy(() -> open(100))
                .hasMessageContaining(
                        "Cannot look up rows: db.d has more than 0 rows, and what is free of the task manager's heap, 0 MB, is too small for them");
        cache.close();
        open(700);
        write("p=1/g", 2, 20);
        write("p=1/h", 3, 30);

        trigger.reload();

        assertThat(found(1)).containsExactly(10);
        assertThat(found(2)).isEmpty();
    }
}
