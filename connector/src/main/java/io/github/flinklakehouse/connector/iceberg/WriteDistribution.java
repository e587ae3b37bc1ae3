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
package io.github.flinklakehouse.connector.iceberg;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.flink.FlinkWriteOptions;

/** How rows are distributed among the tasks that write them. */
final class WriteDistribution {
    /** The hint. */
    static final String OPTION = FlinkWriteOptions.DISTRIBUTION_MODE.key();

    private WriteDistribution() {}

    /** What was chosen for the statement, the session or the table, in this order. */
    static Optional<DistributionMode> chosen(
            Map<String, String> options, ReadableConfig configuration) {
        return Optional.ofNullable(options.get(OPTION))
                .or(() -> configuration.getOptional(FlinkWriteOptions.DISTRIBUTION_MODE))
                .or(() -> Optional.ofNullable(options.get(TableProperties.WRITE_DISTRIBUTION_MODE)))
                .map(DistributionMode::fromName);
    }
}
