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
package io.github.flinklakehouse.connector;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.flink.table.api.ValidationException;

/** Checks the keys of options, and guesses what a wrong one was meant to be. */
public final class OptionKeys {

    private OptionKeys() {}

    /**
     * Refuses the first key that is neither known nor has one of the prefixes.
     *
     * @param what for the message, such as {@code Cannot create catalog lake}
     * @throws ValidationException naming the key and the nearest one
     */
    public static void check(
            String what, Collection<String> keys, Collection<String> known, List<String> prefixes) {
        for (String key : keys.stream().sorted().toList()) {
            if (!known.contains(key) && prefixes.stream().noneMatch(key::startsWith)) {
                String nearest =
                        known.stream()
                                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                                .orElseThrow();
                throw new ValidationException(
                        what + ": unknown option '" + key + "' — did you mean '" + nearest + "'?");
            }
        }
    }

    private static int distance(String key, String candidate) {
        return LevenshteinDistance.getDefaultInstance().apply(key, candidate);
    }
}
