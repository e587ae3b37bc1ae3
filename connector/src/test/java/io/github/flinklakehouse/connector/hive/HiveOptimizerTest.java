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

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.DynamicFilteringInfo;
import org.apache.flink.api.connector.source.DynamicParallelismInference;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the planner makes of the size of tables, and of joins that want but some partitions. */
class HiveOptimizerTest {
    private static final long MEGABYTE = 1L << 20;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    @TempDir Path warehouse;
    private HiveTestLake lake;

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
    }

    /** A table with ids from 0, and with no other rows. */
    private void createTable(String name, HiveStorageFormat format, int rows) throws Exception {
        lake.create(name, "id:int;s:string", "", format, Map.of());
        lake.create(name + "_text", "id:int;s:string", "", HiveStorageFormat.TEXTFILE, Map.of());
        Files.writeString(
                lake.directory(name + "_text").resolve("f"),
                IntStream.range(0, rows)
                        .mapToObj(i -> i + "\u0001value " + i + "\n")
                        .collect(Collectors.joining()));
        lake.execute("INSERT INTO %s SELECT * FROM %1$s_text".formatted(name));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void numberOfRowsComesFromFooters(HiveStorageFormat format) throws Exception {
        createTable("t", format, 5000);

        assertThat(estimate("SELECT * FROM t")).contains("rowcount = 5000.0");
        assertThat(estimate("SELECT * FROM t WHERE id < 2500")).contains("rowcount = 2500");
        assertThat(estimate("SELECT * FROM t WHERE id >= 5000")).contains("rowcount = 1.0");
        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of("source.report-statistics", "NONE"));
        assertThat(estimate("SELECT * FROM t")).doesNotContain("rowcount = 5000.0");
    }

    private String estimate(String query) {
        return lake.sql().explainSql(query, ExplainDetail.ESTIMATED_COST);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "TEXTFILE"})
    void smallTableIsBroadcastWhereverItStands(HiveStorageFormat format) throws Exception {
        createTable("big", format, 100_000);
        createTable("tiny", format, 10);
        lake.sql().getConfig().set("table.optimizer.join.broadcast-threshold", "100000");

        assertThat(lake.sql().explainSql("SELECT * FROM big JOIN tiny ON big.id = tiny.id"))
                .contains("Exchange(distribution=[broadcast])", "build=[right]");
        assertThat(lake.sql().explainSql("SELECT * FROM tiny JOIN big ON big.id = tiny.id"))
                .contains("Exchange(distribution=[broadcast])", "build=[left]");
    }

    @Test
    void filesThatCannotBeOpenedDoNotFailThePlan() throws Exception {
        lake.create("t", "id:int", "", HiveStorageFormat.PARQUET, Map.of());
        Files.writeString(lake.directory("t").resolve("f"), "no Parquet");

        assertThat(lake.sql().explainSql("SELECT * FROM t")).contains("TableSourceScan");
    }

    private void createFacts() {
        lake.create("fact", "id:string", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        for (int i = 0; i < 20; i++) {
            lake.addPartition(
                    "fact",
                    HiveStorageFormat.TEXTFILE.storage("counted:///" + i + "/100"),
                    List.of(i == 19 ? PartitionPath.DEFAULT_PARTITION : Integer.toString(i)));
        }
    }

    @Test
    void joinReadsNoOtherPartitionsThanItWants() throws Exception {
        createFacts();
        lake.create("dim", "id:int;name:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO dim VALUES (3, 'a'), (7, 'a'), (9, 'b'), (99, 'a')");
        String query =
                "SELECT COUNT(*), MIN(p), MAX(p) FROM fact JOIN dim ON fact.p = dim.id"
                        + " WHERE dim.name = 'a'";

        assertThat(lake.sql().explainSql(query)).contains("DynamicFilteringDataCollector");
        CountedFileSystem.reset(number -> {});
        assertThat(lake.query(query)).containsExactly("+I[200, 3, 7]");
        assertThat(CountedFileSystem.OPENED.get()).isEqualTo(200);

        lake.sql().getConfig().set("table.optimizer.dynamic-filtering.enabled", "false");
        CountedFileSystem.reset(number -> {});
        assertThat(lake.query(query)).containsExactly("+I[200, 3, 7]");
        assertThat(CountedFileSystem.OPENED.get()).isEqualTo(2000);
    }

    @Test
    void joinThatWantsNoPartitionReadsNone() throws Exception {
        createFacts();
        lake.create("dim", "id:int;name:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO dim VALUES (99, 'a'), (1, 'b')");

        CountedFileSystem.reset(number -> {});
        assertThat(
                        lake.query(
                                "SELECT COUNT(*) FROM fact JOIN dim ON fact.p = dim.id"
                                        + " WHERE dim.name = 'a'"))
                .containsExactly("+I[0]");
        assertThat(CountedFileSystem.OPENED.get()).isZero();
    }

    @Test
    void outerJoinKeepsPartitionsThatTheOtherSideLacks() throws Exception {
        createFacts();
        lake.create("dim", "id:int;name:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO dim VALUES (3, 'a'), (4, 'b')");

        assertThat(
                        lake.query(
                                "SELECT COUNT(*), COUNT(d.id) FROM fact LEFT JOIN"
                                        + " (SELECT * FROM dim WHERE name = 'a') d"
                                        + " ON fact.p = d.id"))
                .containsExactly("+I[2000, 100]");
    }

    /** The planner would name the nested field like the partition key. */
    @Test
    void nestedFieldIsNotTakenForAPartitionKey() throws Exception {
        lake.create("fact", "r:struct<x:int>", "r_x:int", HiveStorageFormat.PARQUET, Map.of());
        lake.execute(
                "INSERT INTO fact SELECT CAST(ROW(1) AS ROW<x INT>), 5 UNION ALL"
                        + " SELECT CAST(ROW(5) AS ROW<x INT>), 1");
        lake.create("dim", "id:int;name:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO dim VALUES (1, 'a'), (5, 'b')");

        assertThat(
                        lake.query(
                                "SELECT fact.r.x FROM fact JOIN dim ON fact.r.x = dim.id"
                                        + " WHERE dim.name = 'a'"))
                .containsExactly("+I[1]");
    }

    private void createFiles(int count) throws Exception {
        lake.create("t", "id:string", "", HiveStorageFormat.TEXTFILE, Map.of());
        for (int i = 0; i < count; i++) {
            Files.writeString(lake.directory("t").resolve("f" + i), i + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"static, 1000, , 6", "static, 3, , 3", "static, 1000, 7, 7", "dynamic, 1000, 7, 7"})
    void parallelismOfTheSourceFollowsFromTheFiles(
            String mode, String max, String explicit, int parallelism) throws Exception {
        createFiles(20);
        lake.sql().getConfig().set("table.exec.hive.infer-source-parallelism.mode", mode);
        lake.sql().getConfig().set("table.exec.hive.infer-source-parallelism.max", max);
        if (explicit != null) {
            lake.declare(
                    lake.metastore().table("db", "t").orElseThrow(),
                    Map.of("scan.parallelism", explicit));
        }

        assertThat(lake.sql().explainSql("SELECT * FROM t", ExplainDetail.JSON_EXECUTION_PLAN))
                .containsPattern("Source: t\\[\\d+]\",[^}]*\"parallelism\" : " + parallelism);
    }

    @Test
    void noParallelismIsRefused() throws Exception {
        createFiles(1);
        lake.sql().getConfig().set("table.exec.hive.infer-source-parallelism.max", "0");

        assertThatThrownBy(() -> lake.sql().explainSql("SELECT * FROM t"))
                .hasRootCauseInstanceOf(ValidationException.class)
                .hasRootCauseMessage(
                        "Cannot infer parallelism: the session has the option 'table.exec.hive.infer-source-parallelism.max' with 0, which lets no task read — set it to 1 or more");
    }

    @ParameterizedTest
    @CsvSource({
        "DYNAMIC, 1000, 10, 6",
        "DYNAMIC, 4, 10, 4",
        "DYNAMIC, 1000, 2, 2",
        "NONE, 9, 9, -1"
    })
    void parallelismIsInferredWhenTheSourceStarts(
            ParallelismInference.Mode mode, int max, int bound, int parallelism) throws Exception {
        createFiles(20);
        HiveTableSchema schema =
                new HiveTableSchema(
                        lake.metastore().table("db", "t").orElseThrow(),
                        RowType.of(
                                new LogicalType[] {VarCharType.STRING_TYPE}, new String[] {"id"}));
        HiveScan scan =
                new HiveScan(
                        schema,
                        List.of(FieldPath.of(0)),
                        List.of(),
                        List.of(),
                        List.of(),
                        /* ignoresAbsentPartitions= */ false,
                        new SerializableConfiguration(new Configuration()));
        HiveSource source =
                new HiveSource(
                        scan,
                        List.of(schema.unpartitioned()),
                        new HiveBulkFormat(scan, InternalTypeInfo.of(scan.rowType())),
                        new ParallelismInference(mode, max),
                        null);

        assertThat(source.inferParallelism(new Bound(bound))).isEqualTo(parallelism);
    }

    /** What the scheduler allows. */
    private record Bound(int bound) implements DynamicParallelismInference.Context {
        @Override
        public Optional<DynamicFilteringInfo> getDynamicFilteringInfo() {
            return Optional.empty();
        }

        @Override
        public int getParallelismInferenceUpperBound() {
            return bound;
        }

        @Override
        public long getDataVolumePerTask() {
            return MEGABYTE;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 500, 1.0, false, 1",
        "4, 50, 1.0, false, 4",
        "100, 1, 1.0, false, 32",
        "4, 50, 0.1, false, 40",
        "0, 0, 1.0, false, 1",
        "1000, 0, 1.0, true, 250"
    })
    void tasksHaveEnoughToDo(
            int files, int megabytes, double share, boolean isCut, int parallelism) {
        List<HiveSplit> splits =
                IntStream.range(0, files)
                        .mapToObj(
                                i ->
                                        new HiveSplit(
                                                new FileSourceSplit(
                                                        Integer.toString(i),
                                                        new org.apache.flink.core.fs.Path("f" + i),
                                                        0,
                                                        megabytes * MEGABYTE,
                                                        0,
                                                        megabytes * MEGABYTE),
                                                new MetastorePartition(
                                                        List.of(),
                                                        List.of(),
                                                        HiveStorageFormat.TEXTFILE.storage("t"),
                                                        Map.of())))
                        .toList();

        assertThat(new FileSample(splits, share, isCut).parallelism(1000)).isEqualTo(parallelism);
    }
}
