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
package io.github.flinklakehouse.connector.iceberg;

import io.github.flinklakehouse.connector.iceberg.KeyedLayout.Changes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.flink.FlinkWriteConf;
import org.apache.iceberg.flink.sink.FlinkManifestUtil;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.io.WriteResult;
import org.apache.iceberg.types.Types;

/**
 * A table in a folder, with writers and commits as in a job, but one checkpoint after the other.
 */
final class KeyedTableFixture {
    static final Schema SCHEMA =
            new Schema(
                    List.of(
                            Types.NestedField.optional(1, "city", Types.StringType.get()),
                            Types.NestedField.required(2, "id", Types.IntegerType.get()),
                            Types.NestedField.optional(3, "n", Types.IntegerType.get()),
                            Types.NestedField.required(4, "part", Types.IntegerType.get()),
                            Types.NestedField.optional(5, "ts", Types.TimestampType.withoutZone())),
                    java.util.Set.of(2, 4));

    /** {@code part} is narrower than Iceberg's type; it depends on {@code id} in the tests. */
    private static final RowType TYPE =
            RowType.of(
                    new LogicalType[] {
                        new VarCharType(VarCharType.MAX_LENGTH),
                        new IntType(false),
                        new IntType(),
                        new TinyIntType(false),
                        new TimestampType(6)
                    },
                    new String[] {"city", "id", "n", "part", "ts"});

    private static final int TASKS = 2;

    private final BaseTable table;
    private int manifests;

    KeyedTableFixture(Path folder, PartitionSpec spec, Map<String, String> properties) {
        table =
                (BaseTable)
                        new HadoopTables()
                                .create(
                                        SCHEMA,
                                        spec,
                                        properties,
                                        folder.resolve("table").toUri().toString());
    }

    Table table() {
        return table;
    }

    /** One row, as a change. The partition column {@code part} is told by the key. */
    static RowData row(RowKind kind, int id, String city, int day, int n) {
        return GenericRowData.ofKind(
                kind,
                StringData.fromString(city),
                id,
                n,
                (byte) (id % 3),
                TimestampData.fromEpochMillis(day * 86_400_000L));
    }

    /** Starts a job: what it knows of the table stays as it is now. */
    Job job(Changes changes) {
        table.refresh();
        return new Job(SerializableTable.copyOf(table), changes);
    }

    /** All rows by key, read by Iceberg. */
    Map<Integer, String> rows() {
        table.refresh();
        Map<Integer, String> rows = new TreeMap<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            for (Record record : records) {
                int id = (Integer) record.getField("id");
                String before =
                        rows.put(
                                id,
                                record.getField("city")
                                        + " "
                                        + record.getField("ts")
                                        + " "
                                        + record.getField("n"));
                if (before != null) {
                    throw new AssertionError("Key " + id + " is doubled: " + before);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    static String text(RowData row) {
        return row.getString(0) + " " + row.getTimestamp(4, 6) + " " + row.getInt(2);
    }

    /** A job with two tasks. */
    final class Job {
        private final Table planned;
        private final KeyedLayout layout;
        private final List<KeyedRowWriterFactory> factories;
        private List<TaskWriter<RowData>> writers;

        Job(Table planned, Changes changes) {
            this.planned = planned;
            this.layout = KeyedLayout.of(planned, List.of("id", "part"), changes);
            this.factories =
                    IntStream.range(0, TASKS)
                            .mapToObj(
                                    task ->
                                            new KeyedRowWriterFactory(
                                                    planned,
                                                    TYPE,
                                                    layout,
                                                    new FlinkWriteConf(
                                                            planned,
                                                            Map.of(),
                                                            new Configuration())))
                            .toList();
            for (int task = 0; task < TASKS; task++) {
                factories.get(task).initialize(task, 0);
            }
            open();
        }

        KeyedLayout layout() {
            return layout;
        }

        private void open() {
            writers = factories.stream().map(KeyedRowWriterFactory::create).toList();
        }

        void write(RowData row) {
            try {
                writers.get(row.getInt(1) % TASKS).write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Commits what was written, through manifests as Iceberg's sink does. */
        void checkpoint() {
            try {
                WriteResult.Builder all = WriteResult.builder();
                for (TaskWriter<RowData> writer : writers) {
                    all.add(writer.complete());
                }
                table.refresh();
                Table committed = KeyedTable.of(table, planned.spec().specId(), layout.reach());
                WriteResult result =
                        FlinkManifestUtil.readCompletedFiles(
                                FlinkManifestUtil.writeCompletedFiles(
                                        all.build(),
                                        () ->
                                                table.io()
                                                        .newOutputFile(
                                                                table.location()
                                                                        + "/manifest-"
                                                                        + manifests++
                                                                        + ".avro"),
                                        committed.spec(),
                                        TableUtil.formatVersion(committed)),
                                table.io(),
                                committed.specs());
                RowDelta delta = committed.newRowDelta();
                List.of(result.dataFiles()).forEach(delta::addRows);
                List.of(result.deleteFiles()).forEach(delta::addDeletes);
                delta.commit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            open();
        }
    }

    static Map<String, String> properties(int formatVersion, String fileFormat) {
        return Map.of(
                TableProperties.FORMAT_VERSION,
                String.valueOf(formatVersion),
                TableProperties.DEFAULT_FILE_FORMAT,
                fileFormat);
    }
}
