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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.hive.common.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of partitions are those that Hive would give them. */
class PartitionPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b=c d",
                "50%",
                "%41",
                "%",
                "%4",
                "a:b?c*d\"e'f#g\\h{i]j[k^l",
                "tab\tnewline\nbell\u0007delete\u007f",
                "}|~!@$&()_+-,.;<>`",
                "ünï中😀"
            })
    void specialCharactersAreEscapedAsInHive(String value) {
        String name = PartitionPath.name(List.of("K", "l"), List.of(value, "x"));

        assertThat(name)
                .isEqualTo("k=" + FileUtils.escapePathName(value) + "/l=x")
                .isEqualTo(FileUtils.makePartName(List.of("K", "l"), List.of(value, "x")));
        assertThat(PartitionPath.values(name)).containsExactly(value, "x");
    }

    @Test
    void theEmptyStringIsTheDefaultPartition() {
        assertThat(PartitionPath.name(List.of("k"), List.of("")))
                .isEqualTo("k=__HIVE_DEFAULT_PARTITION__");
    }
}
