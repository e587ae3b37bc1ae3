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
package io.github.flinklakehouse.catalog.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Reads the terms of the options {@code partitioning} and {@code sort-order}: {@code day(ts),
 * bucket(16, id), name}. Names that are not plain, such as those with spaces, stand in backticks;
 * fields of structs are named by a path with dots.
 */
final class TransformParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(`(?:[^`]|``)+`|[\\p{L}_][\\p{L}\\p{N}_.$]*|\\d+|[(),]|\\S)");
    private static final Set<String> TIMES = Set.of("year", "month", "day", "hour");
    private static final Set<String> WIDTHS = Set.of("bucket", "truncate");

    private final String text;
    private final Matcher matcher;
    private int start;
    private int end;

    private TransformParser(String text) {
        this.text = text;
        this.matcher = TOKEN.matcher(text);
    }

    /**
     * One term.
     *
     * @param transform {@code identity}, {@code year}, {@code bucket} …
     * @param width the number of {@code bucket} and {@code truncate}
     * @param column full name of its source column
     * @param words what follows it, in upper case, such as {@code DESC}
     * @param text as it was written
     * @param position of its first character, counted from 1
     */
    record Term(
            String transform,
            int width,
            String column,
            List<String> words,
            String text,
            int position) {
        Term {
            words = List.copyOf(words);
        }

        /**
         * Adds this term to what is built of a schema.
         *
         * @throws IllegalArgumentException when it does not fit, pointing at this term
         */
        void addTo(Schema schema, Consumer<Term> builder) {
            if (schema.findField(column) == null) {
                throw error("names no column of the table");
            }
            try {
                builder.accept(this);
            } catch (IllegalArgumentException | ValidationException e) {
                throw error("does not fit: " + e.getMessage());
            }
        }

        /** The error that this term is wrong. */
        IllegalArgumentException error(String why) {
            return new IllegalArgumentException(
                    "the term '%s' at character %d %s".formatted(text, position, why));
        }
    }

    /**
     * All terms of a text.
     *
     * @throws IllegalArgumentException when it cannot be read, pointing at the term
     */
    static List<Term> parse(String text) {
        TransformParser parser = new TransformParser(text);
        List<Term> terms = new ArrayList<>();
        String separator;
        do {
            terms.add(parser.term());
            separator = parser.next();
        } while (separator.equals(","));
        return terms;
    }

    private Term term() {
        String first = next();
        int from = start;
        if (!isName(first)) {
            throw error(from, "does not start with a column or a transform");
        }
        String column = first;
        String transform = "identity";
        int number = 0;
        List<String> words = new ArrayList<>();
        if (peek().equals("(")) {
            next();
            String width = peek().matches("\\d+") ? next() : "";
            if (!width.isEmpty() && !next().equals(",")) {
                throw error(from, "has no comma behind the number " + width);
            }
            column = next();
            if (!isName(column) || !next().equals(")")) {
                throw error(from, "does not end with a column and ')'");
            }
            transform = transform(first, width, from);
            number = width.isEmpty() ? 0 : number(width, from);
        }
        while (!peek().isEmpty() && !peek().equals(",")) {
            String word = next();
            if (!isName(word) || word.startsWith("`")) {
                throw error(from, "has '%s' where it should end".formatted(word));
            }
            words.add(word.toUpperCase(Locale.ROOT));
        }
        return new Term(
                transform, number, unquote(column), words, text.substring(from, end), from + 1);
    }

    /**
     * Both spellings of time transforms are used: {@code day} by Iceberg, {@code days} by Spark.
     */
    private String transform(String name, String width, int from) {
        String lower = name.toLowerCase(Locale.ROOT);
        String singular = lower.replaceFirst("s$", "");
        if (lower.equals("identity") && width.isEmpty()) {
            return "identity";
        }
        if (TIMES.contains(singular) && width.isEmpty()) {
            return singular;
        }
        if (WIDTHS.contains(lower) && !width.isEmpty()) {
            return lower;
        }
        if (WIDTHS.contains(lower) || TIMES.contains(singular) || lower.equals("identity")) {
            throw error(
                    from,
                    "%s a number before the column"
                            .formatted(width.isEmpty() ? "lacks" : "should not have"));
        }
        throw error(
                from,
                "has the unknown transform '%s'; there are year, month, day and hour (column), bucket and truncate (number, column)"
                        .formatted(name));
    }

    private static boolean isName(String token) {
        return !token.isEmpty()
                && ((token.startsWith("`") && token.length() > 1)
                        || Character.isLetter(token.codePointAt(0))
                        || token.startsWith("_"));
    }

    private static String unquote(String name) {
        return name.startsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }

    private IllegalArgumentException error(int from, String why) {
        int comma = text.indexOf(',', Math.max(end, from));
        String term = text.substring(from, comma < 0 ? text.length() : comma).strip();
        return new Term("", 0, "", List.of(), term, from + 1).error(why);
    }

    private int number(String digits, int from) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw error(from, "has a number that is too large");
        }
    }

    /** The next token; empty at the end. */
    private String next() {
        if (!matcher.find(end)) {
            start = text.length();
            end = text.length();
            return "";
        }
        start = matcher.start(1);
        end = matcher.end(1);
        return matcher.group(1);
    }

    private String peek() {
        return matcher.find(end) ? matcher.group(1) : "";
    }
}
