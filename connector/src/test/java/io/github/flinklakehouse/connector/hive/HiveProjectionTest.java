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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows have what is wanted of them: parts of columns, and where they were read. */
class HiveProjectionTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final String STRUCT =
            "struct<x:int,y:struct<z:string,w:decimal(5,2)>,a:array<struct<q:int,s:string>>>";
    private static final String ROW =
            "ROW<x INT, y ROW<z STRING, w DECIMAL(5, 2)>, a ARRAY<ROW<q INT, s STRING>>>";

    @TempDir Path warehouse;
    private HiveTestLake lake;

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
    }

    private void createTable(HiveStorageFormat format) throws Exception {
        lake.create("t", "id:int;r:" + STRUCT + ";r_x:int", "p:string", format, Map.of());
        lake.execute(
                """
                INSERT INTO t
                SELECT 1, CAST(ROW(11, ROW('z1', 1.25), ARRAY[ROW(21, 's1'), ROW(22, 's2')]) AS %1$s),
                  111, 'a'
                UNION ALL
                SELECT 2, CAST(ROW(12, CAST(NULL AS ROW<z STRING, w DECIMAL(5, 2)>),
                  ARRAY[ROW(23, 's3')]) AS %1$s), 112, 'a'
                UNION ALL
                SELECT 3, CAST(NULL AS %1$s), 113, 'b'
                """
                        .formatted(ROW));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "AVRO", "JSON"})
    void fieldsInsideColumnsAreWhatTheColumnsHave(HiveStorageFormat format) throws Exception {
        createTable(format);

        assertThat(lake.query("SELECT id, t.r.y.w, p, r_x, t.r.x, t.r.y.z FROM t"))
                .containsExactly(
                        "+I[1, 1.25, a, 111, 11, z1]",
                        "+I[2, null, a, 112, 12, null]",
                        "+I[3, null, b, 113, null, null]");
        assertThat(lake.query("SELECT t.r.y, t.r.y.z, t.r.a[1].q FROM t WHERE t.r.x = 11"))
                .containsExactly("+I[+I[z1, 1.25], z1, 21]");
        assertThat(lake.query("SELECT id FROM t WHERE t.r.y.z IS NULL"))
                .containsExactly("+I[2]", "+I[3]");
        assertThat(lake.query("SELECT t.r.a, t.r IS NULL FROM t WHERE id <> 2"))
                .containsExactly("+I[[+I[21, s1], +I[22, s2]], false]", "+I[null, true]");
        assertThat(lake.query("SELECT SUM(t.r.x), MAX(r_x), MAX(t.r.x), COUNT(t.r.x) FROM t"))
                .containsExactly("+I[23, 113, 12, 2]");
        assertThat(lake.sql().explainSql("SELECT t.r.y.z FROM t")).contains("project=[r_y_z]");
    }

    /** The plan is made for the table; each file is read as its partition says. */
    @Test
    void partitionsOfOtherFormatsAreReadInTheirWay() throws Exception {
        createTable(HiveStorageFormat.ORC);
        Path folder = Files.createDirectories(lake.directory("t").resolve("p=json"));
        Files.writeString(
                folder.resolve("f"),
                "{\"id\":4,\"r\":{\"x\":14,\"y\":{\"w\":9.99,\"z\":\"z4\"}}}\n");
        lake.addPartition("t", HiveStorageFormat.JSON.storage(folder.toString()), List.of("json"));

        assertThat(lake.query("SELECT t.r.y.w, p, t.r.x FROM t WHERE id <> 2"))
                .containsExactly("+I[1.25, a, 11]", "+I[9.99, json, 14]", "+I[null, b, null]");
    }

    /** Fields are found by position there, which those that are left out would change. */
    @Test
    void orcFilesWithPositionsInsideColumnsAreReadWhole() throws Exception {
        lake.create("u", "r:struct<x:int,y:int>", "", HiveStorageFormat.ORC, Map.of());
        lake.execute("INSERT INTO u SELECT CAST(ROW(1, 2) AS ROW<x INT, y INT>)");
        lake.create(
                "t",
                "r:struct<b:int,c:int>",
                "",
                HiveStorageFormat.ORC.storage(lake.directory("u").toString()),
                Map.of(
                        "orc.force.positional.evolution",
                        "true",
                        "orc.force.positional.evolution.level",
                        "2"));

        assertThat(lake.query("SELECT t.r.c FROM t")).containsExactly("+I[2]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void fieldsThatAFileLacksAreNull(HiveStorageFormat format) throws Exception {
        lake.create("u", "r:struct<x:int>", "", format, Map.of());
        lake.execute(
                "INSERT INTO u SELECT CAST(ROW(1) AS ROW<x INT>) UNION ALL"
                        + " SELECT CAST(NULL AS ROW<x INT>)");
        lake.create(
                "t",
                "r:struct<x:int,y:struct<z:int>>",
                "",
                format.storage(lake.directory("u").toString()),
                Map.of());

        assertThat(lake.query("SELECT t.r.y.z FROM t")).containsExactly("+I[null]", "+I[null]");
        assertThat(lake.query("SELECT t.r.x, t.r.y.z FROM t"))
                .containsExactly("+I[1, null]", "+I[null, null]");
    }

    private void declareWithMetadata() {
        lake.sql()
                .createTemporaryTable(
                        "m",
                        TableDescriptor.forConnector(HiveTestFactory.IDENTIFIER)
                                .schema(
                                        Schema.newBuilder()
                                                .column("id", "INT")
                                                .columnByMetadata("f", "STRING", "file.path", true)
                                                .column("partition", "STRING")
                                                .columnByMetadata("n", "STRING", "file.name", true)
                                                .columnByMetadata("s", "INT", "file.size", true)
                                                .columnByMetadata(
                                                        "t",
                                                        "TIMESTAMP_LTZ(3)",
                                                        "file.modification-time",
                                                        true)
                                                .columnByMetadata("w", "STRING", "partition", true)
                                                .build())
                                .partitionedBy("partition")
                                .option(HiveTestFactory.TABLE, "t")
                                .build());
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "TEXTFILE"})
    void rowsKnowTheirFile(HiveStorageFormat format) throws Exception {
        lake.create("t", "id:int", "partition:string", format, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a/b'), (2, CAST(NULL AS STRING))");
        declareWithMetadata();
        Path file = lake.directory("t").resolve(lake.files("t").get(0));

        assertThat(lake.query("SELECT w, id, `partition` FROM m"))
                .containsExactly(
                        "+I[partition=__HIVE_DEFAULT_PARTITION__, 2, null]",
                        "+I[partition=a%2Fb, 1, a/b]");
        assertThat(lake.query("SELECT * FROM m WHERE id = 2"))
                .containsExactly(
                        "+I[2, file:%s, null, %s, %d, %s, partition=__HIVE_DEFAULT_PARTITION__]"
                                .formatted(
                                        file,
                                        file.getFileName(),
                                        Files.size(file),
                                        Files.getLastModifiedTime(file)
                                                .toInstant()
                                                .toString()
                                                .replaceFirst("(\\.\\d{3})\\d*Z", "$1Z")));
        assertThat(lake.query("SELECT MAX(w), COUNT(*), COUNT(DISTINCT f) FROM m"))
                .containsExactly("+I[partition=a%2Fb, 2, 2]");
        assertThat(lake.query("SELECT id FROM m WHERE w LIKE '%b'")).containsExactly("+I[1]");
    }

    @Test
    void streamsKnowTheFilesOfRowsAndFieldsInsideColumns() throws Exception {
        createTable(HiveStorageFormat.PARQUET);
        List<MetastorePartition> partitions = lake.metastore().partitions("db", "t");
        HiveTestLake stream = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode());
        stream.create(
                "t",
                "id:int;r:" + STRUCT + ";r_x:int",
                "p:string",
                HiveStorageFormat.PARQUET,
                Map.of());
        stream.metastore().addPartitions("db", "t", partitions);
        stream.execute(
                """
                CREATE TEMPORARY TABLE m (id INT, r %s, r_x INT, p STRING,
                  w STRING METADATA FROM 'partition' VIRTUAL)
                PARTITIONED BY (p)
                WITH ('connector' = 'hive-test', 'table' = 't', 'streaming' = 'true')
                """
                        .formatted(ROW));

        try (CloseableIterator<Row> rows =
                stream.sql().executeSql("SELECT id, w, m.r.y.z FROM m").collect()) {
            assertThat(List.of(rows.next(), rows.next(), rows.next()))
                    .extracting(Row::toString)
                    .containsExactlyInAnyOrder(
                            "+I[1, p=a, z1]", "+I[2, p=a, null]", "+I[3, p=b, null]");
        }
    }
}
