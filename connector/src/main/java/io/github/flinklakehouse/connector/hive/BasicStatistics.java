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

import io.github.flinklakehouse.connector.metastore.AccurateStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Hive knows of the files of a table or partition, and believes as long as it is marked as
 * accurate.
 *
 * @param bytes size of the files
 */
record BasicStatistics(long files, long rows, long bytes) {
    static final BasicStatistics NOTHING = new BasicStatistics(0, 0, 0);

    private static final String ACCURATE = AccurateStatistics.PARAMETER;
    private static final String BASIC = "\"BASIC_STATS\":\"true\"";
    private static final String FILES = "numFiles";
    private static final String ROWS = "numRows";
    private static final String BYTES = "totalSize";
    private static final Set<String> KEYS = Set.of(ACCURATE, ROWS, "rawDataSize", FILES, BYTES);

    static BasicStatistics of(List<WrittenFile> written) {
        return new BasicStatistics(
                written.size(),
                written.stream().mapToLong(WrittenFile::rows).sum(),
                written.stream().mapToLong(WrittenFile::bytes).sum());
    }

    /** Those in the parameters of a table or partition, if they are accurate. */
    static Optional<BasicStatistics> in(Map<String, String> parameters) {
        if (!parameters.getOrDefault(ACCURATE, "").contains(BASIC)) {
            return Optional.empty();
        }
        BasicStatistics found =
                new BasicStatistics(
                        number(parameters, FILES),
                        number(parameters, ROWS),
                        number(parameters, BYTES));
        return Optional.of(found)
                .filter(each -> each.files >= 0 && each.rows >= 0 && each.bytes >= 0);
    }

    private static long number(Map<String, String> parameters, String key) {
        try {
            return Long.parseLong(parameters.getOrDefault(key, "-1"));
        } catch (NumberFormatException e) {
            return -1; // written by hand, or by an engine that knows better
        }
    }

    /** Whether something in these parameters is marked as accurate. */
    static boolean areMarked(Map<String, String> parameters) {
        return parameters.containsKey(ACCURATE);
    }

    BasicStatistics plus(BasicStatistics more) {
        return new BasicStatistics(files + more.files, rows + more.rows, bytes + more.bytes);
    }

    /** These parameters with these statistics; those of columns are no longer accurate. */
    Map<String, String> addedTo(Map<String, String> parameters) {
        Map<String, String> added = removedFrom(parameters);
        added.put(ACCURATE, "{" + BASIC + "}");
        added.put(FILES, Long.toString(files));
        added.put(ROWS, Long.toString(rows));
        added.put(BYTES, Long.toString(bytes));
        return added;
    }

    /** These parameters without statistics that are marked; others are believed by nobody. */
    static Map<String, String> withoutMarked(Map<String, String> parameters) {
        return areMarked(parameters) ? removedFrom(parameters) : parameters;
    }

    private static Map<String, String> removedFrom(Map<String, String> parameters) {
        Map<String, String> rest = new HashMap<>(parameters);
        rest.keySet().removeAll(KEYS);
        return rest;
    }
}
