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

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.catalog.Catalog;
import org.junit.jupiter.api.Test;

/** A method that Flink adds to its interface, with a body or not, gets an answer here, too. */
class LakehouseCatalogTest {

    @Test
    void everyMethodOfTheInterfaceIsOverridden() {
        List<String> own = signatures(LakehouseCatalog.class.getDeclaredMethods());
        assertThat(own).containsAll(signatures(Catalog.class.getMethods()));
    }

    private static List<String> signatures(Method... methods) {
        return Stream.of(methods)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
                .toList();
    }
}
