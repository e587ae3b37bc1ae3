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
package io.github.flinklakehouse.connector.standalone;

import io.github.flinklakehouse.connector.FormatConnector;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.TableFormat;
import io.github.flinklakehouse.connector.generic.GenericConnector;
import io.github.flinklakehouse.connector.hive.HiveConnector;
import io.github.flinklakehouse.connector.hive.PlannedPartitions;
import io.github.flinklakehouse.connector.iceberg.IcebergConnector;
import java.util.Map;

/** The connectors of all formats that can be read and written, wired to one metastore. */
public final class FormatConnectors {

    private FormatConnectors() {}

    /** All connectors over this connection. */
    public static Map<TableFormat, FormatConnector> over(
            LakeConnection connection, PlannedPartitions planned) {
        return Map.of(
                TableFormat.ICEBERG, new IcebergConnector(connection),
                TableFormat.HIVE,
                        new HiveConnector(connection, connection.configuration(), planned),
                TableFormat.GENERIC, new GenericConnector());
    }
}
