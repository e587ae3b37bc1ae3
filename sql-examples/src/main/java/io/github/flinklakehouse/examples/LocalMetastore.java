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
package io.github.flinklakehouse.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy;
import org.apache.hadoop.hive.metastore.HiveMetaStore.HMSHandler;
import org.apache.hadoop.hive.metastore.IHMSHandler;
import org.apache.hadoop.hive.metastore.PartitionExpressionProxy;
import org.apache.hadoop.hive.metastore.RetryingHMSHandler;
import org.apache.hadoop.hive.metastore.TSetIpAddressProcessor;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf.ConfVars;
import org.apache.hadoop.hive.metastore.txn.TxnDbUtil;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;

/**
 * A Hive Metastore in a process of its own: Thrift on 127.0.0.1, Derby in a folder, tables of locks
 * and transactions included.
 *
 * <p>When it serves, it prints {@code Metastore is listening on thrift://127.0.0.1:PORT} and writes
 * the URI to the file {@code uri} of its data folder. Every call is a line of {@code audit.log}
 * there. A data folder that exists is continued.
 */
public final class LocalMetastore {

    static final String READY = "Metastore is listening on ";
    static final String AUDIT_LOG = "audit.log";

    private LocalMetastore() {}

    /**
     * Serves until the process is told to stop, or its parent is gone.
     *
     * @throws IllegalArgumentException if the arguments are not those of {@code --data DIR
     *     --warehouse DIR [--port NUMBER] [--parent-pid NUMBER]}
     * @throws Exception if the metastore cannot be started
     */
    public static void main(String[] args) throws Exception {
        LocalMetastoreOptions options = LocalMetastoreOptions.parse(args);
        Files.createDirectories(options.data());
        Files.createDirectories(options.warehouse());
        configureLogs(options.data());
        options.parent().ifPresent(LocalMetastore::endWith);

        // Bound first: a port that is taken should be known before Derby is touched.
        TServerSocket socket = bind(options.port());
        TServer server = server(configuration(options), socket);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        announce(options.data(), socket.getServerSocket().getLocalPort());
        server.serve();
    }

    /** Before the first logger exists: it reads these properties once. */
    private static void configureLogs(Path data) {
        System.setProperty("log4j2.configurationFile", "local-metastore-log4j2.properties");
        System.setProperty("metastore.audit.log", data.resolve(AUDIT_LOG).toString());
        System.setProperty("derby.stream.error.file", data.resolve("derby.log").toString());
    }

    private static void endWith(long parent) {
        ProcessHandle process =
                ProcessHandle.of(parent)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "Cannot start the metastore: its parent %d is gone"
                                                        .formatted(parent)));
        Thread watch =
                new Thread(
                        () -> {
                            process.onExit().join();
                            System.exit(0);
                        },
                        "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static TServerSocket bind(int port) throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return new TServerSocket(new InetSocketAddress(loopback, port));
    }

    private static Configuration configuration(LocalMetastoreOptions options) {
        Configuration conf = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(
                conf,
                ConfVars.CONNECT_URL_KEY,
                "jdbc:derby:%s;create=true".formatted(options.data().resolve("derby")));
        MetastoreConf.setVar(
                conf, ConfVars.CONNECTION_DRIVER, "org.apache.derby.jdbc.EmbeddedDriver");
        MetastoreConf.setVar(conf, ConfVars.WAREHOUSE, options.warehouse().toUri().toString());
        // Empty: this process is the metastore, not a client of another one.
        MetastoreConf.setVar(conf, ConfVars.THRIFT_URIS, "");
        MetastoreConf.setVar(conf, ConfVars.CONNECTION_POOLING_TYPE, "NONE");
        MetastoreConf.setBoolVar(conf, ConfVars.AUTO_CREATE_ALL, true);
        MetastoreConf.setBoolVar(conf, ConfVars.SCHEMA_VERIFICATION, false);
        MetastoreConf.setBoolVar(conf, ConfVars.TRY_DIRECT_SQL, false);
        // The default needs Hive's query engine.
        MetastoreConf.setClass(
                conf,
                ConfVars.EXPRESSION_PROXY_CLASS,
                DefaultPartitionExpressionProxy.class,
                PartitionExpressionProxy.class);
        // Iceberg's columns may change in ways that Hive's files could not.
        MetastoreConf.setBoolVar(conf, ConfVars.DISALLOW_INCOMPATIBLE_COL_TYPE_CHANGES, false);
        // A list without elements: no housekeeping. (Empty text would be one task without a name.)
        MetastoreConf.setVar(conf, ConfVars.TASK_THREADS_ALWAYS, ",");
        return conf;
    }

    private static TServer server(Configuration conf, TServerSocket socket) throws Exception {
        HMSHandler handler = new HMSHandler("local metastore", conf, false);
        IHMSHandler retrying = RetryingHMSHandler.getProxy(conf, handler, false);
        TxnDbUtil.prepDb(conf);
        TServer server =
                new TThreadPoolServer(
                        new TThreadPoolServer.Args(socket)
                                .processor(new TSetIpAddressProcessor<>(retrying)));
        server.setServerEventHandler(new ReleaseOnDisconnect(handler));
        return server;
    }

    private static void announce(Path data, int port) throws IOException {
        String uri = "thrift://127.0.0.1:" + port;
        Files.writeString(data.resolve("uri"), uri + "\n");
        System.out.println(READY + uri);
    }

    private static void stop(TServer server) {
        server.stop();
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException shutDown) {
            // Derby reports a successful shutdown in this way.
        }
    }
}
