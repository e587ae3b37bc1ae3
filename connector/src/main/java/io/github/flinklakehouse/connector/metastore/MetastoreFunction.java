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
package io.github.flinklakehouse.connector.metastore;

import static java.util.Objects.requireNonNull;

/**
 * A function as the metastore keeps it.
 *
 * @param database in lower case
 * @param name in lower case
 * @param className what the metastore has in the field of the class name; Flink's HiveCatalog
 *     prefixes it with {@code flink:} or {@code flink:python:}
 */
public record MetastoreFunction(String database, String name, String className) {
    public MetastoreFunction {
        requireNonNull(database, "database");
        requireNonNull(name, "name");
        requireNonNull(className, "className");
    }
}
