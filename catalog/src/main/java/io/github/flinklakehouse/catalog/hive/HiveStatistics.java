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
package io.github.flinklakehouse.catalog.hive;

import io.github.flinklakehouse.connector.metastore.AccurateStatistics;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.catalog.stats.CatalogTableStatistics;

/** The size of a table or partition, under the keys that Hive uses. */
final class HiveStatistics {
    private static final String ROWS = "numRows";
    private static final String FILES = "numFiles";
    private static final String SIZE = "totalSize";
    private static final String RAW_SIZE = "rawDataSize";

    private HiveStatistics() {}

    /** Numbers that Hive does not vouch for are not handed to the optimizer. */
    static CatalogTableStatistics read(Map<String, String> parameters) {
        if (!parameters
                        .getOrDefault(AccurateStatistics.PARAMETER, "")
                        .contains("\"BASIC_STATS\":\"true\"")
                || !parameters.containsKey(ROWS)) {
            return CatalogTableStatistics.UNKNOWN;
        }
        return new CatalogTableStatistics(
                number(parameters, ROWS),
                (int) number(parameters, FILES),
                number(parameters, SIZE),
                number(parameters, RAW_SIZE));
    }

    static Map<String, String> write(
            Map<String, String> parameters, CatalogTableStatistics statistics) {
        Map<String, String> written = new HashMap<>(parameters);
        written.putAll(statistics.getProperties());
        put(written, ROWS, statistics.getRowCount());
        put(written, FILES, statistics.getFileCount());
        put(written, SIZE, statistics.getTotalSize());
        put(written, RAW_SIZE, statistics.getRawDataSize());
        written.put(AccurateStatistics.PARAMETER, "{\"BASIC_STATS\":\"true\"}");
        return written;
    }

    /** ANALYZE TABLE counts rows only, and hands over a negative number for the rest. */
    private static void put(Map<String, String> parameters, String key, long number) {
        if (number >= 0) {
            parameters.put(key, String.valueOf(number));
        }
    }

    private static long number(Map<String, String> parameters, String key) {
        try {
            return Long.parseLong(parameters.getOrDefault(key, "-1"));
        } catch (NumberFormatException e) {
            return -1; // written by hand, or by an engine that knows better
        }
    }
}
