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
package io.github.flinklakehouse.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogPropertiesUtil;

/**
 * The encoding in which Flink's HiveCatalog keeps what is Flink's own, generic tables and views,
 * among the parameters of a table.
 */
public final class FlinkProperties {
    private static final String PREFIX = CatalogPropertiesUtil.FLINK_PROPERTY_PREFIX;

    private FlinkProperties() {}

    /** What Flink's HiveCatalog stores, taken back to what Flink's properties are called. */
    public static Map<String, String> decode(Map<String, String> parameters) {
        Map<String, String> properties = new HashMap<>();
        parameters.forEach(
                (key, value) -> {
                    if (key.startsWith(PREFIX)) {
                        properties.put(key.substring(PREFIX.length()), value);
                    }
                });
        return properties;
    }

    /** Properties of Flink as Flink's HiveCatalog stores them. */
    public static Map<String, String> encode(Map<String, String> properties) {
        Map<String, String> parameters = new HashMap<>();
        properties.forEach((key, value) -> parameters.put(PREFIX + key, value));
        return parameters;
    }

    /** Parameters without those of {@link #encode}. */
    public static Map<String, String> without(Map<String, String> parameters) {
        Map<String, String> others = new HashMap<>(parameters);
        others.keySet().removeIf(key -> key.startsWith(PREFIX));
        return others;
    }
}
