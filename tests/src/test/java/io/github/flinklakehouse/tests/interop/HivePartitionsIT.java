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
package io.github.flinklakehouse.tests.interop;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Partitions that Hive 3.1.3 made are read here, and those made here are what Hive would make. */
final class HivePartitionsIT {
    private static final String DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";

    /** As in Trino's test of special characters in partitions, and more. */
    private static final List<String> VALUES =
            List.of(
                    "with,comma",
                    "with=equals",
                    "with/slash",
                    "with\\backslash",
                    "with\nbreak",
                    "with\ttab",
                    "with space",
                    " around ",
                    "with%25percent",
                    "with%percent",
                    "%",
                    "with:colon",
                    "with*star?",
                    "with'quote",
                    "with\"quotes",
                    "with#hash",
                    "with;semicolon",
                    "with{brace}",
                    "with[bracket]",
                    "with^caret",
                    "with|pipe",
                    "with<less>",
                    "with&and",
                    "with$dollar",
                    "with~tilde`",
                    "with\u0001control",
                    "with\u007Fdelete",
                    "..",
                    ".dot",
                    "_underscore",
                    "漢字 Größe é",
                    "\uD83D\uDE00",
                    "a+b",
                    "NULL",
                    "null",
                    "\\N");

    private static final Session SESSION = Session.batch();
    private static final Metastore METASTORE = OtherEngines.connection().load();
    private static final SharedTables TABLES = new SharedTables("hive_partitions", SESSION);

    @BeforeAll
    static void create() {
        SESSION.run("CREATE DATABASE hive_partitions");
        SESSION.run("USE hive_partitions");
    }

    @AfterAll
    static void drop() {
        SESSION.run("USE `default`");
        SESSION.run("DROP DATABASE hive_partitions CASCADE");
    }

    @Test
    void readsThePartitionsOfHive() {
        MetastoreTable table = createTable("by_hive", "p");
        METASTORE.addPartitions(
                "hive_partitions",
                "by_hive",
                VALUES.stream().map(value -> hivePartition(table, value)).toList());
        Hive hive = new Hive(table);
        for (int i = 0; i < VALUES.size(); i++) {
            hive.write(
                    hivePartition(table, VALUES.get(i)).storage().location(),
                    "f",
                    List.of(List.of(i)));
        }
        assertSameValues("by_hive");
    }

