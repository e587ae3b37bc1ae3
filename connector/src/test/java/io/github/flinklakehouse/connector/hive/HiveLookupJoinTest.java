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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Joins of a stream with a Hive table as it is at the moment. */
class HiveLookupJoinTest {

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
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inStreamingMode());
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY VIEW o AS
                        SELECT id, name, PROCTIME() AS ts
                        FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c'), (CAST(NULL AS INT), 'n'))
                          AS v (id, name)
                        """);
    }

    private void createDimension(String keys, Map<String, String> options) {
        lake.create("d", "id:int;name:string;n:int", keys, HiveStorageFormat.TEXTFILE, Map.of());
        declare(options);
    }

    private void declare(Map<String, String> options) {
        lake.declare(lake.metastore().table("db", "d").orElseThrow(), options);
    }

    /** As rows: {@code id, name, n}. */
    private void write(String file, String... rows) throws IOException {
        Path path = lake.directory("d").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.join("\n", rows).replace(',', '\u0001') + "\n");
    }

    private void addPartition(String name, long createTime) {
        String location = lake.directory("d") + "/" + name;
        lake.metastore()
                .addPartitions(
                        "db",
                        "d",
                        List.of(
                                new MetastorePartition(
                                        PartitionPath.values(name),
                                        HiveTestLake.columns("id:int;name:string;n:int"),
                                        HiveStorageFormat.TEXTFILE.storage(location),
                                        Map.of(),
                                        createTime)));
    }

    /** The same with {@code FOR SYSTEM_TIME} and without, which must not differ. */
    private List<String> join(String select, String on) {
        String query = "SELECT " + select + " FROM o %s d%s ON " + on;
        List<String> looked =
                lake.query(query.formatted("JOIN", " FOR SYSTEM_TIME AS OF o.ts AS d"));
        assertThat(looked).isEqualTo(lake.query(query.formatted("JOIN", "")));
        return looked;
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "TEXTFILE"})
    void allRowsOfAKeyAreFoundAndNoneOfNull(HiveStorageFormat format) throws Exception {
        lake.create("d", "id:int;name:string;n:int", "", format, Map.of());
        HiveTestLake batch = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        batch.create("d", "id:int;name:string;n:int", "", format, Map.of());
        batch.execute(
                "INSERT INTO d VALUES (1, 'x', 10), (1, 'y', 11), (3, 'z', 30),"
                        + " (CAST(NULL AS INT), 'null', 0)");
        lake = reopened();
        lake.create("d", "id:int;name:string;n:int", "", format, Map.of());

        assertThat(join("o.id, d.name", "o.id = d.id"))
                .containsExactly("+I[1, x]", "+I[1, y]", "+I[3, z]");
        assertThat(join("o.name, d.n", "o.id = d.id AND d.n > 10"))
                .containsExactly("+I[a, 11]", "+I[c, 30]");
        assertThat(
                        lake.query(
                                "SELECT o.name, d.n FROM o LEFT JOIN d FOR SYSTEM_TIME AS OF o.ts"
                                        + " AS d ON o.id = d.id AND d.name <> 'y'"))
                .containsExactly("+I[a, 10]", "+I[b, null]", "+I[c, 30]", "+I[n, null]");
    }

    private HiveTestLake reopened() {
        createLake();
        return lake;
    }

    @Test
    void aKeyOfTypeCharHasItsBlanksAsInAnyJoin() throws Exception {
        lake.create("d", "c:char(3);n:int", "", HiveStorageFormat.TEXTFILE, Map.of());
        Files.writeString(lake.directory("d").resolve("f"), "a\u00011\nb  \u00012\n");

        assertThat(join("o.id, d.n", "o.name = d.c")).isEmpty();
        assertThat(join("o.id, d.n", "CAST(o.name AS CHAR(3)) = d.c")).hasSize(2);
    }

    @Test
    void partitionKeysAreKeysToo() throws Exception {
        createDimension("p:string", Map.of());
        write("p=a/f", "1,x,1");
        write("p=b/f", "1,y,2");
        addPartition("p=a", 1000);
        addPartition("p=b", 1000);

        assertThat(join("o.id, d.n", "o.name = d.p")).containsExactly("+I[1, 1]", "+I[2, 2]");
    }

    @ParameterizedTest
    @CsvSource({"partition-name, 3", "partition-time, 1", "create-time, 2"})
    void onlyTheLatestPartitionIsLookedUp(String order, String n) throws Exception {
        createDimension("dt:string", Map.of());
        write("dt=01.12.2024/f", "1,x,1");
        write("dt=02.01.2024/f", "1,x,2");
        write("dt=03.01.2024/f", "1,x,3");
        addPartition("dt=01.12.2024", 1000);
        addPartition("dt=02.01.2024", 9000);
        addPartition("dt=03.01.2024", 2000);
        declare(
                Map.of(
                        "streaming-source.enable", "true",
                        "streaming-source.partition.include", "latest",
                        "streaming-source.partition-order", order,
                        "partition.time-extractor.timestamp-pattern", "$dt",
                        "partition.time-extractor.timestamp-formatter", "dd.MM.yyyy"));

        assertThat(
                        lake.query(
                                "SELECT o.id, d.n FROM o JOIN d FOR SYSTEM_TIME AS OF o.ts AS d"
                                        + " ON o.id = d.id"))
                .containsExactly("+I[1, %s]".formatted(n));
    }

    @Test
    void newRowsAreFoundWhileTheJobRuns() throws Exception {
        createDimension("", Map.of("lookup.join.cache.ttl", "50 ms"));
        write("f", "1,old,1");
        lake.sql()
                .executeSql(
                        """
                        CREATE TEMPORARY TABLE probes (id INT, ts AS PROCTIME()) WITH (
                          'connector' = 'datagen', 'rows-per-second' = '20',
                          'fields.id.min' = '1', 'fields.id.max' = '1')
                        """);
        try (CloseableIterator<Row> rows =
                lake.sql()
                        .executeSql(
                                "SELECT d.name FROM probes JOIN d FOR SYSTEM_TIME AS OF probes.ts"
                                        + " AS d ON probes.id = d.id")
                        .collect()) {
            assertThat(rows.next()).hasToString("+I[old]");
            Files.delete(lake.directory("d").resolve("f"));
            write("g", "1,new,1");
            String name = "+I[old]";
            while (name.equals("+I[old]")) {
                name = rows.next().toString();
            }
            assertThat(name).isEqualTo("+I[new]");
        }
    }

    @Test
    void aFileThatCannotBeReadFailsTheJobAtItsBeginning() throws Exception {
        lake.create("d", "id:int;n:int", "", HiveStorageFormat.PARQUET, Map.of());
        Files.writeString(lake.directory("d").resolve("f"), "no Parquet");

        assertThatThrownBy(() -> join("d.n", "o.id = d.id"))
                .hasStackTraceContaining("is not a Parquet file");
    }

    private void assertRefused(Map<String, String> options, String condition, String message) {
        declare(options);
        assertThatThrownBy(
                        () ->
                                lake.query(
                                        "SELECT o.id FROM o JOIN d FOR SYSTEM_TIME AS OF o.ts AS d"
                                                + " ON o.id = d.id "
                                                + condition))
                .hasStackTraceContaining(message);
    }

    @Test
    void whatWouldBeIgnoredIsRefused() {
        createDimension("dt:string", Map.of());

        assertRefused(
                Map.of("lookup.cache", "PARTIAL"),
                "",
                "Cannot look up rows: db.d has the option 'lookup.cache' = 'PARTIAL', but files have no keys to find single rows by — set it to 'FULL'");
        assertRefused(
                Map.of(
                        "lookup.join.cache.ttl",
                        "1 h",
                        "lookup.full-cache.periodic-reload.interval",
                        "1 h"),
                "",
                "Cannot look up rows: db.d has both the option 'lookup.join.cache.ttl' and 'lookup.full-cache.…', which say the same — remove one");
        assertRefused(
                Map.of("lookup.full-cache.reload-strategy", "TIMED"),
                "",
                "Cannot look up rows: db.d has options 'lookup.full-cache.…' that do not fit together — Missing 'lookup.full-cache.timed-reload.iso-time'");
        assertRefused(
                Map.of("lookup.partial-cache.max-rows", "10"),
                "",
                "Cannot read table: db.d has the option 'lookup.partial-cache.max-rows', which Hive tables do not support — remove it");
    }

    @Test
    void aTimedReloadIsAccepted() throws Exception {
        createDimension(
                "",
                Map.of(
                        "lookup.cache", "FULL",
                        "lookup.full-cache.reload-strategy", "TIMED",
                        "lookup.full-cache.timed-reload.iso-time", "03:00"));
        write("f", "2,x,1");

        assertThat(join("o.name", "o.id = d.id")).containsExactly("+I[b]");
    }
}
