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
package io.github.flinklakehouse.tests.flow;

import io.github.flinklakehouse.tests.harness.OtherEngines;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** An Iceberg table as Iceberg's own API sees it. */
record IcebergRows(Table table) {

    static IcebergRows of(String database, String table) {
        return new IcebergRows(
                OtherEngines.connection()
                        .icebergCatalog()
                        .loadTable(TableIdentifier.of(database, table)));
    }

    /** The values of each live row, in any order. */
    List<List<Object>> rows() {
        table.refresh();
        List<List<Object>> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            for (Record record : records) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < table.schema().columns().size(); i++) {
                    row.add(record.get(i));
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    /**
     * The ids of the live rows, which a row keeps when it is written anew, in the order of a
     * column.
     */
    List<Object> rowIds(String order) {
        table.refresh();
        Schema schema = new Schema(table.schema().findField(order), MetadataColumns.ROW_ID);
        Map<Object, Object> ids = new TreeMap<>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(table).project(schema).build()) {
            records.forEach(record -> ids.put(record.get(0), record.get(1)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(ids.values());
    }

    int snapshots() {
        table.refresh();
        int count = 0;
        for (Snapshot ignored : table.snapshots()) {
            count++;
        }
        return count;
    }

    /** How many files there are of rows and deletes, committed or not. */
    int files() {
        try (Stream<Path> files = Files.walk(Path.of(URI.create(table.location() + "/data")))) {
            return (int)
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> summary() {
        table.refresh();
        return table.currentSnapshot().summary();
    }
}
