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
package io.github.flinklakehouse.tests.catalog;

import io.github.flinklakehouse.connector.metastore.MetastoreTable.Kind;
import io.github.flinklakehouse.tests.harness.Lake;
import io.github.flinklakehouse.tests.harness.OtherEngines;
import io.github.flinklakehouse.tests.harness.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Every kind of thing that a metastore can hold, each made as its own engine makes it; but for full
 * ACID tables, which a metastore without Hive beside it does not take.
 */
enum TableKind {
    MISSING {
        @Override
        void create(Session session, String database) {}
    },
    ICEBERG {
        @Override
        void create(Session session, String database) {
            session.run("CREATE TABLE t (id BIGINT COMMENT 'the id', name STRING)");
        }
    },
    HIVE_MANAGED {
        @Override
        void create(Session session, String database) {
            session.run(
                    """
                    CREATE TABLE t (id BIGINT COMMENT 'the id', name STRING)
                    WITH ('connector' = 'hive')
                    """);
        }
    },
    HIVE_EXTERNAL {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(database, "t", Kind.EXTERNAL, Map.of());
        }
    },
    GENERIC {
        @Override
        void create(Session session, String database) {
            session.run(
                    """
                    CREATE TABLE t (id BIGINT COMMENT 'the id', name STRING)
                    WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '%s')
                    """
                            .formatted(Lake.instance().newFolder("generic").toUri()));
        }
    },
    FLINK_VIEW {
        @Override
        void create(Session session, String database) {
            session.run("CREATE VIEW t COMMENT 'a view' AS SELECT id, name FROM source");
        }
    },
    HIVE_VIEW {
        @Override
        void create(Session session, String database) {
            OtherEngines.createView(
                    database,
                    "t",
                    Map.of("comment", "a view"),
                    "select * from source",
                    "select `source`.`id`, `source`.`name` from `%s`.`source`".formatted(database));
        }
    },
    SPARK_VIEW {
        @Override
        void create(Session session, String database) {
            String text = "SELECT id, name FROM source WHERE id > 0";
            OtherEngines.createView(
                    database,
                    "t",
                    Map.of(
                            "spark.sql.create.version", "3.5.1",
                            "view.catalogAndNamespace.numParts", "2",
                            "view.catalogAndNamespace.part.0", "spark_catalog",
                            "view.catalogAndNamespace.part.1", database,
                            "view.query.out.numCols", "2",
                            "view.query.out.col.0", "id",
                            "view.query.out.col.1", "name"),
                    text,
                    text);
        }
    },
    TRINO_VIEW {
        @Override
        void create(Session session, String database) {
            OtherEngines.createView(
                    database,
                    "t",
                    Map.of("presto_view", "true", "comment", "Presto View"),
                    "/* Presto View: eyJvcmlnaW5hbFNxbCI6InNlbGVjdCAxIn0= */",
                    "/* Presto View */");
        }
    },
    ICEBERG_VIEW {
        @Override
        void create(Session session, String database) {
            OtherEngines.createView(
                    database,
                    "t",
                    Map.of(
                            "table_type",
                            "ICEBERG-VIEW",
                            "metadata_location",
                            "file:/tmp/none.json"),
                    "SELECT id, name FROM source",
                    "SELECT id, name FROM source");
        }
    },
    DELTA_EXTERNAL {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database, "t", Kind.EXTERNAL, Map.of("spark.sql.sources.provider", "delta"));
        }
    },
    DELTA_MANAGED {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database, "t", Kind.MANAGED, Map.of("spark.sql.sources.provider", "delta"));
        }
    },
    HUDI {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database, "t", Kind.EXTERNAL, Map.of("spark.sql.sources.provider", "hudi"));
        }
    },
    PAIMON {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database,
                    "t",
                    Kind.MANAGED,
                    Map.of(
                            "table_type", "PAIMON",
                            "storage_handler", "org.apache.paimon.hive.PaimonStorageHandler"));
        }
    },
    KUDU {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database,
                    "t",
                    Kind.EXTERNAL,
                    Map.of(
                            "storage_handler", "org.apache.hadoop.hive.kudu.KuduStorageHandler",
                            "kudu.table_name", "default.t"));
        }
    },
    HBASE {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database,
                    "t",
                    Kind.EXTERNAL,
                    Map.of(
                            "storage_handler", "org.apache.hadoop.hive.hbase.HBaseStorageHandler",
                            "hbase.table.name", "t"));
        }
    },
    INSERT_ONLY_ACID {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(
                    database,
                    "t",
                    Kind.MANAGED,
                    Map.of("transactional", "true", "transactional_properties", "insert_only"));
        }
    },
    MATERIALIZED_VIEW {
        @Override
        void create(Session session, String database) {
            OtherEngines.createTable(database, "t", Kind.MATERIALIZED_VIEW, Map.of());
        }
    },
    BROKEN_ICEBERG {
        @Override
        void create(Session session, String database) {
            session.run("CREATE TABLE t (id BIGINT COMMENT 'the id', name STRING)");
            Path metadata =
                    Path.of(
                            OtherEngines.read(database, "t")
                                    .parameters()
                                    .get("metadata_location")
                                    .replace("file:", ""));
            try {
                Files.delete(metadata);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** Makes one called {@code t} in this database, which has a table {@code source}. */
    abstract void create(Session session, String database);
}
