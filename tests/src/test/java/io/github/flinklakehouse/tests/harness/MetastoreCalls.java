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
package io.github.flinklakehouse.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls that the metastore got while something ran, read from its own audit log. */
public final class MetastoreCalls {
    private static final Pattern COMMAND = Pattern.compile("cmd=([a-z_]+)");

    private MetastoreCalls() {}

    /** The names of the calls, such as {@code get_table}, in order. */
    public static List<String> during(Runnable action) {
        int before = lines().size();
        action.run();
        List<String> after = lines();
        return after.subList(before, after.size()).stream()
                .map(COMMAND::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private static List<String> lines() {
        Path log = Lake.instance().metastore().auditLog();
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
