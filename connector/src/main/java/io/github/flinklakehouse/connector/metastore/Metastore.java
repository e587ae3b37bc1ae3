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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A Hive Metastore. Each method costs one call to it, unless it says otherwise; names are expected
 * in lower case. Implementations are thread-safe and retry a lost connection.
 *
 * @see <a href="https://github.com/apache/hive/tree/rel/release-3.1.3/standalone-metastore">Hive
 *     Metastore 3.1</a>
 */
public interface Metastore {

    /**
     * Fails when the metastore does not answer, soon also when its host does not even refuse; costs
     * one call.
     */
    void checkReachable();

    /** The names of all databases. */
    List<String> databases();

    /** The database, or empty when there is none of this name. */
    Optional<MetastoreDatabase> database(String name);

    /** Creates a database and its directory. */
    void createDatabase(MetastoreDatabase database);

    /** Replaces comment, location and parameters of a database; costs two calls. */
    void alterDatabase(MetastoreDatabase database);

    /** Drops an empty database; its directory stays. */
    void dropDatabase(String name);

    /** The names of all tables and views; empty also when there is no such database. */
    List<String> tables(String database);

    /** The names of all views; empty also when there is no such database. */
    List<String> views(String database);

    /** The table or view, or empty when there is none of this name. */
    Optional<MetastoreTable> table(String database, String table);

    /** The tables and views of these names, as far as they exist; one call for each thousand. */
    List<MetastoreTable> tablesByNames(String database, List<String> names);

    /** Creates a table or view; an empty location lets the metastore choose. */
    void createTable(MetastoreTable table);

    /**
     * Replaces kind, columns, storage, parameters and view text of a table; what the record does
     * not hold (privileges, skew, sort columns …) stays. Costs two calls.
     */
    void alterTable(MetastoreTable table);

    /**
     * Changes the parameters of a table, from those that it has now; if that leaves them as they
     * are, nothing is written. Costs two calls.
     *
     * @return the parameters as they were, or empty when there is no such table
     */
    Optional<Map<String, String>> changeTableParameters(
            String database, String table, UnaryOperator<Map<String, String>> change);

    /** Renames a table inside its database; the directory of a managed table moves. */
    void renameTable(String database, String table, String newName);

    /** Removes the entry of a table; the files of managed tables only when told so. */
    void dropTable(String database, String table, Data data);

    /** What becomes of the files of something that is dropped. */
    enum Data {
        /** They are deleted, when the metastore owns them. */
        DELETE,
        /** They stay. */
        KEEP
    }

    /** The names of all partitions, such as {@code dt=2024-01-01/hour=3}, with values escaped. */
    List<String> partitionNames(String database, String table);

    /**
     * The names of the partitions whose values equal these; an empty string matches every value.
     */
    List<String> partitionNames(String database, String table, List<String> values);

    /** The partition of these values, or empty. */
    Optional<MetastorePartition> partition(String database, String table, List<String> values);

    /** All partitions; of a large table rather ask for those of a filter. */
    List<MetastorePartition> partitions(String database, String table);

    /** The partitions of these names; one call for each thousand. */
    List<MetastorePartition> partitionsByNames(String database, String table, List<String> names);

    /**
     * The partitions that match a filter in the metastore's language, such as {@code dt >=
     * "2024-01-01" and hour = 3}.
     */
    List<MetastorePartition> partitionsByFilter(String database, String table, String filter);

    /** Adds partitions, all or none. */
    void addPartitions(String database, String table, List<MetastorePartition> partitions);

    /** Replaces partitions that exist, all or none. */
    void alterPartitions(String database, String table, List<MetastorePartition> partitions);

    /** What is known of these columns of a table without partitions. */
    List<MetastoreColumnStatistics> columnStatistics(
            String database, String table, List<String> columns);

    /** What is known of these columns, by the name of the partition; a call for each thousand. */
    Map<String, List<MetastoreColumnStatistics>> columnStatistics(
            String database, String table, List<String> partitionNames, List<String> columns);

    /**
     * Replaces what is known of these columns, and marks it as accurate. Numbers that are not whole
     * are left out.
     *
     * @param partitionName of a partition, or empty for the table
     */
    void setColumnStatistics(
            String database,
            String table,
            Optional<String> partitionName,
            List<MetastoreColumnStatistics> statistics);

    /** Drops a partition. */
    void dropPartition(String database, String table, List<String> values, Data data);

    /**
     * Waits until a table is free, and locks it.
     *
     * @param patience how long to wait
     * @throws MetastoreException when it is not free by then
     */
    TableLock lock(String database, String table, TableLock.Mode mode, Duration patience);

    /** The names of all functions of a database; empty also when there is no such database. */
    List<String> functions(String database);

    /** The function, or empty when there is none of this name. */
    Optional<MetastoreFunction> function(String database, String name);

    /** Creates a function. */
    void createFunction(MetastoreFunction function);

    /** Replaces a function. */
    void alterFunction(MetastoreFunction function);

    /** Drops a function. */
    void dropFunction(String database, String name);
}
