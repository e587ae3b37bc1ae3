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
package io.github.flinklakehouse.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Arguments are read as they are documented, all others refused. */
class LocalMetastoreOptionsTest {

    @Test
    void readsAllOptions() {
        assertThat(parse("--data", "/d", "--warehouse", "/w", "--port", "1", "--parent-pid", "2"))
                .isEqualTo(
                        new LocalMetastoreOptions(
                                Path.of("/d"), Path.of("/w"), 1, OptionalLong.of(2)));
    }

    @Test
    void choosesFreePortByDefault() {
        assertThat(parse("--data", "/d", "--warehouse", "/w").port()).isZero();
    }

    @Test
    void refusesUnknownOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--data", "/d", "--warehouse", "/w", "--host", "h"))
                .withMessage(
                        "Cannot start the metastore: [--host] is unknown — use "
                                + LocalMetastoreOptions.USAGE);
    }

    @Test
    void refusesMissingFolder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--data", "/d"))
                .withMessageStartingWith("Cannot start the metastore: --warehouse is missing — ");
    }

    @Test
    void refusesOptionWithoutValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--data"))
                .withMessageStartingWith("Cannot start the metastore: --data has no value — ");
    }

    private static LocalMetastoreOptions parse(String... arguments) {
        return LocalMetastoreOptions.parse(arguments);
    }
}
