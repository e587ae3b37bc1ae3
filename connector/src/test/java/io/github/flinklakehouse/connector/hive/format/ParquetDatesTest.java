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

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dates of files whose writers counted days before 1582-10-15 in one calendar or the other. */
class ParquetDatesTest {

    /** Day of the Julian 1500-01-01, which is the Gregorian 1500-01-10. */
    private static final int JULIAN_1500 = (int) LocalDate.of(1500, 1, 10).toEpochDay();

    private static final String JULIAN = "1500-01-01";
    private static final String GREGORIAN = "1500-01-10";

    private final FormatFiles files = new FormatFiles(new ParquetFormat());

    @TempDir Path directory;

    @Test
    void theFooterOfHive4Decides() throws Exception {
        assertThat(read("hive_schema", Map.of("writer.date.proleptic", "false"))).isEqualTo(JULIAN);
        assertThat(read("hive_schema", Map.of("writer.date.proleptic", "true")))
                .isEqualTo(GREGORIAN);
    }

    @Test
    void hiveIsKnownByItsSchemaAndItsTimeZone() throws Exception {
        assertThat(read("hive_schema", Map.of())).isEqualTo(JULIAN);
        assertThat(read("hive_schema", Map.of("writer.time.zone", "UTC"))).isEqualTo(GREGORIAN);
    }

    /** Hive 2.3.10 wrote the file; its second column has the date as text. */
    @Test
    void filesOfHive2AreRead() throws Exception {
        Path file = Path.of(getClass().getResource("/dates-of-hive-2.3.10.parquet").toURI());
        assertThat(files.read(FormatFiles.layout("d:date;s:string", Map.of()), file))
                .hasSize(8)
                .allSatisfy(
                        row -> assertThat(row.getField(0)).hasToString((String) row.getField(1)));
    }

    @Test
    void theFooterOfSparkDecides() throws Exception {
        String version = "org.apache.spark.version";
        assertThat(read("spark_schema", Map.of(version, "3.5.1"))).isEqualTo(GREGORIAN);
        assertThat(read("spark_schema", Map.of(version, "2.4.8"))).isEqualTo(JULIAN);
        assertThat(
                        read(
                                "spark_schema",
                                Map.of(version, "3.5.1", "org.apache.spark.legacyDateTime", "")))
                .isEqualTo(JULIAN);
    }

    @Test
    void anybodyElseCountsAsFlink() throws Exception {
        assertThat(read("flink_schema", Map.of())).isEqualTo(GREGORIAN);
    }

    @Test
    void onlyDaysBeforeTheReformDiffer() {
        for (String date : new String[] {"1582-10-15", "1969-12-31", "1970-01-01", "9999-12-31"}) {
            int day = (int) LocalDate.parse(date).toEpochDay();
            assertThat(ParquetDates.HYBRID.toFlink(day)).isEqualTo(day);
        }
        assertThat(hybrid("1582-10-14")).isEqualTo("1582-10-04");
        assertThat(hybrid("1500-03-10")).as("the Julian February 29").isEqualTo("1500-03-01");
        assertThat(hybrid("0000-12-30")).isEqualTo("0001-01-01");
        assertThat(hybrid("0000-12-29")).isEqualTo("0000-12-31");
    }

    private static String hybrid(String gregorian) {
        int day = (int) LocalDate.parse(gregorian).toEpochDay();
        return LocalDate.ofEpochDay(ParquetDates.HYBRID.toFlink(day)).toString();
    }

    /** The date 1500-01-01 or -10, read in vectors and row by row alike. */
    private String read(String schemaName, Map<String, String> footer) throws Exception {
        Path file = directory.resolve(schemaName + footer.hashCode());
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message %s {
                          optional int32 d (DATE);
                          optional group s { optional int32 d (DATE); }
                        }
                        """
                                .formatted(schemaName));
        Group row = new SimpleGroupFactory(schema).newGroup().append("d", JULIAN_1500);
        row.addGroup("s").append("d", JULIAN_1500);
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
                        .withType(schema)
                        .withExtraMetaData(footer)
                        .build()) {
            writer.write(row);
        }
        Row inVectors = files.read(FormatFiles.layout("d:date", Map.of()), file).get(0);
        Row rowByRow = files.read(FormatFiles.layout("s:struct<d:date>", Map.of()), file).get(0);
        assertThat(rowByRow).isEqualTo(Row.of(inVectors));
        return String.valueOf(inVectors.getField(0));
    }
}
