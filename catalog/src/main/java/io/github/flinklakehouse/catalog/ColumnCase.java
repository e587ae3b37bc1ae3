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

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which case a format keeps the names of its columns, and of the fields inside them. */
public enum ColumnCase {
    /** As they were declared. */
    DECLARED,
    /** As in Hive, where names differ by more than their case. */
    LOWER;

    private static final String NAME = "`(?:[^`]|``)+`";

    /** A literal, or a name with all that stands behind its dots, as Flink writes them. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|" + NAME + "(?:\\." + NAME + ")*");

    /** How the name of a column is kept. */
    public String name(String declared) {
        return this == LOWER ? declared.toLowerCase(Locale.ROOT) : declared;
    }

    /**
     * An expression over columns whose names are kept in this way.
     *
     * @param sql in which all names are in backticks
     * @param columns their names as declared
     */
    String expression(String sql, Set<String> columns) {
        if (this == DECLARED) {
            return sql;
        }
        return TOKEN.matcher(sql)
                .replaceAll(
                        token -> {
                            String text = token.group();
                            boolean isField =
                                    token.start() > 0 && sql.charAt(token.start() - 1) == '.';
                            return Matcher.quoteReplacement(
                                    isField || columns.contains(firstName(text))
                                            ? name(text)
                                            : text);
                        });
    }

    /** Other tokens are no names, and none of a column has a quote before its backtick. */
    private static String firstName(String token) {
        int end = token.indexOf("`.");
        String first = end < 0 ? token : token.substring(0, end + 1);
        return first.substring(1, first.length() - 1).replace("``", "`");
    }
}
