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
package io.github.flinklakehouse.tests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** A user's session: one table environment with the catalog {@code lake} in use. */
public final class Session {
    private final TableEnvironment environment;

    private Session(RuntimeExecutionMode mode, Map<String, String> catalogOptions) {
        Configuration configuration = Lake.instance().clientConfiguration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        configuration.set(TableConfigOptions.TABLE_DML_SYNC, true);
        configuration.set(TableConfigOptions.LOCAL_TIME_ZONE, "Asia/Shanghai");
        environment =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance().withConfiguration(configuration).build());
        createCatalog("lake", catalogOptions);
        run("USE CATALOG lake");
    }

    /** A session for bounded queries. */
    public static Session batch() {
        return new Session(RuntimeExecutionMode.BATCH, Map.of());
    }

    /** A session for bounded queries, whose catalog has these options besides {@code uri}. */
    public static Session batch(Map<String, String> catalogOptions) {
        return new Session(RuntimeExecutionMode.BATCH, catalogOptions);
    }

    /** A session for unbounded queries. */
    public static Session streaming() {
        return new Session(RuntimeExecutionMode.STREAMING, Map.of());
    }

    /** Creates one more catalog over the same metastore. */
    public void createCatalog(String name, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("type", "lakehouse");
        all.putIfAbsent("uri", Lake.instance().metastore().uri());
        List<String> pairs = new ArrayList<>();
        all.forEach((key, value) -> pairs.add("'" + key + "' = '" + value + "'"));
        run("CREATE CATALOG " + name + " WITH (" + String.join(", ", pairs) + ")");
    }

    /** Flink's own handle, for what SQL cannot say. */
    public TableEnvironment environment() {
        return environment;
    }

    /** Runs a statement to its end. */
    public void run(String sql) {
        execute(sql);
    }

    /** Runs a statement and collects its rows, in the order in which they come. */
    public List<Row> rows(String sql) {
        return execute(sql);
    }

    /** The first column of the only row. */
    public String value(String sql) {
        return String.valueOf(rows(sql).get(0).getField(0));
    }

    private List<Row> execute(String sql) {
        TableResult result = environment.executeSql(sql);
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> iterator = result.collect()) {
            iterator.forEachRemaining(rows::add);
        } catch (Exception e) {
            throw new IllegalStateException("Failed to collect the result of: " + sql, e);
        }
        return rows;
    }
}
