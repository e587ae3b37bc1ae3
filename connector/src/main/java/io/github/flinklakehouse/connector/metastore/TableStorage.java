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

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The storage descriptor of a table or of one partition: where its files are, and how Hive reads
 * and writes them.
 *
 * @param location URI of the directory; empty for views
 * @param inputFormat class name; empty when the metastore has none
 * @param outputFormat class name; empty when the metastore has none
 * @param serde class name of the SerDe; empty when the metastore has none
 * @param serdeParameters delimiters and the like
 * @param bucketColumns columns of {@code CLUSTERED BY}; empty for tables that are not bucketed
 * @param buckets number of buckets; 0 or less for tables that are not bucketed
 */
public record TableStorage(
        String location,
        String inputFormat,
        String outputFormat,
        String serde,
        Map<String, String> serdeParameters,
        List<String> bucketColumns,
        int buckets)
        implements Serializable {
    public TableStorage {
        requireNonNull(location, "location");
        requireNonNull(inputFormat, "inputFormat");
        requireNonNull(outputFormat, "outputFormat");
        requireNonNull(serde, "serde");
        serdeParameters = Map.copyOf(serdeParameters);
        bucketColumns = List.copyOf(bucketColumns);
    }

    /** The same storage at another place. */
    public TableStorage at(String newLocation) {
        return new TableStorage(
                newLocation,
                inputFormat,
                outputFormat,
                serde,
                serdeParameters,
                bucketColumns,
                buckets);
    }
}
