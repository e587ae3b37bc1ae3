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
package io.github.flinklakehouse.connector.hive.format;

import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.hive.serde.serdeConstants;

/**
 * What the metastore says about the columns of a file, and which of them are wanted.
 *
 * @param columns of the table, partition keys excluded
 * @param types the Flink types of the columns
 * @param storedColumns how many of the columns the partition knows; Hive adds columns at the end,
 *     and files of positional formats hold no more than these
 * @param projection indexes of the wanted columns
 * @param filters all of which wanted rows meet; the reader may return other rows, too
 * @param properties table and SerDe properties
 */
public record FileLayout(
        List<MetastoreColumn> columns,
        List<LogicalType> types,
        int storedColumns,
        List<Integer> projection,
        List<ColumnFilter> filters,
        Map<String, String> properties) {
    public FileLayout {
        columns = List.copyOf(columns);
        types = List.copyOf(types);
        projection = List.copyOf(projection);
        filters = List.copyOf(filters);
        properties = Map.copyOf(properties);
    }

    /** The properties by which Hive's SerDes know the columns of files. */
    public static Map<String, String> columnProperties(List<MetastoreColumn> columns) {
        return Map.of(
                serdeConstants.COLUMN_NAME_DELIMITER,
                ",",
                serdeConstants.LIST_COLUMNS,
                columns.stream().map(MetastoreColumn::name).collect(Collectors.joining(",")),
                serdeConstants.LIST_COLUMN_TYPES,
                columns.stream().map(MetastoreColumn::type).collect(Collectors.joining(":")),
                "columns.comments", // none, but RegexSerDe counts them
                "\0".repeat(Math.max(0, columns.size() - 1)));
    }

    /** The same layout, of which a reader may leave out what does not meet these filters. */
    public FileLayout withFilters(List<ColumnFilter> newFilters) {
        return new FileLayout(columns, types, storedColumns, projection, newFilters, properties);
    }

    /** The same layout with other types, such as a ROW without the fields that are not wanted. */
    public FileLayout withTypes(List<LogicalType> newTypes) {
        return new FileLayout(columns, newTypes, storedColumns, projection, filters, properties);
    }

    /** Names and types of the wanted columns, in the wanted order. */
    public RowType projectedType() {
        return RowType.of(
                projection.stream().map(types::get).toArray(LogicalType[]::new),
                projection.stream().map(i -> columns.get(i).name()).toArray(String[]::new));
    }

    /** Names and types of all columns. */
    public RowType rowType() {
        return RowType.of(
                types.toArray(LogicalType[]::new),
                columns.stream().map(MetastoreColumn::name).toArray(String[]::new));
    }

    /**
     * The number in this property, 0 when it is not set.
     *
     * @throws IllegalArgumentException when it is set to something else
     */
    public int count(String property) {
        String value = properties.getOrDefault(property, "0");
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Cannot read table: its property %s is '%s' — set it to a number"
                            .formatted(property, value),
                    e);
        }
    }

    /** Whether any of these properties is a number other than 0. */
    public boolean counts(String... names) {
        return Arrays.stream(names).anyMatch(name -> count(name) != 0);
    }
}
