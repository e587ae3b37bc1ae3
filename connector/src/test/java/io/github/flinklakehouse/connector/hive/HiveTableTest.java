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
import static org.awaitility.Awaitility.await;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hive tables are written and read by jobs. */
class HiveTableTest {

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

    private void create(String name, String columns, String keys, HiveStorageFormat format) {
        lake.create(name, columns, keys, format, Map.of());
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void everyTypeComesBack(HiveStorageFormat format) throws Exception {
        create(
                "t",
                "b:boolean;t:tinyint;s:smallint;i:int;l:bigint;f:float;d:double;n:decimal(10,2);"
                        + "m:decimal(38,10);c:char(5);v:varchar(5);x:string;y:binary;"
                        + "a:date;e:timestamp;z:timestamp with local time zone",
                "",
                format);

        lake.execute(
                """
                INSERT INTO t
                SELECT CAST(b AS BOOLEAN), CAST(t AS TINYINT), CAST(s AS SMALLINT), CAST(i AS INT),
                  CAST(l AS BIGINT), CAST(f AS FLOAT), CAST(d AS DOUBLE), CAST(n AS DECIMAL(10, 2)),
                  CAST(m AS DECIMAL(38, 10)), CAST(c AS CHAR(5)), CAST(v AS VARCHAR(5)), x,
                  CAST(y AS BYTES), CAST(a AS DATE), CAST(e AS TIMESTAMP(9)),
                  CAST(z AS TIMESTAMP_LTZ(9))
                FROM (VALUES
                  ('true', '1', '2', '3', '4', '1.5', '2.5', '12345678.91',
                   '-1234567890123456789012345678.0123456789', 'ab', 'abc', 'text', 'yz',
                   '2024-02-29', '2024-02-29 12:34:56.123456789', '2024-02-29 12:34:56.123'),
                  ('false', '-1', '-2', '-3', '-4', '-1.5', '-2.5', '-0.01',
                   '1', 'abcde', 'abcde', 'é', '',
                   '1500-01-01', '1500-01-01 01:02:03.000000001', '1960-01-01 01:02:03.999'))
                  AS v (b, t, s, i, l, f, d, n, m, c, v, x, y, a, e, z)
                """);

        lake.execute("INSERT INTO t (b) VALUES (CAST(NULL AS BOOLEAN))");

        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly(
                        "+I[false, -1, -2, -3, -4, -1.5, -2.5, -0.01, 1.0000000000, abcde, abcde, é,"
                                + " [], 1500-01-01, 1500-01-01T01:02:03.000000001,"
                                + " 1960-01-01T01:02:03.999Z]",
                        "+I[null, null, null, null, null, null, null, null, null, null, null, null,"
                                + " null, null, null, null]",
                        "+I[true, 1, 2, 3, 4, 1.5, 2.5, 12345678.91,"
                                + " -1234567890123456789012345678.0123456789, ab   , abc, text,"
                                + " [121, 122], 2024-02-29, 2024-02-29T12:34:56.123456789,"
                                + " 2024-02-29T12:34:56.123Z]");
        assertThat(lake.query("SELECT i, x FROM t WHERE i > 0")).containsExactly("+I[3, text]");
        assertThat(lake.query("SELECT COUNT(*) FROM t")).containsExactly("+I[3]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void nestedTypesComeBack(HiveStorageFormat format) throws Exception {
        create(
                "t",
                "id:int;a:array<int>;m:map<string,decimal(5,2)>;"
                        + "r:struct<x:int,y:array<struct<z:string>>,d:decimal(20,3)>",
                "",
                format);

        lake.execute(
                """
                INSERT INTO t
                SELECT 1, ARRAY[1, CAST(NULL AS INT)], MAP['k', CAST(1.25 AS DECIMAL(5, 2))],
                  CAST(ROW(7, ARRAY[ROW('p'), ROW('q')], 1.5) AS
                    ROW<x INT, y ARRAY<ROW<z STRING>>, d DECIMAL(20, 3)>)
                UNION ALL
                SELECT 2, CAST(NULL AS ARRAY<INT>), CAST(NULL AS MAP<STRING, DECIMAL(5, 2)>),
                  CAST(NULL AS ROW<x INT, y ARRAY<ROW<z STRING>>, d DECIMAL(20, 3)>)
                """);

        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly(
                        "+I[1, [1, null], {k=1.25}, +I[7, [+I[p], +I[q]], 1.500]]",
                        "+I[2, null, null, null]");
    }

    @Test
    void anEmptyArrayInParquetStaysEmpty() throws Exception {
        create("t", "id:int;a:array<int>;m:map<string,int>", "", HiveStorageFormat.PARQUET);

        lake.execute(
                """
                INSERT INTO t
                SELECT id, ARRAY_REMOVE(ARRAY[1], 1), MAP_FROM_ARRAYS(ARRAY_REMOVE(ARRAY['k'], 'k'),
                  ARRAY_REMOVE(ARRAY[1], 1))
                FROM (VALUES (1)) AS v (id)
                """);

        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1, [], {}]");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void partitionsAreWrittenAndPruned(HiveStorageFormat format) throws Exception {
        create("t", "id:int", "dt:date;city:string", format);

        lake.execute(
                """
                INSERT INTO t VALUES
                  (1, DATE '2024-01-01', 'a/b=c d'), (2, DATE '2024-01-02', CAST(NULL AS STRING)),
                  (3, DATE '2024-01-02', 'x')
                """);

        assertThat(lake.metastore().partitionNames("db", "t"))
                .containsExactlyInAnyOrder(
                        "dt=2024-01-01/city=a%2Fb%3Dc d",
                        "dt=2024-01-02/city=__HIVE_DEFAULT_PARTITION__", "dt=2024-01-02/city=x");
        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly(
                        "+I[1, 2024-01-01, a/b=c d]",
                        "+I[2, 2024-01-02, null]",
                        "+I[3, 2024-01-02, x]");
        assertThat(lake.query("SELECT id FROM t WHERE city IS NULL")).containsExactly("+I[2]");
        lake.metastore().takeCalls();
        assertThat(lake.query("SELECT city, id FROM t WHERE dt < DATE '2024-01-02'"))
                .containsExactly("+I[a/b=c d, 1]");
        assertThat(lake.metastore().takeCalls())
                .containsExactly("table", "partitionNames", "partitionsByNames");
    }

    @Test
    void partitionsAreRegisteredInOneCall() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.PARQUET);

        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 1)");

        assertThat(lake.metastore().takeCalls())
                .doesNotContain("partitions", "partitionNames")
                .endsWith("partitionsByNames", "addPartitions")
                .containsOnlyOnce("addPartitions");
        assertThat(lake.files("t")).hasSize(3).allMatch(file -> file.matches("p=[123]/part-.*"));
    }

    @Test
    void overwriteReplacesWhatItWrites() throws Exception {
        create("t", "id:int", "p:int;q:int", HiveStorageFormat.TEXTFILE);
        lake.execute("INSERT INTO t VALUES (1, 1, 1), (2, 1, 2), (3, 2, 1)");

        lake.execute("INSERT OVERWRITE t PARTITION (p = 1) SELECT 10, 1");
        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly("+I[10, 1, 1]", "+I[2, 1, 2]", "+I[3, 2, 1]");

        lake.execute("INSERT OVERWRITE t PARTITION (p = 1, q = 2) SELECT id FROM t WHERE id < 0");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[10, 1, 1]", "+I[3, 2, 1]");

        lake.execute("INSERT INTO t PARTITION (p = 2, q = 1) SELECT 30");
        assertThat(lake.query("SELECT * FROM t WHERE p = 2"))
                .containsExactly("+I[3, 2, 1]", "+I[30, 2, 1]");
        assertThat(lake.files("t")).noneMatch(file -> file.contains(".staging"));
    }

    @Test
    void overwriteOfATableReplacesAll() throws Exception {
        create("t", "id:int", "", HiveStorageFormat.PARQUET);
        lake.execute("INSERT INTO t VALUES (1), (2)");
        lake.execute("INSERT INTO t VALUES (3)");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1]", "+I[2]", "+I[3]");

        lake.execute("INSERT OVERWRITE t SELECT id + 10 FROM t WHERE id < 3");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[11]", "+I[12]");

        lake.execute("INSERT OVERWRITE t SELECT id FROM t WHERE id < 0");
        assertThat(lake.files("t")).isEmpty();
    }

    @Test
    void aFailedJobLeavesNothing() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.PARQUET);
        lake.execute("INSERT INTO t VALUES (1, 1)");
        List<String> before = lake.files("t");

        assertThatThrownBy(
                        () ->
                                lake.execute(
                                        "INSERT OVERWRITE t SELECT 6 / (id - 3), id FROM"
                                                + " (VALUES (1), (2), (3)) AS v (id)"))
                .hasStackTraceContaining("/ by zero");

        await().untilAsserted(() -> assertThat(lake.files("t")).isEqualTo(before));
        assertThat(lake.metastore().partitionNames("db", "t")).containsExactly("p=1");
    }

    @Test
    void aFailedCommitLeavesNothing() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.PARQUET);
        lake.execute("INSERT INTO t VALUES (1, 1)");
        List<String> before = lake.files("t");
        lake.metastore().refusePartitions();

        assertThatThrownBy(() -> lake.execute("INSERT OVERWRITE t VALUES (10, 1), (20, 2)"))
                .hasStackTraceContaining(
                        "Cannot commit insert: db.t is unchanged — no more partitions");

        await().untilAsserted(() -> assertThat(lake.files("t")).isEqualTo(before));
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1, 1]");
    }

    /** Hive leaves such directories behind when it inserts a UNION ALL. */
    @Test
    void filesOfUnionsAreRead() throws Exception {
        create("t", "id:int", "", HiveStorageFormat.TEXTFILE);
        Path deep =
                Files.createDirectories(
                        lake.directory("t").resolve("HIVE_UNION_SUBDIR_1/HIVE_UNION_SUBDIR_2"));
        Path hidden = Files.createDirectories(lake.directory("t").resolve("_tmp.1/x"));
        Files.writeString(lake.directory("t").resolve("f"), "1\n");
        Files.writeString(deep.resolve("f"), "2\n");
        Files.writeString(hidden.resolve("f"), "3\n");

        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1]", "+I[2]");
        lake.execute("INSERT OVERWRITE t VALUES (4)");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[4]");
    }

    @Test
    void aPartitionIsReadAndWrittenInItsOwnFormat() throws Exception {
        create("t", "id:int;name:string", "p:int", HiveStorageFormat.PARQUET);
        Path elsewhere = warehouse.resolve("elsewhere");
        Files.createDirectories(elsewhere);
        Files.writeString(elsewhere.resolve("data"), "1|a\n2|b\n");
        Files.writeString(elsewhere.resolve("_hidden"), "3|c\n");
        Files.writeString(elsewhere.resolve(".hidden"), "4|d\n");
        Files.writeString(elsewhere.resolve("empty"), "");
        lake.addPartition(
                "t",
                new io.github.flinklakehouse.connector.metastore.TableStorage(
                        elsewhere.toString(),
                        HiveStorageFormat.TEXTFILE.inputFormat(),
                        HiveStorageFormat.TEXTFILE.outputFormat(),
                        HiveStorageFormat.TEXTFILE.serde(),
                        Map.of("field.delim", "|"),
                        List.of(),
                        0),
                List.of("1"));

        lake.execute("INSERT INTO t VALUES (5, 'e', 1), (6, 'f', 2)");

        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly("+I[1, a, 1]", "+I[2, b, 1]", "+I[5, e, 1]", "+I[6, f, 2]");
        assertThat(elsewhere.toFile().list()).hasSize(5);
        assertThat(lake.files("t")).hasSize(1);
    }

    @Test
    void planningAnInsertAsksForNoPartition() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.PARQUET);
        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
        lake.metastore().takeCalls();

        assertThat(lake.sql().explainSql("INSERT INTO t VALUES (3, 3)")).contains("Sink");

        assertThat(lake.metastore().takeCalls()).containsOnly("table");
    }

    @Test
    void manyNewPartitionsAreAskedForByAListOfNames() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE);
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE numbers (id INT) WITH (
                          'connector' = 'datagen', 'fields.id.kind' = 'sequence',
                          'fields.id.start' = '1', 'fields.id.end' = '2000', 'number-of-rows' = '2000')
                        """);
        lake.metastore().takeCalls();

        lake.execute("INSERT INTO t SELECT id, MOD(id, 1000) FROM numbers");

        List<String> calls = lake.metastore().takeCalls();
        assertThat(calls).hasSizeLessThan(110).containsOnlyOnce("partitionNames", "addPartitions");
        assertThat(lake.metastore().partitionNames("db", "t")).hasSize(1000);
        assertThat(lake.query("SELECT COUNT(*) FROM t WHERE p = MOD(id, 1000)"))
                .containsExactly("+I[2000]");
    }

    /** Readers, Hive too, go by the columns of the partition: what they do not name is lost. */
    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void aColumnThatWasAddedToTheTableIsWrittenIntoOldPartitions(HiveStorageFormat format)
            throws Exception {
        create("t", "id:int", "p:int", format);
        lake.execute("INSERT INTO t VALUES (1, 1), (2, 2)");
        MetastoreTable table =
                lake.metastore()
                        .table("db", "t")
                        .orElseThrow()
                        .withColumns(HiveTestLake.columns("id:int;name:string"));
        lake.metastore().alterTable(table);
        lake.declare(table, Map.of());

        lake.execute("INSERT INTO t VALUES (3, 'c', 1)");

        assertThat(lake.query("SELECT * FROM t"))
                .containsExactly("+I[1, null, 1]", "+I[2, null, 2]", "+I[3, c, 1]");
        assertThat(lake.metastore().partitions("db", "t"))
                .extracting(partition -> partition.columns().size())
                .containsExactly(2, 1);
    }

    @Test
    void aPartitionWhoseColumnsHaveOtherTypesIsNotWritten() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.PARQUET);
        lake.execute("INSERT INTO t VALUES (1, 1)");
        MetastoreTable table =
                lake.metastore()
                        .table("db", "t")
                        .orElseThrow()
                        .withColumns(HiveTestLake.columns("id:bigint"));
        lake.metastore().alterTable(table);
        lake.declare(table, Map.of());

        String message =
                "Cannot write partition: db.t/p=1 has columns of other types ([int]) than its table"
                        + " ([bigint]), in which new rows would be read wrongly — change them with"
                        + " Hive, or drop it first";
        assertThatThrownBy(() -> lake.execute("INSERT INTO t PARTITION (p = 1) SELECT 1"))
                .hasStackTraceContaining(message);
        assertThatThrownBy(() -> lake.execute("INSERT INTO t VALUES (1, 1)"))
                .hasStackTraceContaining(message);
        lake.execute("INSERT INTO t VALUES (1, 2)");
    }

    @Test
    void rowsOfAPartitionGoToOneWriterWhenTheyAreShuffled() throws Exception {
        create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE);
        lake.declare(
                lake.metastore().table("db", "t").orElseThrow(),
                Map.of("sink.shuffle-by-partition.enable", "true", "sink.parallelism", "4"));

        lake.execute(
                """
                INSERT INTO t SELECT v.x, w.y FROM
                  (VALUES (1), (2), (3), (4), (5), (6)) AS v (x), (VALUES (1), (2), (3)) AS w (y)
                """);

        assertThat(lake.files("t")).hasSize(3);
        assertThat(lake.query("SELECT * FROM t")).hasSize(18);
    }
}
