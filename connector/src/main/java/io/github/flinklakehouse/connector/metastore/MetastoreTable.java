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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or view as the metastore keeps it, whatever engine made it.
 *
 * @param database in lower case
 * @param name in lower case
 * @param owner user name; empty when unknown
 * @param kind who owns the files
 * @param columns without the partition keys
 * @param partitionKeys in the order of the directory levels
 * @param storage the table's storage descriptor; a partition can have another one
 * @param parameters {@code TBLPROPERTIES}
 * @param viewOriginalText empty for tables
 * @param viewExpandedText empty for tables
 */
public record MetastoreTable(
        String database,
        String name,
        String owner,
        Kind kind,
        List<MetastoreColumn> columns,
        List<MetastoreColumn> partitionKeys,
        TableStorage storage,
        Map<String, String> parameters,
        String viewOriginalText,
        String viewExpandedText)
        implements Serializable {

    /** Who owns the files of a table, in the metastore's words. */
    public enum Kind {
        /** The metastore: dropping the table deletes its files. */
        MANAGED,
        /** Somebody else: dropping the table keeps its files. */
        EXTERNAL,
        /** A query instead of files. */
        VIEW,
        /** A Hive materialized view. */
        MATERIALIZED_VIEW
    }

    public MetastoreTable {
        requireNonNull(database, "database");
        requireNonNull(name, "name");
        requireNonNull(owner, "owner");
        requireNonNull(kind, "kind");
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        requireNonNull(storage, "storage");
        parameters = Map.copyOf(parameters);
        requireNonNull(viewOriginalText, "viewOriginalText");
        requireNonNull(viewExpandedText, "viewExpandedText");
    }

    /** {@code database.name}. */
    public String fullName() {
        return database + "." + name;
    }

    /** The table parameter of this key; a key is matched as it is written. */
    public Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** The table comment, which Hive keeps among the parameters. */
    public Optional<String> comment() {
        return parameter("comment").filter(comment -> !comment.isEmpty());
    }

    /** The names of the partition keys, in order. */
    public List<String> partitionKeyNames() {
        return partitionKeys.stream().map(MetastoreColumn::name).toList();
    }

    /** The same table with these parameters instead of its own. */
    public MetastoreTable withParameters(Map<String, String> newParameters) {
        return new MetastoreTable(
                database,
                name,
                owner,
                kind,
                columns,
                partitionKeys,
                storage,
                newParameters,
                viewOriginalText,
                viewExpandedText);
    }

    /** The same table with one more parameter, or another value of it. */
    public MetastoreTable withParameter(String key, String value) {
        Map<String, String> newParameters = new HashMap<>(parameters);
        newParameters.put(key, value);
        return withParameters(newParameters);
    }

    /** The same table with these columns instead of its own; partition keys stay. */
    public MetastoreTable withColumns(List<MetastoreColumn> newColumns) {
        return new MetastoreTable(
                database,
                name,
                owner,
                kind,
                newColumns,
                partitionKeys,
                storage,
                parameters,
                viewOriginalText,
                viewExpandedText);
    }
}
