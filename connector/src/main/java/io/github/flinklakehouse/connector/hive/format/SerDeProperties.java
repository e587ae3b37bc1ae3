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
package io.github.flinklakehouse.connector.hive.format;

import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.hive.serde.serdeConstants;

/** The properties that Hive would give to a SerDe. */
final class SerDeProperties {

    /**
     * How Hive 2 and Spark spell {@code collection.delim}; Hive 3 reads only the right spelling.
     */
    private static final String MISSPELT_COLLECTION_DELIMITER = "colelction.delim";

    private SerDeProperties() {}

    /** Those of the files of a layout: with the columns that they were written with. */
    static Properties of(FileLayout layout) {
        Properties properties = new Properties();
        Map<String, String> given = layout.properties();
        properties.putAll(
                FileLayout.columnProperties(layout.columns().subList(0, layout.storedColumns())));
        properties.putAll(given);
        if (given.containsKey(MISSPELT_COLLECTION_DELIMITER)) {
            properties.putIfAbsent(
                    serdeConstants.COLLECTION_DELIM, given.get(MISSPELT_COLLECTION_DELIMITER));
        }
        return properties;
    }

    /** Those of files with all columns of a layout. */
    static Properties ofNewFile(FileLayout layout) {
        Properties properties = of(layout);
        properties.putAll(FileLayout.columnProperties(layout.columns()));
        return properties;
    }
}
