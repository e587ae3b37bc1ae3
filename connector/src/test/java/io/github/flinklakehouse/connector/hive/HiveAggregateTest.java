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

import io.github.flinklakehouse.connector.AggregateKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.formats.parquet.utils.SerializableConfiguration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.IntType;
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
                    INSERT INTO t
                    SELECT id, s, n, a, e, d, b, CAST(c AS CHAR(3)), p FROM (VALUES
                      (%d, 'v%d', CAST(1.5 AS DECIMAL(10, 2)), DATE '2024-02-29',
                       CAST('2024-02-29 01:02:03.123456789' AS TIMESTAMP(9)), 1.5E0, TRUE, 'x', 'p%d'),
                      (CAST(NULL AS INT), CAST(NULL AS STRING), -0.01, DATE '1999-12-31',
                       CAST(NULL AS TIMESTAMP(9)), CAST('NaN' AS DOUBLE), CAST(NULL AS BOOLEAN),
                       CAST(NULL AS STRING), 'p%d'))
                      AS v (id, s, n, a, e, d, b, c, p)
                    """
                            .formatted(i, i, i, i));
        }
    }

    private static final String ALL =
            "SELECT COUNT(*), MIN(id), MAX(id), MIN(b), MAX(b), MIN(n), MAX(n), MIN(a), MAX(a),"
                    + " MIN(p), MAX(p) FROM t";

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void aggregatesAreThoseOfTheRows(HiveStorageFormat format) throws Exception {
        createTable(format);

        assertThat(lake.query(ALL))
                .containsExactly(
                        "+I[6, 0, 2, true, true, -0.01, 1.50, 1999-12-31, 2024-02-29, p0, p2]");
        assertThat(lake.query(ALL + " WHERE p = 'p1'"))
                .containsExactly(
                        "+I[2, 1, 1, true, true, -0.01, 1.50, 1999-12-31, 2024-02-29, p1, p1]");
        assertThat(lake.query(ALL + " WHERE p = 'none'"))
                .containsExactly(
                        "+I[0, null, null, null, null, null, null, null, null, null, null]");
        assertThat(lake.sql().explainSql(ALL).contains(PUSHED))
                .isEqualTo(format != HiveStorageFormat.TEXTFILE);
    }

    /** Parquet's footers can have times whole, but not text; ORC's the other way round. */
    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void textAndTimesAreThoseOfTheRows(HiveStorageFormat format) throws Exception {
        createTable(format);

        String times = "SELECT MIN(e), MAX(e) FROM t";
        String texts = "SELECT MIN(s), MAX(s) FROM t";
        assertThat(lake.query(times))
                .containsExactly(
                        "+I[2024-02-29T01:02:03.123456789, 2024-02-29T01:02:03.123456789]");
        assertThat(lake.query(texts)).containsExactly("+I[v0, v2]");
        assertThat(lake.sql().explainSql(times).contains(PUSHED))
                .isEqualTo(format == HiveStorageFormat.PARQUET);
        assertThat(lake.sql().explainSql(texts).contains(PUSHED))
                .isEqualTo(format == HiveStorageFormat.ORC);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void columnsMayBeInAnyOrder(HiveStorageFormat format) throws Exception {
        lake.create("u", "a:int;b:int", "", format, Map.of());
        lake.execute("INSERT INTO u VALUES (1, 30), (2, 10), (3, 20)");

        assertThat(lake.query("SELECT MAX(b), MIN(b), MIN(a), MAX(b) FROM u"))
                .containsExactly("+I[30, 10, 1, 30]");
        assertThat(lake.query("SELECT MAX(y), MIN(x) FROM (SELECT b AS x, a AS y, b AS z FROM u)"))
                .containsExactly("+I[3, 10]");
    }

    @Test
    void keysOfThePartitionsWithoutRowsAreNotCounted() throws Exception {
        lake.create("u", "id:int", "k:int", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO u VALUES (1, 5), (2, 7), (3, CAST(NULL AS INT))");
        Path empty = Files.createDirectories(lake.directory("u").resolve("k=9"));
        lake.addPartition("u", HiveStorageFormat.PARQUET.storage(empty.toString()), List.of("9"));

        assertThat(lake.query("SELECT COUNT(*), MIN(k), MAX(k) FROM u"))
                .containsExactly("+I[3, 5, 7]");
        assertThat(lake.query("SELECT COUNT(*), MIN(k) FROM u WHERE k IS NULL"))
                .containsExactly("+I[1, null]");
    }

    @Test
    void noFileHasNoRows() throws Exception {
        lake.create("t", COLUMNS, "", HiveStorageFormat.PARQUET, Map.of());

        assertThat(lake.query("SELECT COUNT(*), MIN(id), MAX(s) FROM t"))
                .containsExactly("+I[0, null, null]");
    }

    @Test
    void onlyNullsHaveNoLeastValue() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.ORC, Map.of());
        lake.execute("INSERT INTO t VALUES (1, CAST(NULL AS STRING))");

        assertThat(lake.query("SELECT COUNT(*), MIN(s), MAX(id) FROM t"))
                .containsExactly("+I[1, null, 1]");
    }

    /** The plan goes by the table; each file by its partition. */
    @Test
    void partitionOfAFormatWithoutStatisticsIsRead() throws Exception {
        createTable(HiveStorageFormat.ORC);
        Path folder = Files.createDirectories(lake.directory("t").resolve("p=text"));
        Files.writeString(folder.resolve("f"), "7\u0001z\n-5\u0001a\n");
        lake.addPartition(
                "t", HiveStorageFormat.TEXTFILE.storage(folder.toString()), List.of("text"));

        assertThat(lake.query("SELECT COUNT(*), MIN(id), MAX(id), MAX(s), MAX(p) FROM t"))
                .containsExactly("+I[8, -5, 7, z, text]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM t WHERE id > 0",
                "SELECT COUNT(id) FROM t",
                "SELECT COUNT(p) FROM t",
                "SELECT COUNT(DISTINCT id) FROM t",
                "SELECT MAX(c) FROM t",
                "SELECT SUM(id) FROM t",
                "SELECT MIN(id + 1) FROM t",
                "SELECT COUNT(*) FILTER (WHERE id > 1) FROM t",
                "SELECT p, COUNT(*) FROM t GROUP BY p",
                "SELECT COUNT(NULLIF(id, 1)) FROM t",
                "SELECT COUNT(*), COUNT(NULLIF(id, 1)) FROM t",
                "SELECT MAX(n), COUNT(NULLIF(id, 1)) FROM t",
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
        createTable(HiveStorageFormat.PARQUET);

        assertThat(lake.sql().explainSql("SELECT MIN(d), MAX(d) FROM t")).doesNotContain(PUSHED);
        assertThat(lake.sql().explainSql("SELECT COUNT(*) FROM t")).contains(PUSHED);
    }

    @Test
    void footersAreEnough() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS STRING))");
        Path file = lake.directory("t").resolve(lake.files("t").get(0));
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4, 20, (byte) 0x7F);
        Files.write(file, bytes);

        assertThat(lake.query("SELECT COUNT(*), MIN(id), MAX(id) FROM t"))
                .containsExactly("+I[3, 1, 3]");
    }

    /** A footer is about all sections of its file, and must count once. */
    @ParameterizedTest
    @CsvSource({"MIN, 0, 1", "MIN, 1, 2", "COUNT, -1, 1"})
    void sectionsOfAFileAreNotCountedTwice(AggregateKind kind, int field, int rows)
            throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, CAST(NULL AS STRING))");
        Path file = lake.directory("t").resolve(lake.files("t").get(0));
        long middle = Files.size(file) / 2;
        AggregateFormat format = format(new ColumnAggregate(kind, field), new IntType());

        List<RowData> found = new ArrayList<>(aggregates(format, split(file, 0, middle)));
        found.addAll(aggregates(format, split(file, middle, Files.size(file) - middle)));

        assertThat(found).hasSize(rows);
        if (kind == AggregateKind.COUNT) {
            assertThat(found.get(0).getLong(0)).isEqualTo(3);
        }
    }

    @Test
    void nullInAColumnThatIsNotNullIsFound() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a'), (CAST(NULL AS INT), 'b')");
        Path file = lake.directory("t").resolve(lake.files("t").get(0));
        AggregateFormat format =
                format(
                        new ColumnAggregate(AggregateKind.MIN, 0),
                        new IntType(/* isNullable= */ false));

        assertThatThrownBy(() -> aggregates(format, split(file, 0, Files.size(file))))
                .hasMessageContaining("with NULL in the column id, which is NOT NULL");
    }

    @Test
    void fileThatWasReplacedIsAnError() throws Exception {
        lake.create("t", "id:int;s:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO t VALUES (1, 'a')");
        Path file = lake.directory("t").resolve(lake.files("t").get(0));
        HiveSplit split = split(file, 0, Files.size(file));
        AggregateFormat format =
                format(new ColumnAggregate(AggregateKind.COUNT, -1), new IntType());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));

        assertThatThrownBy(() -> aggregates(format, split))
                .hasMessageContaining("which was changed after it was found");
    }

    private AggregateFormat format(ColumnAggregate aggregate, IntType idType) {
        HiveScan scan =
                new HiveScan(
                        schema(idType),
                        aggregate.field() < 0
                                ? List.of()
                                : List.of(FieldPath.of(aggregate.field())),
                        List.of(),
                        List.of(),
                        List.of(aggregate),
                        /* ignoresAbsentPartitions= */ false,
                        new SerializableConfiguration(new Configuration()));
        return new AggregateFormat(
                scan,
                new HiveBulkFormat(scan, InternalTypeInfo.of(scan.rowType())),
                InternalTypeInfo.of(RowType.of(idType)));
    }

    private HiveTableSchema schema(IntType idType) {
        return new HiveTableSchema(
                lake.metastore().table("db", "t").orElseThrow(),
                RowType.of(
                        new LogicalType[] {idType, VarCharType.STRING_TYPE},
                        new String[] {"id", "s"}));
    }

    private HiveSplit split(Path file, long offset, long length) throws IOException {
        return new HiveSplit(
                new FileSourceSplit(
                        "0",
                        new org.apache.flink.core.fs.Path(file.toUri()),
                        offset,
                        length,
                        Files.getLastModifiedTime(file).toMillis(),
                        Files.size(file)),
                schema(new IntType()).unpartitioned());
    }

    private static List<RowData> aggregates(AggregateFormat format, HiveSplit split)
            throws IOException {
        List<RowData> found = new ArrayList<>();
        try (BulkFormat.Reader<RowData> reader =
                format.createReader(new org.apache.flink.configuration.Configuration(), split)) {
            BulkFormat.RecordIterator<RowData> batch = reader.readBatch();
            while (batch != null) {
                found.add(batch.next().getRecord());
                batch = reader.readBatch();
            }
        }
        return found;
    }
}
