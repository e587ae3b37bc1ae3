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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts, least and greatest values come from footers, or from rows where those do not have them.
 */
class HiveAggregateTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final String COLUMNS =
            "id:int;s:string;n:decimal(10,2);a:date;e:timestamp;d:double;b:boolean;c:char(3)";

    private static final String PUSHED = "aggregates=[grouping=[], aggFunctions=[";

    @TempDir Path warehouse;
    private HiveTestLake lake;

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
    }

    private void createTable(HiveStorageFormat format) throws Exception {
        lake.create("t", COLUMNS, "p:string", format, Map.of());
        for (int i = 0; i < 3; i++) {
            lake.execute(
                    """
                    INSERT INTO t VALUES
                      (%d, 'v%d', 1.5, DATE '2024-02-29', TIMESTAMP '2024-02-29 01:02:03.123456789',
                       1.5, TRUE, 'x', 'p%d'),
                      (CAST(NULL AS INT), CAST(NULL AS STRING), -0.01, DATE '1999-12-31',
                       CAST(NULL AS TIMESTAMP(9)), CAST('NaN' AS DOUBLE), CAST(NULL AS BOOLEAN),
                       CAST(NULL AS CHAR(3)), 'p%d')
                    """
                            .formatted(i, i, i, i));
        }
    }

    private static final String ALL =
            "SELECT COUNT(*), COUNT(id), COUNT(b), COUNT(c), MIN(id), MAX(id), MIN(s), MAX(s),"
                    + " MIN(n), MAX(n), MIN(a), MAX(a), MIN(e), MAX(e) FROM t";

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "TEXTFILE"})
    void aggregatesAreThoseOfTheRows(HiveStorageFormat format) throws Exception {
        createTable(format);

        assertThat(lake.query(ALL))
                .containsExactly(
                        "+I[6, 3, 3, 3, 0, 2, v0, v2, -0.01, 1.50, 1999-12-31, 2024-02-29,"
                                + " 2024-02-29T01:02:03.123456789, 2024-02-29T01:02:03.123456789]");
        assertThat(lake.query(ALL + " WHERE p = 'p1'"))
                .containsExactly(
                        "+I[2, 1, 1, 1, 1, 1, v1, v1, -0.01, 1.50, 1999-12-31, 2024-02-29,"
                                + " 2024-02-29T01:02:03.123456789, 2024-02-29T01:02:03.123456789]");
        assertThat(lake.sql().explainSql(ALL).contains(PUSHED))
                .isEqualTo(format == HiveStorageFormat.PARQUET);
    }

    @Test
    void noFileHasNoRows() throws Exception {
        lake.create("t", COLUMNS, "", HiveStorageFormat.PARQUET, Map.of());

        assertThat(lake.query("SELECT COUNT(*), MIN(id), MAX(s) FROM t"))
                .containsExactly("+I[0, null, null]");
    }

    @Test
    void onlyNullsHaveNoLeastValue() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, CAST(NULL AS STRING))");

        assertThat(lake.query("SELECT COUNT(*), COUNT(s), MIN(s), MAX(id) FROM t"))
                .containsExactly("+I[1, 0, null, 1]");
    }

    /** The plan goes by the table; each file by its partition. */
    @Test
    void partitionOfAFormatWithoutStatisticsIsRead() throws Exception {
        createTable(HiveStorageFormat.PARQUET);
        Path folder = Files.createDirectories(lake.directory("t").resolve("p=text"));
        Files.writeString(folder.resolve("f"), "7\u0001z\n-5\u0001a\n");
        lake.addPartition(
                "t", HiveStorageFormat.TEXTFILE.storage(folder.toString()), List.of("text"));

        assertThat(lake.query("SELECT COUNT(*), COUNT(id), MIN(id), MAX(id), MAX(s) FROM t"))
                .containsExactly("+I[8, 5, -5, 7, z]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM t WHERE id > 0",
                "SELECT COUNT(DISTINCT id) FROM t",
                "SELECT MAX(c) FROM t",
                "SELECT SUM(id) FROM t",
                "SELECT MIN(id + 1) FROM t",
                "SELECT COUNT(*) FILTER (WHERE id > 1) FROM t",
                "SELECT p, COUNT(*) FROM t GROUP BY p",
                "SELECT MIN(p) FROM t",
                "SELECT COUNT(*) FROM (SELECT * FROM t LIMIT 1)",
            })
    void otherAggregatesAreOfRows(String query) throws Exception {
        createTable(HiveStorageFormat.PARQUET);

        assertThat(lake.sql().explainSql(query)).doesNotContain(PUSHED);
        List<String> rows = lake.query(query);
        lake.sql().getConfig().set("table.optimizer.source.aggregate-pushdown-enabled", "false");
        assertThat(lake.query(query)).isEqualTo(rows);
    }

    /** NaN is not in the statistics of a column, but can be its least or greatest value. */
    @Test
    void leastDoubleIsOfRows() throws Exception {
        lake.create("t", COLUMNS, "", HiveStorageFormat.PARQUET, Map.of());

        assertThat(lake.sql().explainSql("SELECT MIN(d), MAX(d) FROM t")).doesNotContain(PUSHED);
        assertThat(lake.sql().explainSql("SELECT COUNT(d) FROM t")).contains(PUSHED);
    }

    @Test
    void footersAreEnough() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS STRING))");
        Path file = lake.directory("t").resolve(lake.files("t").get(0));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4, 20, (byte) 0x7F);
        Files.write(file, bytes);

        assertThat(lake.query("SELECT COUNT(*), COUNT(s), MIN(id), MAX(id) FROM t"))
                .containsExactly("+I[3, 2, 1, 3]");
    }
}
