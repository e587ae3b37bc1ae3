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
package io.github.flinklakehouse.tests.benchmark;

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tables of the benchmark: those of the catalog, and the same files as {@code filesystem}. */
final class BenchmarkTables {
    private static final String COLUMNS =
            """
            l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INT,
            l_quantity DECIMAL(12, 2), l_extendedprice DECIMAL(12, 2), l_discount DECIMAL(12, 2),
            l_tax DECIMAL(12, 2), l_returnflag STRING, l_linestatus STRING, l_shipdate DATE,
            l_commitdate DATE, l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING,
            l_comment STRING\
            """;

    private static final String PARTITIONED =
            "l_partkey BIGINT, l_quantity DECIMAL(12, 2), part INT) PARTITIONED BY (part";

    private static final int PARTITIONS = 2_000;

    private final Session session;
    private final double scale;

    BenchmarkTables(Session session, double scale) {
        this.session = requireNonNull(session);
        this.scale = scale;
    }

    /** The rows as the generator prints them. */
    void createText() throws IOException {
        session.run("CREATE DATABASE bench");
        session.run("USE bench");
        Path folder = Lake.instance().newFolder("lineitem");
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("lineitem.tbl"))) {
            for (LineItem row : new LineItemGenerator(scale, 1, 1)) {
                lines.write(row.toLine());
                lines.newLine();
            }
        }
        session.run(
                "CREATE TABLE lineitem (%s) WITH ('connector' = 'hive', 'format' = 'textfile', 'location' = '%s', 'serde.field.delim' = '|')"
                        .formatted(COLUMNS, folder.toUri()));
    }

    /** The tables of one format. */
    void create(String format) {
        createBoth("lineitem_" + format, COLUMNS, format);
        createBoth("lineitem_" + format + "_copy", COLUMNS, format);
        createBoth("parts_" + format, PARTITIONED, format);
        session.run("INSERT INTO lineitem_%s SELECT * FROM lineitem".formatted(format));
        session.run(
                "INSERT INTO parts_%s SELECT l_partkey, l_quantity, CAST(MOD(l_partkey, %d) AS INT) FROM lineitem WHERE l_orderkey < 40000"
                        .formatted(format, PARTITIONS));
    }

    private void createBoth(String table, String columns, String format) {
        session.run(
                "CREATE TABLE %s (%s) WITH ('connector' = 'hive', 'format' = '%s')"
                        .formatted(table, columns, format));
        // What one side inserts must not be read by the other.
        String location =
                table.endsWith("_copy")
                        ? Lake.instance().newFolder(table).toUri().toString()
                        : OtherEngines.read("bench", table).storage().location();
        session.run(
                "CREATE TEMPORARY TABLE fs_%s (%s) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = '%s')"
                        .formatted(table, columns, location, format));
    }
}
