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

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names of columns inside the expressions of a schema, as Flink writes them. */
class ColumnCaseTest {
    private static final Set<String> COLUMNS = Set.of("Id", "r", "A`b");

    @Test
    void columnsAndTheirFieldsBecomeLowerCase() {
        assertThat(lower("`Id` + `r`.`Xy`.`Z` + `A``b`")).isEqualTo("`id` + `r`.`xy`.`z` + `a``b`");
        assertThat(lower("`r`.`Items`[1].`Name`")).isEqualTo("`r`.`items`[1].`name`");
    }

    @Test
    void literalsFunctionsAndOtherNamesStay() {
        assertThat(lower("'`Id` it''s `Id`' || `Lake`.`Db`.`Fn`(`Other`, `Id`) || '`Id`'"))
                .isEqualTo("'`Id` it''s `Id`' || `Lake`.`Db`.`Fn`(`Other`, `id`) || '`Id`'");
        assertThat(lower("CAST(`Id` AS ROW<`Id` INT>)")).isEqualTo("CAST(`id` AS ROW<`id` INT>)");
    }

    @Test
    void declaredNamesStay() {
        assertThat(ColumnCase.DECLARED.expression("`Id` + 1", COLUMNS)).isEqualTo("`Id` + 1");
        assertThat(ColumnCase.DECLARED.name("Id")).isEqualTo("Id");
    }

    private static String lower(String sql) {
        return ColumnCase.LOWER.expression(sql, COLUMNS);
    }
}
