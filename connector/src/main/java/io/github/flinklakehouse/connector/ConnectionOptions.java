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
package io.github.flinklakehouse.connector;

import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * How a metastore and the files behind it are reached: the options that {@code CREATE CATALOG} and
 * a table with {@code 'connector' = 'lakehouse'} share. Their keys are those of Flink's Hive
 * catalog and of Iceberg's.
 */
public final class ConnectionOptions {
    public static final ConfigOption<String> URI =
            ConfigOptions.key("uri")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Thrift URIs of the Hive Metastore, comma separated, tried in turn;"
                                    + " by default those of hive-site.xml.");

    public static final ConfigOption<String> HIVE_CONF_DIR =
            ConfigOptions.key("hive-conf-dir")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Folder of hive-site.xml: any path that Flink can read.");

    public static final ConfigOption<String> HADOOP_CONF_DIR =
            ConfigOptions.key("hadoop-conf-dir")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Folder of core-site.xml and hdfs-site.xml: any path that Flink can"
                                    + " read; by default what Flink itself uses.");

    public static final ConfigOption<String> WAREHOUSE =
            ConfigOptions.key("warehouse")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Root folder of new databases; by default the metastore's own.");

    public static final ConfigOption<Integer> CLIENTS =
            ConfigOptions.key("clients")
                    .intType()
                    .defaultValue(4)
                    .withDescription(
                            "Connections to the metastore, shared by everything in this process"
                                    + " that uses the same metastore.");

    /** Handed to Hadoop without the prefix. */
    public static final String HADOOP_PREFIX = "hadoop.";

    /** Handed to Hive as they are. */
    public static final String HIVE_PREFIX = "hive.";

    /** Handed to Iceberg's catalog without the prefix. */
    public static final String ICEBERG_PREFIX = "iceberg.";

    /** All prefixes under which any key is accepted. */
    public static final List<String> PREFIXES = List.of(HADOOP_PREFIX, HIVE_PREFIX, ICEBERG_PREFIX);

    private ConnectionOptions() {}

    /** All options of this class. */
    public static Set<ConfigOption<?>> all() {
        return Set.of(URI, HIVE_CONF_DIR, HADOOP_CONF_DIR, WAREHOUSE, CLIENTS);
    }
}
