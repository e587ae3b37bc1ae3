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
package io.github.flinklakehouse.connector.metastore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which statistics of a table or partition Hive considers true. It notes them in a parameter, which
 * a write that did not count removes.
 */
public final class AccurateStatistics {
    /** The parameter: {@code {"BASIC_STATS":"true","COLUMN_STATS":{"id":"true"}}}. */
    public static final String PARAMETER = "COLUMN_STATS_ACCURATE";

    private static final JsonFactory JSON = new JsonFactory();

    private AccurateStatistics() {}

    /** The columns whose statistics are true, among these parameters. */
    public static Set<String> columns(Map<String, String> parameters) {
        Set<String> columns = new TreeSet<>();
        try (JsonParser parser = JSON.createParser(parameters.getOrDefault(PARAMETER, ""))) {
            boolean inColumns = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    inColumns = "COLUMN_STATS".equals(parser.currentName());
                } else if (token == JsonToken.END_OBJECT) {
                    inColumns = false;
                } else if (inColumns && token.isScalarValue() && parser.getValueAsBoolean()) {
                    columns.add(parser.currentName());
                }
            }
        } catch (IOException e) {
            return Set.of(); // Hive 1 wrote true or false, and never of columns
        }
        return columns;
    }
}
