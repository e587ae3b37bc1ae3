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
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names of partitions, such as {@code dt=2024-01-01/city=a%2Fb}, as Hive spells them. */
public final class PartitionPath {

    /** Stands for NULL, and in Hive for the empty string too. */
    public static final String DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";

    /** What Hive escapes, besides control characters. */
    private static final String ESCAPED = "\"#%'*/:=?\\\u007F{[]^";

    private PartitionPath() {}

    /**
     * The name of a partition, which is also its directory below the table's.
     *
     * @param keys in the order of the directory levels
     * @param values unescaped
     */
    public static String name(List<String> keys, List<String> values) {
        return IntStream.range(0, keys.size())
                .mapToObj(
                        i ->
                                escape(keys.get(i).toLowerCase(Locale.ROOT))
                                        + "="
                                        + escape(values.get(i)))
                .collect(Collectors.joining("/"));
    }

    /** The values in the name of a partition, unescaped. */
    public static List<String> values(String name) {
        return List.of(name.split("/")).stream()
                .map(level -> unescape(level.substring(level.indexOf('=') + 1)))
                .toList();
    }

    private static String escape(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PARTITION;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
