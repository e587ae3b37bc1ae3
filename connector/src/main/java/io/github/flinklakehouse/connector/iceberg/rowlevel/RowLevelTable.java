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
package io.github.flinklakehouse.connector.iceberg.rowlevel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkReadOptions;
import org.apache.iceberg.flink.FlinkWriteOptions;
import org.apache.iceberg.flink.TableLoader;

/**
 * A table of which rows may be changed.
 *
 * @param identifier in Flink
 * @param name in the metastore
 * @param current loads it now
 * @param loader loads it in a job
 * @param schema as Flink knows it
 * @param options its own, and those of hints
 * @param configuration of the statement
 */
public record RowLevelTable(
        ObjectIdentifier identifier,
        String name,
        Supplier<Table> current,
        TableLoader loader,
        ResolvedSchema schema,
        Map<String, String> options,
        ReadableConfig configuration) {

    /** Options with which not all rows are read, or those of another time. */
    private static final List<String> OTHER_ROWS =
            List.of(
                    FlinkReadOptions.SNAPSHOT_ID.key(),
                    FlinkReadOptions.TAG.key(),
                    FlinkReadOptions.AS_OF_TIMESTAMP.key(),
                    FlinkReadOptions.START_SNAPSHOT_ID.key(),
                    FlinkReadOptions.END_SNAPSHOT_ID.key(),
                    FlinkReadOptions.START_TAG.key(),
                    FlinkReadOptions.END_TAG.key(),
                    FlinkReadOptions.START_SNAPSHOT_TIMESTAMP.key(),
                    FlinkReadOptions.LIMIT);

    public RowLevelTable {
        requireNonNull(identifier, "identifier");
        requireNonNull(name, "name");
        requireNonNull(current, "current");
        requireNonNull(loader, "loader");
        requireNonNull(schema, "schema");
        options = Map.copyOf(options);
        requireNonNull(configuration, "configuration");
    }

    /** The branch whose rows are read and changed, unless it is the main one. */
    Optional<String> branch() {
        return Optional.ofNullable(options.get(FlinkWriteOptions.BRANCH.key()));
    }

    /** An option with which other rows are read than those of now. */
    Optional<String> otherRows() {
        return OTHER_ROWS.stream().filter(options::containsKey).findFirst();
    }

    /** The columns that are in the files. */
    List<Column> columns() {
        return schema.getColumns().stream().filter(Column::isPhysical).toList();
    }

    /** Whether Flink computes columns that are not in the files. */
    boolean hasComputedColumns() {
        return schema.getColumns().stream()
                .anyMatch(column -> column instanceof Column.ComputedColumn);
    }
}
