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
                "Cannot read table: db.t is stored as an unknown format (SerDe x.Y, input format x.In), which is not supported yet — use Parquet, ORC or text");
    }

    @Test
    void aPartitionOfAFormatThatIsNotSupported() {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.PARQUET, Map.of());
        lake.addPartition(
                "t",
                new TableStorage("/x", "x.In", "x.Out", "x.Y", Map.of(), List.of(), 0),
                List.of("1"));

        String storedAs =
                "partition: db.t/p=1 is stored as an unknown format (SerDe x.Y, input format x.In),"
                        + " which is not supported yet — use Parquet, ORC or text";
        assertRefused("SELECT * FROM t", "Cannot read " + storedAs);
        assertRefused("INSERT INTO t PARTITION (p = 1) VALUES (1)", "Cannot write " + storedAs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "avro", "text"})
    void aSparkTableOfAnotherProvider(String provider) {
        create(HiveStorageFormat.SEQUENCEFILE, Map.of("spark.sql.sources.provider", provider));

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t is a Spark table (provider=%s), which is not supported — store it as Parquet"
                        .formatted(provider));
        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t is a Spark table (provider=%s), which is not supported — store it as Parquet"
                        .formatted(provider));
    }

    @Test
    void aSparkTableWithoutColumnsInTheMetastore() {
        lake.create(
                "t",
                "col:array<string>",
                "",
                HiveStorageFormat.PARQUET,
                Map.of(
                        "spark.sql.sources.provider",
                        "parquet",
                        "spark.sql.sources.schema.numParts",
                        "1"));

        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t is a Spark table, of which only Spark knows the columns (spark.sql.sources.schema) — create it anew with column names and types that Hive has, too");
    }

    @Test
    void aCodecThatIsNotKnown() {
        create(
                HiveStorageFormat.TEXTFILE,
                Map.of(
                        "hive.exec.compress.output",
                        "true",
                        "mapreduce.output.fileoutputformat.compress.codec",
                        "lzo"));

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t would be compressed by the codec lzo (mapreduce.output.fileoutputformat.compress.codec), which is unknown — use one of [bzip2, deflate, gzip, lz4, snappy, zstd]");
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
        lake.create("t", "id:int", "", bucketed(lake.directory("t").toString()), Map.of());

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t is bucketed by [id], and its files must stay so — write it with Hive, or create it without buckets");
    }

    @Test
    void aBucketedPartition() {
        lake.create("t", "id:int", "p:int", HiveStorageFormat.TEXTFILE, Map.of());
        lake.addPartition("t", bucketed(lake.directory("t") + "/p=1"), List.of("1"));

        assertThatThrownBy(() -> lake.execute("INSERT INTO t PARTITION (p = 1) SELECT 1"))
                .hasStackTraceContaining(
                        "Cannot write partition: db.t/p=1 is bucketed, and its files must stay so — write it with Hive");
    }

    private static TableStorage bucketed(String location) {
        TableStorage plain = HiveStorageFormat.TEXTFILE.storage(location);
        return new TableStorage(
                plain.location(),
                plain.inputFormat(),
                plain.outputFormat(),
                plain.serde(),
                plain.serdeParameters(),
                List.of("id"),
                4);
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

    @Test
    void streamsThatWouldNotReadWhatIsAskedFor() {
        create(HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("monitor-interval", "1 s"));
        assertRefused(
                "SELECT * FROM t",
                "Cannot read table: db.t has the option 'monitor-interval', which only a stream has — set 'streaming' to 'true', too");
        declareWith(Map.of("streaming", "true", "streaming-source.partition.include", "latest"));
        assertRefused(
                "SELECT * FROM t",
                "Cannot read table as a stream: db.t has the option 'streaming-source.partition.include' = 'latest', which only a lookup join has — set it to 'all'");
        declareWith(Map.of("streaming", "true", "streaming-source.partition-order", "size"));
        assertRefused(
                "SELECT * FROM t",
                "Cannot read table as a stream: db.t has the option 'streaming-source.partition-order' = 'size', which is not supported — set it to 'partition-name' or 'partition-time' or 'create-time'");
        declareWith(
                Map.of("streaming", "true", "streaming-source.consume-start-offset", "yesterday"));
        assertRefused(
                "SELECT * FROM t",
                "Cannot read table as a stream: db.t has the option 'streaming-source.consume-start-offset' = 'yesterday', which is not supported — set it to '2024-02-29 12:34:56'");
    }

    @Test
    void optionsWithoutEffect() {
        create(HiveStorageFormat.PARQUET, Map.of());
        declareWith(Map.of("sink.shuffle-by-partition.enable", "true"));

        assertRefused(
                "INSERT INTO t VALUES (1)",
                "Cannot write table: db.t has the option 'sink.shuffle-by-partition.enable', but no partitions — remove it");
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
