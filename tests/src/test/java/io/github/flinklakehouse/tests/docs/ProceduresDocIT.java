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
package io.github.flinklakehouse.tests.docs;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.catalog.Folders;
import io.github.flinklakehouse.catalog.procedure.ProcedureSet;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.metastore.Metastore;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.tests.harness.ClientEnvironment;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedures.Procedure;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;

/** The procedures in {@code docs/procedures.md} are those that exist, and its examples run. */
class ProceduresDocIT {
    private static final Pattern SQL =
            Pattern.compile("^```sql\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+\\(.*\\))` \\| (.*?) \\|", Pattern.MULTILINE);

    private static final Pattern CALL = Pattern.compile("CALL sys\\.(\\w+)");
    private static final Pattern COLUMN = Pattern.compile("[<,] *`?(\\w+)`? ");

    private final String text = read();

    @Test
    void signaturesAreThoseOfTheProcedures() {
        Map<String, String> expected = new TreeMap<>();
        procedures()
                .forEach(
                        (name, procedure) ->
                                expected.put(signature(name, procedure), result(procedure)));
        assertThat(ROW.matcher(text).results().collect(toMap(r -> r.group(1), r -> r.group(2))))
                .isEqualTo(expected);
    }

    @Test
    void eachProcedureHasAnExampleThatRuns() throws IOException {
        Session session = Session.batch();
        session.run("CREATE DATABASE sales");
        ClientEnvironment.begin();
        try {
            Map<String, String> values = tables(session);
            for (MatchResult block : SQL.matcher(text).results().toList()) {
                String sql = block.group(1);
                for (Map.Entry<String, String> value : values.entrySet()) {
                    sql = sql.replace(value.getKey(), value.getValue());
                }
                Arrays.stream(sql.split(";", -1))
                        .map(String::strip)
                        .filter(statement -> !statement.isEmpty())
                        .forEach(session::run);
            }
        } finally {
            ClientEnvironment.end();
            session.run("DROP DATABASE sales CASCADE");
        }
        List<String> called =
                CALL.matcher(text).results().map(call -> call.group(1)).distinct().toList();
        assertThat(called).containsExactlyInAnyOrderElementsOf(procedures().keySet());
    }

    /** What the examples are about, and what stands for their snapshots and files. */
    private static Map<String, String> tables(Session session) throws IOException {
        session.run("CREATE TABLE sales.orders (id INT, name STRING)");
        session.run("INSERT INTO sales.orders VALUES (1, 'a')");
        session.run("INSERT INTO sales.orders VALUES (2, 'b')");
        session.run(
                "CREATE TABLE sales.clicks (id INT, dt STRING) PARTITIONED BY (dt) WITH ('connector' = 'hive')");
        session.run("INSERT INTO sales.clicks VALUES (1, 'today')");
        session.run("CREATE TABLE sales.lost (id INT)");
        Metastore metastore = OtherEngines.connection().load();
        String metadata = ((BaseTable) table("lost")).operations().current().metadataFileLocation();
        metastore.dropTable("sales", "lost", Metastore.Data.KEEP);
        OtherEngines.createTable(
                "sales",
                "broken",
                MetastoreTable.Kind.EXTERNAL,
                Map.of("table_type", "ICEBERG", "metadata_location", "file:/no/1.metadata.json"));
        Table orders = table("orders");
        List<HistoryEntry> history = orders.history();
        stage(orders);
        String time =
                session.value(
                        "SELECT CAST(MAX(committed_at) AS TIMESTAMP(3)) FROM sales.`orders$snapshots`");
        return Map.of(
                "4348797381245123", String.valueOf(history.get(0).snapshotId()),
                "8270633197658268", String.valueOf(history.get(1).snapshotId()),
                "2026-11-24 18:00:00", time.replace('T', ' '),
                "s3://lake/sales.db/found/metadata/00005.metadata.json", metadata);
    }

    private static Table table(String name) {
        return OtherEngines.connection()
                .icebergCatalog()
                .loadTable(TableIdentifier.of("sales", name));
    }

    private static void stage(Table table) throws IOException {
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            DataFile file = tasks.iterator().next().file();
            table.newAppend().appendFile(file).stageOnly().set("wap.id", "nightly-load").commit();
        }
    }

    private static Map<String, Procedure> procedures() {
        LakeConnection connection = OtherEngines.connection();
        return ProcedureSet.over(
                connection, connection.load(), new Folders(connection.configuration()));
    }

    private static String signature(String name, Procedure procedure) {
        return Arrays.stream(hint(procedure).arguments())
                .map(ProceduresDocIT::argument)
                .collect(joining(", ", name + "(", ")"));
    }

    private static String argument(ArgumentHint argument) {
        return argument.isOptional() ? "[" + argument.name() + "]" : argument.name();
    }

    private static String result(Procedure procedure) {
        return COLUMN.matcher(hint(procedure).output().value())
                .results()
                .map(column -> column.group(1))
                .collect(joining(", "));
    }

    private static ProcedureHint hint(Procedure procedure) {
        return Arrays.stream(procedure.getClass().getMethods())
                .filter(method -> method.getName().equals("call"))
                .findFirst()
                .map((Method method) -> method.getAnnotation(ProcedureHint.class))
                .orElseThrow();
    }

    private static String read() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("lakehouse.home"), "docs", "procedures.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
