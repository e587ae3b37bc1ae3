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
package io.github.flinklakehouse.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.core.execution.JobStatusChangedListenerFactory;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageGraph;
import org.apache.flink.streaming.runtime.execution.JobCreatedEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Flink tells its listeners of the tables that a job reads and writes. */
class LineageIT {
    private static Session session;

    /** Hands on the lineage of each job of this test's session. */
    public static final class Listeners implements JobStatusChangedListenerFactory {
        private static final BlockingQueue<LineageGraph> GRAPHS = new LinkedBlockingQueue<>();

        @Override
        public JobStatusChangedListener createListener(Context context) {
            return event -> {
                if (event instanceof JobCreatedEvent created) {
                    GRAPHS.add(created.lineageGraph());
                }
            };
        }
    }

    @BeforeAll
    static void createTables() {
        session = Session.batch();
        session.run("CREATE DATABASE lineage");
        session.run("USE lineage");
        session.run("CREATE TABLE hive (id INT, name STRING) WITH ('connector' = 'hive')");
        session.run("CREATE TABLE iceberg (id INT, name STRING)");
        session.environment()
                .getConfig()
                .set("execution.job-status-changed-listeners", Listeners.class.getName());
    }

    @AfterAll
    static void dropTables() {
        session.run("USE `default`");
        session.run("DROP DATABASE lineage CASCADE");
    }

    @Test
    void tablesOfBothFormatsAreNamedAsSourceAndSink() throws Exception {
        assertLineage("INSERT INTO iceberg SELECT * FROM hive", "hive", "iceberg");
        assertLineage("INSERT INTO hive SELECT * FROM iceberg", "iceberg", "hive");
    }

    private static void assertLineage(String insert, String source, String sink) throws Exception {
        session.run(insert);
        LineageGraph graph = Listeners.GRAPHS.poll(1, TimeUnit.MINUTES);
        assertThat(graph.sources()).hasSize(1);
        assertThat(names(graph.sources().get(0).datasets())).containsExactly(name(source));
        assertThat(graph.sinks()).hasSize(1);
        assertThat(names(graph.sinks().get(0).datasets())).containsExactly(name(sink));
        assertThat(graph.relations()).hasSize(1);
    }

    private static List<String> names(List<LineageDataset> datasets) {
        return datasets.stream().map(LineageDataset::name).toList();
    }

    private static String name(String table) {
        return "lake.lineage." + table;
    }
}
