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

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Whether files are read from directories inside a table or partition. As in Hive they are only
 * when that is asked for; the directories of a {@code UNION ALL} always are.
 */
final class Subdirectories {

    /** Asks for them in the words of Flink's Hive connector, for all tables of a session. */
    static final ConfigOption<Boolean> SESSION_OPTION =
            ConfigOptions.key("table.exec.hive.read-partition-with-subdirectory.enabled")
                    .booleanType()
                    .noDefaultValue()
                    .withDescription("Whether files of directories in tables are read.");

    /** Asks for them in Hive's words. */
    static final String PROPERTY = "hive.mapred.supports.subdirectories";

    /** All that ask for them, in tables and in Hadoop's configuration. */
    private static final List<String> PROPERTIES =
            List.of(
                    PROPERTY,
                    "mapreduce.input.fileinputformat.input.dir.recursive",
                    "mapred.input.dir.recursive");

    /** Hive makes such directories for the parts of a UNION ALL, and reads them. */
    private static final String UNION_PREFIX = "HIVE_UNION_SUBDIR_";

    private Subdirectories() {}

    /** Whether this directory belongs to the data of its table whatever the options. */
    static boolean isUnion(Path directory) {
        return directory.getName().startsWith(UNION_PREFIX);
    }

    /**
     * Whether directories are read.
     *
     * @param parameters of the table, options and hints included; they count more than Hadoop's
     */
    static boolean areRead(Map<String, String> parameters, Configuration hadoop) {
        return PROPERTIES.stream()
                .anyMatch(
                        key ->
                                Boolean.parseBoolean(
                                        parameters.getOrDefault(key, hadoop.get(key, "false"))));
    }
}
