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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.OptionKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;

/** The keys and defaults that users rely on. */
class CatalogOptionsTest {

    @Test
    void keysAndDefaults() {
        Map<String, Object> defaults = new HashMap<>();
        CatalogOptions.all().forEach(option -> defaults.put(option.key(), option.defaultValue()));
        Map<String, Object> expected = new HashMap<>();
        expected.put("uri", null);
        expected.put("hive-conf-dir", null);
        expected.put("hadoop-conf-dir", null);
        expected.put("warehouse", null);
        expected.put("clients", 4);
        expected.put("default-database", "default");
        expected.put("default-table-format", CatalogOptions.DefaultTableFormat.ICEBERG);
        assertThat(defaults).isEqualTo(expected);
    }

    @Test
    void unknownKeyNamesTheNearest() {
        assertThatThrownBy(() -> check("client"))
                .isInstanceOf(ValidationException.class)
                .hasMessage("Cannot x: unknown option 'client' — did you mean 'clients'?");
    }

    @Test
    void keysWithAPrefixAreNotChecked() {
        check("hive.anything");
    }

    private static void check(String key) {
        OptionKeys.check("Cannot x", List.of(key), List.of("uri", "clients"), List.of("hive."));
    }
}
