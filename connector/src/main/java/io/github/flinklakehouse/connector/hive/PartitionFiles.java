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

import static java.util.Objects.requireNonNull;

import io.github.flinklakehouse.connector.metastore.MetastorePartition;
import java.util.Map;

/**
 * A partition whose files are looked for.
 *
 * @param partition the whole table, when it has no partition keys
 * @param seen the files that became splits already, by path
 */
record PartitionFiles(MetastorePartition partition, Map<String, FileVersion> seen) {
    PartitionFiles {
        requireNonNull(partition, "partition");
        requireNonNull(seen, "seen");
    }
}
