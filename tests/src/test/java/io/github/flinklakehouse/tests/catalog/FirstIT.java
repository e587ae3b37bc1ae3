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

import static io.github.flinklakehouse.tests.harness.SqlAssert.assertSql;

import io.github.flinklakehouse.tests.harness.MetastoreCalls;
import io.github.flinklakehouse.tests.harness.Session;
import org.junit.jupiter.api.Test;

/** A first walk. */
class FirstIT {
    @Test
    void first() {
        Session s = Session.batch();
        s.run("CREATE DATABASE first");
        s.run("USE first");
        s.run(
                """
                CREATE TABLE i (id BIGINT COMMENT 'the id', name STRING, ts TIMESTAMP(3), p AS id + 1, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND,
                  CONSTRAINT pk PRIMARY KEY (id) NOT ENFORCED) COMMENT 'a table' WITH ('x' = 'y')
                """);
        System.out.println(s.value("SHOW CREATE TABLE i"));
        s.run("INSERT INTO i VALUES (1, 'a', TIMESTAMP '2020-01-01 00:00:00'), (2, 'b', NULL)");
        s.run("INSERT INTO i VALUES (1, 'c', TIMESTAMP '2020-01-01 00:00:00.123')");
        System.out.println(s.rows("SELECT * FROM i"));
        System.out.println(s.rows("SELECT operation, summary FROM i$snapshots"));
        s.run("ALTER TABLE i ADD (z INT COMMENT 'zz' AFTER id, w INT FIRST)");
        System.out.println(s.value("SHOW CREATE TABLE i"));
        s.run(
                "CREATE TABLE h (id BIGINT, name STRING, ts TIMESTAMP(3), dt STRING) PARTITIONED BY (dt) WITH ('connector'='hive')");
        System.out.println(s.value("SHOW CREATE TABLE h"));
        s.run("ALTER TABLE h ADD PARTITION (dt='2020-01-01') PARTITION (dt='a/b=c')");
        System.out.println(s.rows("SHOW PARTITIONS h"));
        s.run(
                "CREATE TABLE k (id BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector'='datagen', 'number-of-rows'='3')");
        System.out.println(s.value("SHOW CREATE TABLE k"));
        System.out.println(s.rows("SELECT count(*) FROM k"));
        s.run("CREATE VIEW v AS SELECT id, name FROM i");
        System.out.println(s.value("SHOW CREATE VIEW v"));
        System.out.println(s.rows("SELECT * FROM v"));
        System.out.println(s.rows("SHOW TABLES"));
        System.out.println(s.rows("SHOW VIEWS"));
        System.out.println(MetastoreCalls.during(() -> s.rows("SHOW TABLES")));
        System.out.println(MetastoreCalls.during(() -> s.rows("DESCRIBE i")));
        System.out.println(MetastoreCalls.during(() -> s.rows("SELECT * FROM i")));
        s.run("ALTER TABLE i RENAME TO j");
        s.run("ALTER TABLE h RENAME TO g");
        System.out.println(s.rows("SELECT * FROM j"));
        s.run("USE `default`");
        s.run("DROP DATABASE first CASCADE");
        assertSql(s, "SHOW DATABASES").returns("+I[default]");
    }
}
