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
package io.github.flinklakehouse.tests.harness;

import io.github.flinklakehouse.connector.ConnectionOptions;
import io.github.flinklakehouse.connector.LakeConnection;
import io.github.flinklakehouse.connector.LakeConnectionBuilder;
import io.github.flinklakehouse.connector.hive.HiveStorageFormat;
import io.github.flinklakehouse.connector.metastore.MetastoreColumn;
import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import io.github.flinklakehouse.examples.MetastoreProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Writes records into the metastore as other engines do, over its real Thrift interface. */
public final class OtherEngines {
    private static final List<MetastoreColumn> COLUMNS =
            List.of(
                    new MetastoreColumn("id", "bigint", "the id"),
                    new MetastoreColumn("name", "string", ""));

    private static final LakeConnection CONNECTION = connection(Lake.instance().metastore());

    private OtherEngines() {}

    /** The metastore, and Iceberg's own catalog over it. */
    public static LakeConnection connection() {
        return CONNECTION;
    }

    /** Likewise over another metastore. */
    public static LakeConnection connection(MetastoreProcess metastore) {
        return LakeConnectionBuilder.build(
                "other", new Configuration().set(ConnectionOptions.URI, metastore.uri()), Map.of());
    }

    /** The record of this table. */
    public static MetastoreTable read(String database, String table) {
        return CONNECTION.load().table(database, table).orElseThrow();
    }

    /** A table of an engine that says what it is by parameters. */
    public static void createTable(
            String database,
            String table,
            MetastoreTable.Kind kind,
            Map<String, String> parameters) {
        create(database, table, kind, HiveStorageFormat.PARQUET, parameters, "", "");
    }

    /** A table of an engine that says what it is by its input format too. */
    public static void createTable(
            String database,
            String table,
            MetastoreTable.Kind kind,
            HiveStorageFormat format,
            Map<String, String> parameters) {
        create(database, table, kind, format, parameters, "", "");
    }

    /** A view with the columns {@code id} and {@code name}. */
    public static void createView(
            String database,
            String view,
            Map<String, String> parameters,
            String originalText,
            String expandedText) {
        create(
                database,
                view,
                MetastoreTable.Kind.VIEW,
                HiveStorageFormat.TEXTFILE,
                parameters,
                originalText,
                expandedText);
    }

    private static void create(
            String database,
            String table,
            MetastoreTable.Kind kind,
            HiveStorageFormat format,
            Map<String, String> parameters,
            String originalText,
            String expandedText) {
        Map<String, String> all = new HashMap<>(parameters);
        TableStorage storage =
                format.storage(
                        kind == MetastoreTable.Kind.EXTERNAL
                                ? Lake.instance().newFolder(table).toUri().toString()
                                : "");
        CONNECTION
                .load()
                .createTable(
                        new MetastoreTable(
                                database,
                                table,
                                "other",
                                kind,
                                COLUMNS,
                                List.of(),
                                storage,
                                all,
                                originalText,
                                expandedText));
    }
}
