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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.sink.DynamicTableSink.SinkRuntimeProvider;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.logical.RowType;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.FlinkWriteConf;
import org.apache.iceberg.flink.sink.SinkUtil;

/** What a sink does in a DELETE or UPDATE. In other statements it does nothing. */
public final class RowChange {
    private final RowLevelTable table;
    private Optional<RowChangePlan.Kind> kind = Optional.empty();
    private Optional<RowLevelStatement> statement = Optional.empty();
    private Optional<MetadataDelete> metadataDelete = Optional.empty();

    /** The change of rows of a table, until a statement asks for one. */
    public RowChange(RowLevelTable table) {
        this.table = requireNonNull(table, "table");
    }

    /** This, as it is now. */
    public RowChange copy() {
        RowChange copy = new RowChange(table);
        copy.kind = kind;
        copy.statement = statement;
        copy.metadataDelete = metadataDelete;
        return copy;
    }

    /** Whether a statement asked for a change. */
    public boolean isPlanned() {
        return kind.isPresent();
    }

    /** Plans a DELETE and returns the columns that it needs. */
    List<Column> delete(RowLevelModificationScanContext context) {
        begin(RowChangePlan.Kind.DELETE, context);
        return RowPlace.OF_DELETED.stream().map(RowPlace::column).toList();
    }

    /** Plans an UPDATE and returns the columns that it needs. */
    List<Column> update(List<Column> updated, RowLevelModificationScanContext context) {
        begin(RowChangePlan.Kind.UPDATE, context);
        RowChangeChecks.checkUpdate(table, version().pinned(), updated);
        List<Column> columns = new ArrayList<>(table.columns());
        places().forEach(place -> columns.add(place.column()));
        return columns;
    }

    private void begin(RowChangePlan.Kind begun, RowLevelModificationScanContext context) {
        kind = Optional.of(begun);
        statement =
                Optional.ofNullable(context)
                        .filter(RowLevelStatement.class::isInstance)
                        .map(RowLevelStatement.class::cast);
        RowChangeChecks.check(table, version().pinned(), begun);
    }

    /**
     * Takes a DELETE whose rows fill whole files, as the metadata tell.
     *
     * @param filters all of which a row to delete matches
     * @return false if rows must be read
     */
    boolean deleteFiles(List<ResolvedExpression> filters) {
        Optional<TableVersion> version = RowLevelStatement.onlyTable(table);
        Optional<Expression> filter = ExactFilter.of(filters, table.columns());
        if (version.isEmpty() || filter.isEmpty()) {
            return false;
        }
        RowChangeChecks.checkRows(version.get().table(), RowChangePlan.Kind.DELETE);
        metadataDelete = MetadataDelete.plan(version.get(), filter.get());
        return metadataDelete.isPresent();
    }

    /** Deletes the files, and returns the number of rows that were in them, if it is known. */
    Optional<Long> executeDeletion() {
        return metadataDelete.orElseThrow().execute();
    }

    /** The tasks. */
    public SinkRuntimeProvider provider() {
        return new RowChangeProvider(this);
    }

    /** The table that is changed, as it was read. */
    TableVersion version() {
        RowLevelStatement reads =
                statement.orElseThrow(
                        () ->
                                new TableException(
                                        "Cannot change rows of table: "
                                                + table.name()
                                                + " is joined with a table whose connector hides the scan of it — write the other one into a table of its own first"));
        return reads.changed().or(() -> reads.first(table)).orElseThrow();
    }

    private List<RowPlace> places() {
        return TableUtil.supportsRowLineage(version().pinned())
                ? List.of(RowPlace.values())
                : RowPlace.OF_DELETED;
    }

    /** What the tasks need to know; called when the scan is known. */
    RowChangePlan plan() {
        TableVersion version = version();
        RowChangePlan.Kind planned = kind.orElseThrow();
        // Hints are known to the scan alone.
        RowChangeChecks.checkRows(version.table(), planned);
        boolean readsTwice = statement.orElseThrow().readsTwice(version);
        return new RowChangePlan(
                planned,
                table.name(),
                UUID.randomUUID().toString(),
                new PinnedTableLoader(version.pinned()),
                table.loader(),
                version.table().branch().orElse(null),
                version.snapshot().map(Snapshot::snapshotId).orElse(null),
                readsTwice ? Expressions.alwaysTrue() : version.filter(),
                planned.isolation(version.pinned().properties()));
    }

    /** How the rows of an UPDATE are written. */
    UpdatedRows updatedRows() {
        Table pinned = version().pinned();
        FlinkWriteConf configuration =
                new FlinkWriteConf(pinned, table.options(), table.configuration());
        FileFormat format = configuration.dataFileFormat();
        return new UpdatedRows(
                (RowType) table.schema().toPhysicalRowDataType().getLogicalType(),
                places(),
                format,
                configuration.targetDataFileSize(),
                SinkUtil.writeProperties(format, configuration, pinned));
    }

    /** Whether updated rows go to a task by their partition. */
    boolean distributes() {
        Map<String, String> properties = version().pinned().properties();
        return DistributionMode.fromName(
                        properties.getOrDefault(
                                TableProperties.UPDATE_DISTRIBUTION_MODE,
                                DistributionMode.HASH.modeName()))
                != DistributionMode.NONE;
    }
}
