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
package io.github.flinklakehouse.connector.iceberg;

import io.github.flinklakehouse.connector.OptionKeys;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.flink.FlinkConfigOptions;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.FlinkWriteOptions;
import org.apache.iceberg.flink.maintenance.api.FlinkMaintenanceConfig;

/**
 * Checks the options that a statement gives an Iceberg table, in a hint or in a temporary table:
 * Iceberg passes over those that it does not know. What is stored with a table is not checked,
 * since there every engine may keep what it likes.
 */
public final class IcebergHints {
    /** Key that makes Iceberg's dynamic sink of a table; the class of its keys is not public. */
    static final String DYNAMIC_SINK = "use-dynamic-iceberg-sink";

    /** Key of the class that tells the dynamic sink where a row goes. */
    static final String DYNAMIC_GENERATOR = "dynamic-record-generator-impl";

    private static final Set<String> READ =
            keys(
                    Stream.of(
                            FlinkReadOptions.SNAPSHOT_ID,
                            FlinkReadOptions.TAG,
                            FlinkReadOptions.BRANCH,
                            FlinkReadOptions.START_TAG,
                            FlinkReadOptions.END_TAG,
                            FlinkReadOptions.AS_OF_TIMESTAMP,
                            FlinkReadOptions.START_SNAPSHOT_TIMESTAMP,
                            FlinkReadOptions.START_SNAPSHOT_ID,
                            FlinkReadOptions.END_SNAPSHOT_ID,
                            FlinkConfigOptions.TABLE_EXEC_ICEBERG_WORKER_POOL_SIZE),
                    FlinkReadOptions.CASE_SENSITIVE,
                    FlinkReadOptions.STARTING_STRATEGY,
                    FlinkReadOptions.SPLIT_SIZE,
                    FlinkReadOptions.SPLIT_LOOKBACK,
                    FlinkReadOptions.SPLIT_FILE_OPEN_COST,
                    FlinkReadOptions.STREAMING,
                    FlinkReadOptions.MONITOR_INTERVAL,
                    FlinkReadOptions.INCLUDE_COLUMN_STATS,
                    FlinkReadOptions.MAX_PLANNING_SNAPSHOT_COUNT,
                    FlinkReadOptions.LIMIT,
                    FlinkReadOptions.MAX_ALLOWED_PLANNING_FAILURES,
                    FlinkReadOptions.WATERMARK_COLUMN,
                    FlinkReadOptions.WATERMARK_COLUMN_TIME_UNIT,
                    TableProperties.DEFAULT_NAME_MAPPING,
                    PassedSnapshots.SKIP_OVERWRITES,
                    PassedSnapshots.SKIP_DELETES);

    private static final Set<String> WRITE =
            keys(
                    Stream.of(
                            FlinkWriteOptions.WRITE_FORMAT,
                            FlinkWriteOptions.TARGET_FILE_SIZE_BYTES,
                            FlinkWriteOptions.COMPRESSION_CODEC,
                            FlinkWriteOptions.COMPRESSION_LEVEL,
                            FlinkWriteOptions.COMPRESSION_STRATEGY,
                            FlinkWriteOptions.WRITE_UPSERT_ENABLED,
                            FlinkWriteOptions.OVERWRITE_MODE,
                            FlinkWriteOptions.DISTRIBUTION_MODE,
                            FlinkWriteOptions.RANGE_DISTRIBUTION_STATISTICS_TYPE,
                            FlinkWriteOptions.RANGE_DISTRIBUTION_SORT_KEY_BASE_WEIGHT,
                            FlinkWriteOptions.BRANCH,
                            FlinkWriteOptions.WRITE_PARALLELISM,
                            FlinkWriteOptions.COMPACTION_ENABLE,
                            FlinkWriteOptions.EXPIRE_SNAPSHOTS_ENABLE,
                            FlinkWriteOptions.DELETE_ORPHAN_FILES_ENABLE,
                            FlinkWriteOptions.TABLE_REFRESH_INTERVAL,
                            FlinkWriteOptions.UID_SUFFIX),
                    DYNAMIC_SINK,
                    DYNAMIC_GENERATOR);

    /** Of the upkeep that a sink can do, and of the tables that the dynamic sink makes. */
    private static final List<String> WRITE_PREFIXES =
            List.of(FlinkMaintenanceConfig.PREFIX, "table.props.");

    private IcebergHints() {}

    private static Set<String> keys(Stream<ConfigOption<?>> options, String... others) {
        Set<String> keys = new TreeSet<>(List.of(others));
        options.forEach(option -> keys.add(option.key()));
        return keys;
    }

    /** Checks the hints of a table that is read. */
    static void checkRead(MetastoreTable table, Set<String> hints) {
        OptionKeys.check("Cannot read table " + table.fullName(), hints, READ, List.of());
    }

    /** Checks the hints of a table that is written. */
    static void checkWrite(MetastoreTable table, Set<String> hints) {
        OptionKeys.check("Cannot write to table " + table.fullName(), hints, WRITE, WRITE_PREFIXES);
    }

    /** Checks the options of a temporary table over a lake table, which can be read and written. */
    public static void check(MetastoreTable table, Map<String, String> options) {
        Set<String> known = new TreeSet<>(READ);
        known.addAll(WRITE);
        OptionKeys.check(
                "Cannot use table " + table.fullName(), options.keySet(), known, WRITE_PREFIXES);
    }
}
