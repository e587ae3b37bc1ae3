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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinklakehouse.connector.metastore.MetastoreTable;
import io.github.flinklakehouse.connector.metastore.MetastoreTable.Kind;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a metastore record is, told from the record alone. */
class TableFormatTest {

    private static MetastoreTable table(Kind kind, Map<String, String> parameters) {
        return new MetastoreTable(
                "db",
                "t",
                "",
                kind,
                List.of(),
                List.of(),
                new TableStorage("", "", "", "", Map.of(), List.of(), 0),
                parameters,
                "",
                "");
    }

    private static MetastoreTable managed(Map<String, String> parameters) {
        return table(Kind.MANAGED, parameters);
    }

    @Test
    void icebergByItsTypeInAnyCase() {
        assertThat(TableFormat.of(managed(Map.of("table_type", "iceberg"))))
                .isEqualTo(TableFormat.ICEBERG);
        assertThat(
                        TableFormat.of(
                                managed(
                                        Map.of(
                                                "table_type",
                                                "ICEBERG",
                                                "storage_handler",
                                                "org.apache.iceberg.mr.hive.HiveIcebergStorageHandler"))))
                .isEqualTo(TableFormat.ICEBERG);
    }

    @Test
    void genericInEitherEncoding() {
        assertThat(TableFormat.of(managed(Map.of("flink.connector", "kafka"))))
                .isEqualTo(TableFormat.GENERIC);
        assertThat(TableFormat.of(managed(Map.of("is_generic", "true"))))
                .isEqualTo(TableFormat.GENERIC);
        assertThat(TableFormat.of(managed(Map.of("is_generic", "false"))))
                .isEqualTo(TableFormat.HIVE);
    }

    @Test
    void viewWhateverItsParameters() {
        assertThat(TableFormat.of(table(Kind.VIEW, Map.of("flink.connector", "kafka"))))
                .isEqualTo(TableFormat.VIEW);
    }

    @Test
    void hiveWithoutAnyMark() {
        assertThat(TableFormat.of(managed(Map.of()))).isEqualTo(TableFormat.HIVE);
        assertThat(TableFormat.of(managed(Map.of("spark.sql.sources.provider", "parquet"))))
                .isEqualTo(TableFormat.HIVE);
        assertThat(TableFormat.of(managed(Map.of("transactional", "false"))))
                .isEqualTo(TableFormat.HIVE);
    }

    @Test
    void foreignByTheirOwnMarks() {
        assertForeign(Map.of("transactional", "true"), "an ACID Hive table");
        assertForeign(
                Map.of("transactional", "TRUE", "transactional_properties", "insert_only"),
                "an insert-only ACID Hive table");
        assertForeign(
                Map.of("spark.sql.sources.provider", "delta"), "a Delta table (provider=delta)");
        assertForeign(
                Map.of("storage_handler", "org.apache.hadoop.hive.hbase.HBaseStorageHandler"),
                "an HBase table");
        assertForeign(
                Map.of("storage_handler", "com.example.Handler"),
                "a table of the storage handler com.example.Handler");
    }

    private static void assertForeign(Map<String, String> parameters, String provider) {
        MetastoreTable table = managed(parameters);
        assertThat(TableFormat.of(table)).isEqualTo(TableFormat.FOREIGN);
        assertThat(TableFormat.foreignProvider(table)).contains(provider);
    }
}
