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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final AtomicInteger STORED_AS_TEXT = new AtomicInteger();

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

    @Property(tries = 100, seed = "42")
    void parquetHoldsAllRows(@ForAll("tables") Table table) throws IOException {
        assertThat(plain(readBack(new ParquetFormat(), table))).isEqualTo(plain(table.rows()));
    }

    @Property(tries = 200, seed = "42")
    void textHoldsRowsOrRefusesThem(@ForAll("tables") Table table) throws IOException {
        List<Row> rows;
        try {
            rows = readBack(FormatFiles.text(), table);
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("Cannot write row");
            return;
        }
        assertThat(plain(rows)).isEqualTo(plain(table.rows()));
        STORED_AS_TEXT.incrementAndGet();
    }

    @AfterContainer
    static void someRowsWereNotRefused() {
        assertThat(STORED_AS_TEXT).hasValueGreaterThan(20);
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
