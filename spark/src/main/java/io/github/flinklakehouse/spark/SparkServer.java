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
package io.github.flinklakehouse.spark;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Spark with the tables of one metastore. It reads requests from its standard input until that
 * ends, and answers each on its standard output; both are serialized lists of JDK classes.
 *
 * <table>
 *   <caption>Requests</caption>
 *   <tr><th>request</th><th>answer</th></tr>
 *   <tr><td>{@code ["sql", statement]}</td><td>the rows</td></tr>
 *   <tr><td>{@code ["insert", table, rows]}</td><td>no rows</td></tr>
 *   <tr><td>{@code ["zone", id]}: time zone of Spark and its JVM</td><td>no rows</td></tr>
 *   <tr><td>anything that fails</td><td>the message, a string</td></tr>
 * </table>
 */
public final class SparkServer {
    private final SparkSession spark;

    private SparkServer(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Serves until its standard input ends.
     *
     * @param arguments the URI of the metastore, and a folder of Spark's own
     */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        // What Spark prints must not meet the answers.
        System.setOut(System.err);
        try (ObjectOutputStream answers =
                        new ObjectOutputStream(new FileOutputStream(FileDescriptor.out));
                ObjectInputStream requests = new ObjectInputStream(System.in);
                SparkSession spark = session(arguments[0], arguments[1])) {
            SparkServer server = new SparkServer(spark);
            Object request = requests.readObject();
            while (request != null) {
                answers.writeObject(server.answer((List<?>) request));
                answers.flush();
                answers.reset();
                request = requests.readObject();
            }
        }
    }

    private static SparkSession session(String metastore, String folder) {
        return SparkSession.builder()
                .master("local[2]")
                .appName("interop")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder)
                .config("spark.sql.warehouse.dir", folder)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.datetime.java8API.enabled", true)
                .config("spark.hadoop.hive.metastore.uris", metastore)
                .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict")
                .config(
                        "spark.sql.extensions",
                        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                .config(
                        "spark.sql.catalog.spark_catalog",
                        "org.apache.iceberg.spark.SparkSessionCatalog")
                .config("spark.sql.catalog.spark_catalog.type", "hive")
                .config("spark.sql.catalog.spark_catalog.cache-enabled", false)
                .enableHiveSupport()
                .getOrCreate();
    }

    // A test wants to know whatever went wrong, and the next request may be right.
    @SuppressWarnings("IllegalCatch")
    private Object answer(List<?> request) {
        try {
            return switch ((String) request.get(0)) {
                case "sql" -> rows((String) request.get(1));
                case "insert" -> insert((String) request.get(1), (List<?>) request.get(2));
                case "zone" -> zone((String) request.get(1));
                default -> throw new IllegalArgumentException("Unknown request " + request);
            };
        } catch (Exception e) {
            e.printStackTrace();
            return String.valueOf(e.getMessage());
        }
    }

    private List<List<Object>> rows(String statement) {
        // Another engine may have added files since.
        spark.catalog().clearCache();
        List<List<Object>> rows = new ArrayList<>();
        for (Row row : spark.sql(statement).collectAsList()) {
            rows.add(SparkValues.fields(row));
        }
        return rows;
    }

    private List<List<Object>> insert(String table, List<?> rows) {
        StructType schema = spark.table(table).schema();
        SparkValues values = new SparkValues(ZoneId.systemDefault());
        List<Row> sparkRows = new ArrayList<>();
        rows.forEach(row -> sparkRows.add(values.row(schema, (List<?>) row)));
        spark.createDataFrame(sparkRows, schema).coalesce(1).write().insertInto(table);
        return List.of();
    }

    private List<List<Object>> zone(String id) {
        TimeZone.setDefault(TimeZone.getTimeZone(id));
        spark.conf().set("spark.sql.session.timeZone", id);
        return List.of();
    }
}
