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
package io.github.flinklakehouse.connector;

import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelDelete;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelUpdate;

/**
 * A sink that takes no DELETE and no UPDATE. It implements Flink's interfaces for them, since Flink
 * would otherwise refuse the statement by naming the interface that the user should implement.
 */
public interface RefusesRowChanges extends SupportsRowLevelDelete, SupportsRowLevelUpdate {

    /**
     * The refusal.
     *
     * @param what goes on behind "Cannot", such as {@code delete rows of table}
     */
    ValidationException refuseRowChange(String what);

    @Override
    default RowLevelDeleteInfo applyRowLevelDelete(RowLevelModificationScanContext context) {
        throw refuseRowChange("delete rows of table");
    }

    @Override
    default RowLevelUpdateInfo applyRowLevelUpdate(
            List<Column> updatedColumns, RowLevelModificationScanContext context) {
        throw refuseRowChange("update rows of table");
    }
}
