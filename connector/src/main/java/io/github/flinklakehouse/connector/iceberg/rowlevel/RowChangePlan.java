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

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.IsolationLevel;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.flink.TableLoader;

/**
 * What the tasks of a DELETE or UPDATE know of it.
 *
 * @param kind of statement
 * @param tableName for messages
 * @param id tells the commit of the statement from all others
 * @param version loads the table as it was read
 * @param current loads the table as it is, to be committed to
 * @param branchName of the branch that is changed, or null
 * @param snapshotId that was read, or null if there was none
 * @param filter what all rows that were read match
 * @param isolation from other writers
 */
record RowChangePlan(
        Kind kind,
        String tableName,
        String id,
        TableLoader version,
        TableLoader current,
        String branchName,
        Long snapshotId,
        Expression filter,
        IsolationLevel isolation)
        implements Serializable {

    /** The statements that change rows. */
    enum Kind {
        DELETE(
                TableProperties.DELETE_ISOLATION_LEVEL,
                TableProperties.DELETE_ISOLATION_LEVEL_DEFAULT),
        UPDATE(
                TableProperties.UPDATE_ISOLATION_LEVEL,
                TableProperties.UPDATE_ISOLATION_LEVEL_DEFAULT);

        private final String isolation;
        private final String defaultIsolation;

        Kind(String isolation, String defaultIsolation) {
            this.isolation = isolation;
            this.defaultIsolation = defaultIsolation;
        }

        /** As in {@code Cannot delete rows of table}. */
        String verb() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The property of a table that says how far the statement is isolated. */
        String isolationProperty() {
            return isolation;
        }

        IsolationLevel isolation(Map<String, String> properties) {
            return IsolationLevel.fromName(properties.getOrDefault(isolation, defaultIsolation));
        }
    }

    RowChangePlan {
        requireNonNull(kind, "kind");
        requireNonNull(tableName, "tableName");
        requireNonNull(id, "id");
        requireNonNull(version, "version");
        requireNonNull(current, "current");
        requireNonNull(filter, "filter");
        requireNonNull(isolation, "isolation");
    }

    Optional<String> branch() {
        return Optional.ofNullable(branchName);
    }
}
