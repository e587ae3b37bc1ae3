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

import java.util.Map;

/**
 * A database as the metastore keeps it.
 *
 * @param name in lower case
 * @param comment empty when there is none
 * @param location URI of its directory; empty lets the metastore choose
 * @param parameters {@code DBPROPERTIES}
 */
public record MetastoreDatabase(
        String name, String comment, String location, Map<String, String> parameters) {
    public MetastoreDatabase {
        requireNonNull(name, "name");
        requireNonNull(comment, "comment");
        requireNonNull(location, "location");
        parameters = Map.copyOf(parameters);
    }
}
