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

import java.util.List;
import java.util.Optional;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.sink.abilities.SupportsDeletePushDown;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelDelete;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelUpdate;
import org.apache.flink.table.expressions.ResolvedExpression;

/** A sink that takes DELETE and UPDATE statements, and leaves them to a {@link RowChange}. */
public interface ChangesRows
        extends SupportsRowLevelDelete, SupportsRowLevelUpdate, SupportsDeletePushDown {

    /** The change that the sink is asked for. */
    RowChange rowChange();

    @Override
    default boolean applyDeleteFilters(List<ResolvedExpression> filters) {
        return rowChange().deleteFiles(filters);
    }

    @Override
    default Optional<Long> executeDeletion() {
        return rowChange().executeDeletion();
    }

    @Override
    default RowLevelDeleteInfo applyRowLevelDelete(RowLevelModificationScanContext context) {
        List<Column> columns = rowChange().delete(context);
        return new RowLevelDeleteInfo() {
            @Override
            public Optional<List<Column>> requiredColumns() {
                return Optional.of(columns);
            }
        };
    }

    @Override
    default RowLevelUpdateInfo applyRowLevelUpdate(
            List<Column> updatedColumns, RowLevelModificationScanContext context) {
        List<Column> columns = rowChange().update(updatedColumns, context);
        return new RowLevelUpdateInfo() {
            @Override
            public Optional<List<Column>> requiredColumns() {
                return Optional.of(columns);
            }
        };
    }
}