    @Test
    void makesThePartitionsThatHiveWouldMake() {
        createTable("by_flink", "p");
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < VALUES.size(); i++) {
            rows.append(i == 0 ? "" : ", ").append("(%d, %s)".formatted(i, literal(VALUES.get(i))));
        }
        SESSION.run("INSERT INTO by_flink VALUES " + rows);
        MetastoreTable table = TABLES.record("by_flink");
        for (int i = 0; i < VALUES.size(); i++) {
            MetastorePartition partition =
                    METASTORE
                            .partition("hive_partitions", "by_flink", List.of(VALUES.get(i)))
                            .orElseThrow();
            MetastorePartition expected = hivePartition(table, VALUES.get(i));
            Path directory = Path.of(hadoopPath(expected).toUri());
            assertThat(directory).isDirectory();
            assertThat(hadoopPath(partition)).isEqualTo(hadoopPath(expected));
            assertThat(new Hive(table).read(expected.storage().location()))
                    .containsExactly(List.of(i));
        }
        assertSameValues("by_flink");
    }

    @Test
    void namesOfKeysAreEscapedToo() {
        MetastoreTable table = createTable("odd_key", "with space#");
        SESSION.run("INSERT INTO odd_key PARTITION (`with space#` = 'a/b') VALUES (1)");
        assertThat(METASTORE.partitionNames("hive_partitions", "odd_key"))
                .containsExactly(Hive.partitionName(table.partitionKeyNames(), List.of("a/b")));
        assertSql(SESSION, "SELECT * FROM odd_key WHERE `with space#` = 'a/b'")
                .returns("+I[1, a/b]");
    }

    @Test
    void nullAndTheEmptyStringAreTheDefaultPartition() {
        MetastoreTable table = createTable("nulls", "p");
        assertThat(Hive.partitionName(List.of("p"), List.of("")))
                .isEqualTo("p=" + DEFAULT_PARTITION);
        SESSION.run("INSERT INTO nulls VALUES (1, CAST(NULL AS STRING)), (2, '')");
        String directory = table.storage().location() + "/p=" + DEFAULT_PARTITION;
        assertThat(Path.of(URI.create(directory))).isDirectory();
        assertThat(new Hive(table).read(directory))
                .containsExactlyInAnyOrder(List.of(1), List.of(2));
        assertSql(SESSION, "SELECT * FROM nulls WHERE p IS NULL")
                .returns("+I[1, null]", "+I[2, null]");
    }

    @Test
    void typedKeysAreSpeltAsInHive() {
        SESSION.run(
                """
                CREATE TABLE typed (id INT, d DATE, t TIMESTAMP(9), n DECIMAL(10, 2), b BOOLEAN, c CHAR(5),
                  f DOUBLE, v VARCHAR(3)) PARTITIONED BY (d, t, n, b, c, f, v) WITH ('connector' = 'hive')
                """);
        SESSION.run(
                """
                INSERT INTO typed VALUES (1, DATE '2024-02-29', TIMESTAMP '2024-01-01 00:00:00', 1.50, TRUE, 'ab',
                  1e10, 'xyz')
                """);
        assertThat(
                        METASTORE.partition(
                                "hive_partitions",
                                "typed",
                                List.of(
                                        "2024-02-29",
                                        "2024-01-01 00:00:00",
                                        "1.5",
                                        "true",
                                        "ab",
                                        "1.0E10",
                                        "xyz")))
                .isPresent();
        assertSql(SESSION, "SELECT * FROM typed")
                .returns("+I[1, 2024-02-29, 2024-01-01T00:00, 1.50, true, ab   , 1.0E10, xyz]");
    }

    @Test
    void partitionsKeepTheirOwnDelimitersAndFormat() throws Exception {
        MetastoreTable table = createTable("mixed", "p");
        Path directory =
                Files.createDirectory(
                        Path.of(URI.create(table.storage().location())).resolve("p=1"));
        Files.writeString(directory.resolve("f"), "7;x\n");
        TableStorage text = HiveStorageFormat.TEXTFILE.storage(directory.toUri().toString());
        METASTORE.addPartitions(
                "hive_partitions",
                "mixed",
                List.of(
                        new MetastorePartition(
                                List.of("1"),
                                table.columns(),
                                new TableStorage(
                                        text.location(),
                                        text.inputFormat(),
                                        text.outputFormat(),
                                        text.serde(),
                                        Map.of("field.delim", ";", "serialization.format", ";"),
                                        List.of(),
                                        0),
                                Map.of()),
                        hivePartition(table, "2")));
        new Hive(table)
                .write(hivePartition(table, "2").storage().location(), "f", List.of(List.of(8)));
        assertSql(SESSION, "SELECT * FROM mixed").returns("+I[7, 1]", "+I[8, 2]");
    }

    private static void assertSameValues(String name) {
        List<List<Object>> expected = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            expected.add(List.of(i, VALUES.get(i)));
        }
        assertThat(TABLES.select(name)).containsExactlyInAnyOrderElementsOf(expected);
        for (int i = 0; i < 4; i++) {
            assertSql(
                            SESSION,
                            "SELECT id FROM %s WHERE p = %s"
                                    .formatted(name, literal(VALUES.get(i * 5))))
                    .returns("+I[%d]".formatted(i * 5));
        }
    }

    private static org.apache.hadoop.fs.Path hadoopPath(MetastorePartition partition) {
        return new org.apache.hadoop.fs.Path(partition.storage().location());
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** As Hive registers it: the location is the name of the directory, not a URI's spelling. */
    private static MetastorePartition hivePartition(MetastoreTable table, String value) {
        String name = Hive.partitionName(table.partitionKeyNames(), List.of(value));
        return new MetastorePartition(
                List.of(value),
                table.columns(),
                table.storage()
                        .at(
                                new org.apache.hadoop.fs.Path(table.storage().location(), name)
                                        .toString()),
                Map.of());
    }

    private static MetastoreTable createTable(String name, String key) {
        METASTORE.createTable(
                new MetastoreTable(
                        "hive_partitions",
                        name,
                        "hive",
                        MetastoreTable.Kind.MANAGED,
                        List.of(new MetastoreColumn("id", "int", "")),
                        List.of(new MetastoreColumn(key, "string", "")),
                        HiveStorageFormat.PARQUET.storage(""),
                        Map.of(),
                        "",
                        ""));
        return TABLES.record(name);
    }
}
