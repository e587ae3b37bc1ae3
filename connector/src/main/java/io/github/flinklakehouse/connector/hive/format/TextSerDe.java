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

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde.serdeConstants;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;

/** Makes LazySimpleSerDes, with the properties that Hive would give them. */
final class TextSerDe {

    /**
     * How Hive 2 and Spark spell {@code collection.delim}; Hive 3 reads only the right spelling.
     */
    private static final String MISSPELT_COLLECTION_DELIMITER = "colelction.delim";

    private TextSerDe() {}

    /**
     * A SerDe for the first columns of a layout.
     *
     * @param columnCount number of columns
     */
    static LazySimpleSerDe create(FileLayout layout, int columnCount, Configuration configuration)
            throws IOException {
        try {
            LazySimpleSerDe serde = new LazySimpleSerDe();
            serde.initialize(configuration, properties(layout, columnCount));
            return serde;
        } catch (SerDeException e) {
            throw new IOException("Cannot use LazySimpleSerDe: " + e.getMessage(), e);
        }
    }

    private static Properties properties(FileLayout layout, int columnCount) {
        Properties properties = new Properties();
        Map<String, String> given = layout.properties();
        properties.putAll(given);
        if (given.containsKey(MISSPELT_COLLECTION_DELIMITER)) {
            properties.putIfAbsent(
                    serdeConstants.COLLECTION_DELIM, given.get(MISSPELT_COLLECTION_DELIMITER));
        }
        List<MetastoreColumn> columns = layout.columns().subList(0, columnCount);
        properties.setProperty(serdeConstants.COLUMN_NAME_DELIMITER, ",");
        properties.setProperty(
                serdeConstants.LIST_COLUMNS,
                columns.stream().map(MetastoreColumn::name).collect(Collectors.joining(",")));
        properties.setProperty(
                serdeConstants.LIST_COLUMN_TYPES,
                columns.stream().map(MetastoreColumn::type).collect(Collectors.joining(":")));
        return properties;
    }
}
