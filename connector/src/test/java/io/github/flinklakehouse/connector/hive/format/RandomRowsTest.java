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
package io.github.flinklakehouse.connector.hive.format;

import static io.github.flinklakehouse.connector.hive.format.FormatFiles.serde;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.flink.types.Row;

/**
 * Random rows of random types come out of a file as they went into it, or are refused by the writer
 * of a format that cannot hold them. The same ones in each run; jqwik prints what fails, made
 * small.
 */
class RandomRowsTest {
    private static final Path FOLDER = newFolder();
    private static final AtomicInteger FILES = new AtomicInteger();

    /** How many tables with rows each format took that refuses some. */
    private static final Map<String, Integer> HELD = new ConcurrentHashMap<>();

    private static final String TEXT = "org.apache.hadoop.mapred.TextInputFormat";
    private static final String SEQUENCE = "org.apache.hadoop.mapred.SequenceFileInputFormat";
    private static final String RC = "org.apache.hadoop.hive.ql.io.RCFileInputFormat";

    /** Columns as {@link FormatFiles#layout} has them, and rows of them. */
    record Table(String columns, List<Row> rows) {}

    @Provide
    Arbitrary<Table> tables() {
        return RandomType.any().list().ofMinSize(1).ofMaxSize(5).flatMap(RandomRowsTest::table);
    }

    private static Arbitrary<Table> table(List<RandomType> types) {
        String columns =
                IntStream.range(0, types.size())
                        .mapToObj(i -> "c%d:%s".formatted(i, types.get(i).name()))
                        .collect(Collectors.joining(";"));
        return RandomType.row(types).list().ofMaxSize(10).map(rows -> new Table(columns, rows));
    }

    @Provide
    Arbitrary<Table> tablesOfAvro() {
        return RandomType.any()
                .filter(type -> !type.name().contains("map<int")) // refused when it is planned
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .flatMap(RandomRowsTest::table);
    }

    @Provide
    Arbitrary<Table> tablesOfText() {
        return RandomType.text().list().ofMinSize(1).ofMaxSize(5).flatMap(RandomRowsTest::table);
    }

    @Property(tries = 100, seed = "42")
    void parquetHoldsAllRows(@ForAll("tables") Table table) throws IOException {
        assertThat(plain(readBack(new ParquetFormat(), table))).isEqualTo(plain(table.rows()));
    }

    @Property(tries = 100, seed = "42")
    void orcHoldsRowsOrRefusesThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses("ORC", new OrcFormat(), table);
    }

    @Property(tries = 200, seed = "42")
    void avroHoldsRowsOrRefusesThem(@ForAll("tablesOfAvro") Table table) throws IOException {
        assertHoldsOrRefuses("Avro", new AvroFormat(), table);
    }

    @Property(tries = 200, seed = "42")
    void textHoldsRowsOrRefusesThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses("text", FormatFiles.text(), table);
    }

    @Property(tries = 200, seed = "42")
    void jsonHoldsRowsOrRefusesThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses("JSON", serde(TEXT, "org.apache.hadoop.hive.serde2.JsonSerDe"), table);
    }

    @Property(tries = 200, seed = "42")
    void csvHoldsRowsOrRefusesThem(@ForAll("tablesOfText") Table table) throws IOException {
        assertHoldsOrRefuses(
                "CSV", serde(TEXT, "org.apache.hadoop.hive.serde2.OpenCSVSerde"), table);
    }

    @Property(tries = 100, seed = "42")
    void sequenceFilesHoldAllRows(@ForAll("tables") Table table) throws IOException {
        HiveFileFormat format =
                serde(SEQUENCE, "org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe");
        assertThat(plain(readBack(format, table))).isEqualTo(plain(table.rows()));
    }

    @Property(tries = 200, seed = "42")
    void sequenceFilesOfTextHoldRowsOrRefuseThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses(
                "sequence files of text",
                serde(SEQUENCE, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"),
                table);
    }

    @Property(tries = 100, seed = "42")
    void binaryRcFilesHoldRowsOrRefuseThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses(
                "binary RCFiles",
                serde(RC, "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe"),
                table);
    }

    @Property(tries = 200, seed = "42")
    void rcFilesOfTextHoldRowsOrRefuseThem(@ForAll("tables") Table table) throws IOException {
        assertHoldsOrRefuses(
                "RCFiles of text",
                serde(RC, "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe"),
                table);
    }

    private static void assertHoldsOrRefuses(String name, HiveFileFormat format, Table table)
            throws IOException {
        List<Row> rows;
        try {
            rows = readBack(format, table);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("Cannot write row");
            return;
        }
        assertThat(plain(rows)).isEqualTo(plain(table.rows()));
        if (!rows.isEmpty()) {
            HELD.merge(name, 1, Integer::sum);
        }
    }

    @AfterContainer
    static void someRowsWereNotRefused() {
        assertThat(HELD.values())
                .hasSize(8)
                .allSatisfy(tables -> assertThat(tables).isGreaterThan(20));
    }

    /** Lists for rows and arrays: Flink makes arrays of several classes for one type. */
    private static Object plain(Object value) {
        if (value instanceof Row row) {
            return IntStream.range(0, row.getArity())
                    .mapToObj(i -> plain(row.getField(i)))
                    .toList();
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof Object[] array) {
            return plain(Arrays.asList(array));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RandomRowsTest::plain).toList();
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new HashMap<>();
            entries.forEach((key, entry) -> map.put(plain(key), plain(entry)));
            return map;
        }
        return value;
    }

    private static List<Row> readBack(HiveFileFormat format, Table table) throws IOException {
        FormatFiles files = new FormatFiles(format);
        FileLayout layout = FormatFiles.layout(table.columns(), Map.of());
        Path file = FOLDER.resolve("file" + FILES.incrementAndGet());
        files.write(layout, file, table.rows().toArray(Row[]::new));
        List<Row> rows = files.read(layout, file);
        Files.delete(file);
        return rows;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("random-rows");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
