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
package io.github.flinklakehouse.tests.catalog;

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;

/** The options of CREATE CATALOG, where they take effect. */
class CreateCatalogIT {
    private final Session session = Session.batch();
    private final String uri = Lake.instance().metastore().uri();

    @Test
    void unknownOptionNamesTheNearest() {
        fails(
                "'uri' = 'thrift://127.0.0.1:1', 'defaultdatabase' = 'x'",
                "Cannot create catalog c: unknown option 'defaultdatabase' — did you mean"
                        + " 'default-database'?");
    }

    @Test
    void wrongValueNamesTheOption() {
        assertSql(session, create("'uri' = '" + uri + "', 'default-table-format' = 'orc'"))
                .failsWith("default-table-format");
        assertSql(session, create("'uri' = '" + uri + "', 'clients' = 'many'"))
                .failsWith("clients");
        fails(
                "'uri' = '" + uri + "', 'clients' = '0'",
                "Cannot connect catalog c: 'clients' = '0' is no number of connections — use 1"
                        + " or more");
    }

    @Test
    void metastoreMustBeNamed() {
        fails(
                "'default-database' = 'default'",
                "Cannot connect catalog c: no Hive Metastore is named — set 'uri', or"
                        + " 'hive-conf-dir' to a folder whose hive-site.xml has"
                        + " hive.metastore.uris");
    }

    @Test
    void optionsOfTheCatalogsThatItReplacesAreNamed() {
        fails(
                "'uri' = '" + uri + "', 'hive-version' = '3.1.3'",
                "Cannot create catalog c: the option 'hive-version' is not one of a lakehouse"
                        + " catalog, since one client speaks to metastores 3.1 and 4.x — remove it");
    }

    /** A queue of connections that is full, as of a host that drops packets. */
    @Test
    void anAddressThatDoesNotEvenRefuseIsNamedSoon() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String silent = "thrift://127.0.0.1:" + server.getLocalPort();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    break;
                }
            }
            fails(
                    "'uri' = '%s', 'hive.metastore.client.connection.timeout' = '1s'"
                            .formatted(silent),
                    "Cannot connect: no answer from the Hive Metastore at %s within 1 s — check the address, or raise 'hive.metastore.client.connection.timeout'"
                            .formatted(silent));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void configurationFoldersMustHaveTheirFiles() {
        Path folder = Lake.instance().newFolder("empty");
        fails(
                "'hive-conf-dir' = '" + folder + "'",
                "Cannot connect catalog c: there is no hive-site.xml in 'hive-conf-dir' = '"
                        + folder
                        + "'");
        fails(
                "'uri' = '" + uri + "', 'hadoop-conf-dir' = '" + folder + "/missing'",
                "Cannot connect catalog c: there is no core-site.xml or hdfs-site.xml in"
                        + " 'hadoop-conf-dir' = '"
                        + folder
                        + "/missing'");
    }

    @Test
    void brokenConfigurationFileIsNamed() throws IOException {
        Path folder = Lake.instance().newFolder("broken");
        Files.writeString(folder.resolve("hive-site.xml"), "<configuration><property>");
        assertSql(session, create("'hive-conf-dir' = '" + folder + "'"))
                .failsWith("Cannot connect catalog c: " + folder + "/hive-site.xml is");
    }

    @Test
    void hiveSiteNamesTheMetastore() throws IOException {
        Path folder = Lake.instance().newFolder("conf");
        Files.writeString(
                folder.resolve("hive-site.xml"),
                """
                <configuration>
                  <property><name>hive.metastore.uris</name><value>%s</value></property>
                </configuration>
                """
                        .formatted(uri));
        session.run(create("'hive-conf-dir' = '" + folder + "'"));
        session.run("USE CATALOG c");
        assertSql(session, "SHOW DATABASES").contains("+I[default]");
    }

    @Test
    void defaultDatabaseAndTableFormat() {
        session.run("CREATE DATABASE create_catalog");
        session.run(
                create(
                        """
                        'uri' = '%s', 'default-database' = 'create_catalog',
                        'default-table-format' = 'hive'
                        """
                                .formatted(uri)));
        session.run("USE CATALOG c");
        assertSql(session, "SHOW CURRENT DATABASE").returns("+I[create_catalog]");
        session.run("CREATE TABLE t (id BIGINT)");
        assertThat(session.value("SHOW CREATE TABLE t")).contains("'connector' = 'hive'");
        session.run("CREATE TABLE i (id BIGINT) WITH ('connector' = 'iceberg')");
        assertThat(session.value("SHOW CREATE TABLE i")).contains("'connector' = 'iceberg'");
        session.run("DROP DATABASE lake.create_catalog CASCADE");
    }

    @Test
    void warehouseIsTheRootOfNewDatabases() {
        Path warehouse = Lake.instance().newFolder("other");
        session.run(create("'uri' = '%s', 'warehouse' = '%s'".formatted(uri, warehouse.toUri())));
        session.run("CREATE DATABASE c.elsewhere");
        session.run("CREATE TABLE c.elsewhere.t (id BIGINT)");
        assertThat(warehouse.resolve("elsewhere.db/t/metadata")).isDirectory();
        session.run("DROP DATABASE c.elsewhere CASCADE");
    }

    @Test
    void optionsWithAPrefixReachTheirTarget() {
        session.run(
                create(
                        """
                        'uri' = '%s', 'iceberg.table-default.write.format.default' = 'orc'
                        """
                                .formatted(uri)));
        session.run("CREATE DATABASE c.prefix");
        session.run("CREATE TABLE c.prefix.t (id BIGINT)");
        assertThat(session.value("SHOW CREATE TABLE c.prefix.t"))
                .contains("'write.format.default' = 'orc'");
        session.run("DROP DATABASE c.prefix CASCADE");
    }

    @Test
    void catalogOfAStoreIsReopened() {
        Configuration configuration = new Configuration();
        configuration.setString("table.catalog-store.kind", "file");
        configuration.setString(
                "table.catalog-store.file.path", Lake.instance().newFolder("store").toString());
        environment(configuration)
                .executeSql(
                        "CREATE CATALOG stored WITH ('type' = 'lakehouse', 'uri' = '%s')"
                                .formatted(uri));
        TableEnvironment reopened = environment(configuration);
        reopened.executeSql("USE CATALOG stored");
        assertThat(reopened.listDatabases()).contains("default");
    }

    @Test
    void metastoreMustAnswer() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String nowhere = "thrift://127.0.0.1:" + free;
        fails(
                "'uri' = '" + nowhere + "'",
                "Cannot list databases: no answer from the Hive Metastore at " + nowhere);
    }

    @Test
    void oneOfSeveralMetastoresIsEnough() {
        session.run(create("'uri' = 'thrift://127.0.0.1:1," + uri + "'"));
        session.run("USE CATALOG c");
        assertSql(session, "SHOW DATABASES").contains("+I[default]");
    }

    private static TableEnvironment environment(Configuration configuration) {
        return TableEnvironment.create(
                EnvironmentSettings.newInstance().withConfiguration(configuration).build());
    }

    private void fails(String options, String message) {
        assertSql(session, create(options)).fails(message);
    }

    private static String create(String options) {
        return "CREATE CATALOG c WITH ('type' = 'lakehouse', " + options + ")";
    }
}
