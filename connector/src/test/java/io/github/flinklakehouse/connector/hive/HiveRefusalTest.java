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

import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Hive tables cannot do is refused when it is planned, in one sentence. */
class HiveRefusalTest {
    @TempDir Path warehouse;
    private HiveTestLake lake;

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode());
    }

    private void create(HiveStorageFormat format, Map<String, String> parameters) {
        lake.create("t", "id:int", "", format, parameters);
    }

    private void assertRefused(String statement, String message) {
        assertThatThrownBy(() -> lake.sql().explainSql(statement))
                .satisfiesAnyOf(
                        e -> assertThat(e).hasMessage(message),
                        e -> assertThat(e).rootCause().hasMessage(message));
        assertThat(lake.files("t")).isEmpty();
    }

    private void declareWith(Map<String, String> options) {
        lake.declare(lake.metastore().table("db", "t").orElseThrow(), options);
    }

    @Test
    void aFormatThatIsNotSupported() {
        create(HiveStorageFormat.ORC, Map.of());

        String storedAs =
                "table: db.t is stored as ORC (SerDe org.apache.hadoop.hive.ql.io.orc.OrcSerde,"
                        + " input format org.apache.hadoop.hive.ql.io.orc.OrcInputFormat), which is"
                        + " not supported yet — use Parquet or text";
        assertRefused("SELECT * FROM t", "Cannot read " + storedAs);
        assertRefused("INSERT INTO t VALUES (1)", "Cannot write " + storedAs);
    }

    @Test
    void aSerDeThatIsNotKnown() {
        lake.create(
                "t",
                "id:int",
                "",
                new TableStorage(
                        lake.directory("t").toString(),
                        "x.In",
                        "x.Out",
                        "x.Y",
                        Map.of(),
                        List.of(),
                        0),
                Map.of());

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t is stored as an unknown format (SerDe x.Y, input format x.In), which is not supported yet — use Parquet or text");
    }

    @Test
    void aPartitionOfAFormatThatIsNotSupported() {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.PARQUET, Map.of());
        lake.addPartition("t", HiveStorageFormat.AVRO.storage("/x"), List.of("1"));

        String storedAs =
                "partition: db.t/p=1 is stored as AVRO (SerDe"
                        + " org.apache.hadoop.hive.serde2.avro.AvroSerDe, input format"
                        + " org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat), which is"
                        + " not supported yet — use Parquet or text";
        assertRefused("SELECT * FROM t", "Cannot read " + storedAs);
        assertRefused("INSERT INTO t PARTITION (p = 1) VALUES (1)", "Cannot write " + storedAs);
    }

    @Test
    void parquetColumnsByPosition() {
        create(HiveStorageFormat.PARQUET, Map.of("parquet.column.index.access", "true"));

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t has parquet.column.index.access=true, but columns of Parquet files are only found by name — remove this property, or read it with Hive");
    }

    @Test
    void aSparkTableOfAnotherProvider() {
        create(HiveStorageFormat.SEQUENCEFILE, Map.of("spark.sql.sources.provider", "csv"));

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t is a Spark table (provider=csv), which is not supported yet — store it as Parquet");
    }

    @Test
    void updates() {
        create(HiveStorageFormat.PARQUET, Map.of());

        assertRefused(
                "INSERT INTO t SELECT CAST(COUNT(*) AS INT) FROM t",
                "Cannot write updates or deletes: db.t is a Hive table, which only takes inserts — create it as an Iceberg table with a PRIMARY KEY");
    }

    @Test
    void aStreamWithoutEnd() {
        create(HiveStorageFormat.PARQUET, Map.of());
        lake.sql()
                .executeSql(
                        "CREATE TEMPORARY TABLE endless (id INT) WITH ('connector' = 'datagen')");

        assertRefused(
                "INSERT INTO t SELECT id FROM endless",
                "Cannot write table: db.t gets a stream without end, whose rows become visible with checkpoints, but there are none — set 'execution.checkpointing.interval'");

        lake.sql().getConfig().set("execution.checkpointing.interval", "1 s");
        assertRefused(
                "INSERT OVERWRITE t SELECT id FROM endless",
                "Cannot overwrite table: db.t gets a stream without end, after which old rows would be replaced — use INSERT INTO, or bounded input");

        lake.sql()
                .getConfig()
                .set("execution.checkpointing.checkpoints-after-tasks-finish.enabled", "false");
        assertRefused(
                "INSERT INTO t SELECT id FROM endless",
                "Cannot write table: db.t gets a stream without end, whose last rows become visible with a checkpoint after it was stopped — set 'execution.checkpointing.checkpoints-after-tasks-finish' to 'true'");
    }

    @Test
    void aBucketedTable() {
        TableStorage plain = HiveStorageFormat.TEXTFILE.storage(lake.directory("t").toString());
        lake.create(
                "t",
                "id:int",
                "",
                new TableStorage(
                        plain.location(),
                        plain.inputFormat(),
                        plain.outputFormat(),
                        plain.serde(),
                        plain.serdeParameters(),
                        List.of("id"),
                        4),
                Map.of());

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t is bucketed by [id], and its files must stay so — write it with Hive, or create it without buckets");
    }

    @Test
    void aTableWithHeaders() {
        create(HiveStorageFormat.TEXTFILE, Map.of("skip.header.line.count", "1"));

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t has files with header or footer lines (skip.header.line.count, skip.footer.line.count), which would be taken for rows or hide some — remove these properties");
    }

    @Test
    void aUnion() {
        lake.create("t", "u:uniontype<int,string>", "", HiveStorageFormat.TEXTFILE, Map.of());

        assertRefused(
                "INSERT INTO t SELECT * FROM t",
                "Cannot write table: db.t has the column u of type uniontype<int,string>, of which Flink has no like — write it with Hive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"streaming", "streaming-source.enable"})
    void streamingReads(String option) {
        create(HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of(option, "true"));

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t is a Hive table, of which new files are not read as a stream yet — remove 'streaming', 'streaming-source.enable' and 'monitor-interval'");
    }

    @Test
    void optionsWithoutEffect() {
        create(HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("sink.shuffle-by-partition.enable", "true"));

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t has the option 'sink.shuffle-by-partition.enable', which Hive tables do not support — remove it");
    }

    @Test
    void partitionCommitWithoutPartitions() {
        create(HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("sink.partition-commit.delay", "1 h"));

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t has the option 'sink.partition-commit.delay', but no partitions — remove it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "policy.kind|hdfs|'sink.partition-commit.policy.kind' = 'hdfs' — use some of 'metastore', 'success-file' and 'custom'",
                "watermark-time-zone|Mars|'sink.partition-commit.watermark-time-zone' = 'Mars', which is no time zone — use one such as 'Europe/Berlin'"
            })
    void partitionCommitThatIsNotKnown(String option, String value, String reason) {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("sink.partition-commit." + option, value));

        assertRefused("INSERT INTO t VALUES (1, 1)", "Cannot write table: db.t has " + reason);
    }

    @Test
    void aCustomPolicyWithoutClass() {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("sink.partition-commit.policy.kind", "metastore,custom"));

        assertRefused(
                "INSERT INTO t VALUES (1, 1)",
                "Cannot write table: db.t must have both the policy 'custom' in 'sink.partition-commit.policy.kind' and 'sink.partition-commit.policy.class', or neither — set what is missing");
    }

    @Test
    void staticValuesOutOfOrder() {
        lake.create("t", "id:int", "p:int;q:int", HiveStorageFormat.PARQUET, Map.of());

        assertRefused(
                "INSERT INTO t PARTITION (q = 1) SELECT 1, 2",
                "Cannot write table: db.t is partitioned by [p, q], of which static values come first — name them in this order");
    }

    @Test
    void aKeyTypeThatDirectoriesCannotHold() {
        lake.create("t", "id:int", "p:binary", HiveStorageFormat.PARQUET, Map.of());

        assertRefused(
                "SELECT * FROM t",
                "Cannot use table: db.t is partitioned by p of type BYTES, which is not supported — partition it by a type such as STRING, INT or DATE");
    }
}
