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
package io.github.flinklakehouse.tests.docs;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.catalog.CatalogOptions;
import io.github.flinklakehouse.connector.ConnectionOptions;
import io.github.flinklakehouse.connector.hive.HiveOptions;
import io.github.flinklakehouse.connector.hive.HiveSinkOptions;
import io.github.flinklakehouse.connector.standalone.StandaloneTableFactory;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** What README says is so: its SQL runs, and its tables of options are those of the code. */
class ReadmeIT {
    private static final String URI = "thrift://metastore:9083";
    private static final Pattern SQL = Pattern.compile("^```sql\\n(.*?)^```", flags());
    private static final Pattern SET = Pattern.compile("SET '(.*)' = '(.*)'");
    private static final Pattern ROW = Pattern.compile("^\\| `(.+?)` \\|(.*?)\\|", flags());

    private final String readme = read();

    @Test
    void everySqlBlockRuns() {
        Session session = Session.batch();
        List<String> blocks = SQL.matcher(readme).results().map(block -> block.group(1)).toList();
        assertThat(blocks).hasSizeGreaterThan(3);
        for (String block : blocks) {
            session.run("USE CATALOG default_catalog");
            session.run("DROP CATALOG IF EXISTS lake");
            session.createCatalog("lake", Map.of());
            if (block.contains("CREATE CATALOG lake")) {
                session.run("DROP CATALOG lake");
            }
            statements(block).forEach(statement -> run(session, statement));
        }
        session.run("USE CATALOG default_catalog");
        session.run("DROP DATABASE lake.shop CASCADE");
    }

    private static Stream<String> statements(String block) {
        String sql =
                block.replaceAll("(?m)\\s*--.*$", "")
                        .replace(URI, Lake.instance().metastore().uri());
        return Arrays.stream(sql.split(";")).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** SET belongs to the SQL client. */
    private static void run(Session session, String statement) {
        Matcher set = SET.matcher(statement);
        if (set.matches()) {
            session.environment().getConfig().set(set.group(1), set.group(2));
        } else {
            session.run(statement);
        }
    }

    @Test
    void optionsOfCreateCatalog() {
        Map<String, String> expected = defaults(CatalogOptions.all());
        expected.put("type", "");
        ConnectionOptions.PREFIXES.forEach(prefix -> expected.put(prefix + "*", ""));
        assertThat(table("option")).isEqualTo(expected);
    }

    @Test
    void optionsOfTheConnector() {
        StandaloneTableFactory factory = new StandaloneTableFactory();
        Map<String, String> expected = defaults(factory.optionalOptions());
        expected.putAll(defaults(factory.requiredOptions()));
        assertThat(table("connector option")).isEqualTo(expected);
    }

    @Test
    void optionsOfHiveTables() {
        Set<ConfigOption<?>> options =
                Stream.of(HiveOptions.class, HiveSinkOptions.class)
                        .flatMap(type -> Arrays.stream(type.getFields()))
                        .map(ReadmeIT::option)
                        .collect(toSet());
        assertThat(table("Hive option")).isEqualTo(defaults(options));
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> defaults(Set<ConfigOption<?>> options) {
        return options.stream()
                .collect(
                        toMap(
                                ConfigOption::key,
                                option ->
                                        option.hasDefaultValue()
                                                ? asText(option.defaultValue())
                                                : ""));
    }

    private static String asText(Object value) {
        return value instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : value.toString().toLowerCase(Locale.ROOT);
    }

    /** Key and default of each row of the table with this header. */
    private Map<String, String> table(String header) {
        int begin = readme.indexOf("| " + header + " | default |");
        assertThat(begin).as(header).isNotNegative();
        String table = readme.substring(begin, readme.indexOf("\n\n", begin));
        return ROW.matcher(table)
                .results()
                .collect(toMap(row -> row.group(1), ReadmeIT::defaultValue));
    }

    private static String defaultValue(MatchResult row) {
        return row.group(2).replace("`", "").strip().toLowerCase(Locale.ROOT);
    }

    private static int flags() {
        return Pattern.MULTILINE | Pattern.DOTALL;
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("lakehouse.home"), "README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
