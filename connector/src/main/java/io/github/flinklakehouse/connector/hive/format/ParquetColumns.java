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

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The wanted columns of one open Parquet file. */
final class ParquetColumns {
    /** Vectors are read about so many times faster than rows. */
    private static final int FEW_PAGES = 4;

    private final ParquetLookup lookup;
    private final RowType type;
    private final ParquetFileReader file;
    private final List<Optional<Type>> fileColumns;
    private final MessageType requestedSchema;
    private final ParquetDates dates;

    /** Asks the file for no more than the columns that are wanted. */
    ParquetColumns(ParquetLookup lookup, ParquetFileReader file) {
        this.lookup = lookup;
        this.type = lookup.layout().projectedType();
        this.file = file;
        this.fileColumns = lookup.layout().projection().stream().map(lookup::column).toList();
        this.dates = lookup.dates();
        this.requestedSchema = requestedSchema();
        file.setRequestedSchema(requestedSchema);
    }

    private MessageType requestedSchema() {
        Type[] found =
                IntStream.range(0, fileColumns.size())
                        .mapToObj(i -> fileColumns.get(i).map(c -> wanted(type.getTypeAt(i), c)))
                        .flatMap(Optional::stream)
                        .toArray(Type[]::new);
        return found.length == 0
                ? new MessageType("hive_schema")
                : Types.buildMessage().addFields(found).named("hive_schema");
    }

    /**
     * Of a row, only the fields that are wanted; all when it has none of them, to see if it is
     * NULL.
     */
    private Type wanted(LogicalType wanted, Type field) {
        if (!(wanted instanceof RowType row) || field.isPrimitive()) {
            return field;
        }
        GroupType group = field.asGroupType();
        List<Type> found =
                IntStream.range(0, row.getFieldCount())
                        .mapToObj(
                                i ->
                                        lookup.field(group, row.getFieldNames().get(i))
                                                .map(child -> wanted(row.getTypeAt(i), child)))
                        .flatMap(Optional::stream)
                        .toList();
        return found.isEmpty() ? field : group.withNewFields(found);
    }

    /**
     * Whether filters may leave out single pages. Parquet takes a column that it is not asked for
     * for one that is NULL, so all columns with filters must be wanted.
     */
    boolean hasPageFilter() {
        FileLayout layout = lookup.layout();
        return !layout.filters().isEmpty()
                && ParquetFilters.columns(layout.filters()).allMatch(layout.projection()::contains);
    }

    /** Whether filters leave out so many pages that it pays to read the others row by row. */
    boolean leavesFewPages() {
        return hasPageFilter() && file.getFilteredRecordCount() < file.getRecordCount() / FEW_PAGES;
    }

    /** Whether Flink's column readers read all of them right. */
    boolean areVectorizable() {
        return IntStream.range(0, fileColumns.size())
                .allMatch(
                        i ->
                                fileColumns
                                        .get(i)
                                        .map(column -> isVectorizable(type.getTypeAt(i), column))
                                        .orElse(true));
    }

    private boolean isVectorizable(LogicalType wanted, Type column) {
        boolean oldTimestamp =
                column.isPrimitive()
                        && column.asPrimitiveType().getPrimitiveTypeName()
                                == PrimitiveTypeName.INT96
                        && lookup.int96Dates() != ParquetDates.PROLEPTIC;
        return ParquetVectors.read(wanted, column) && !oldTimestamp;
    }

    RowType type() {
        return type;
    }

    ParquetFileReader file() {
        return file;
    }

    /** Where columns and fields are in the file. */
    ParquetLookup lookup() {
        return lookup;
    }

    /** What the file has of the wanted columns. */
    MessageType schema() {
        return requestedSchema;
    }

    /** What the file has of the wanted column at this index; empty when the file lacks it. */
    Optional<Type> fileColumn(int index) {
        return fileColumns.get(index);
    }

    /** How the file counts days. */
    ParquetDates dates() {
        return dates;
    }
}
