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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the options of a connection; nothing here asks a metastore. */
class LakeConnectionBuilderTest {

    @Test
    void prefixesLeadToHadoopAndHive() {
        LakeConnection connection =
                build(
                        Map.of(
                                "uri", "thrift://a:1",
                                "hadoop.fs.s3a.endpoint", "s3",
                                "hive.metastore.sasl.enabled", "true"));
        assertThat(connection.configuration().get("fs.s3a.endpoint")).isEqualTo("s3");
        assertThat(connection.configuration().get("hive.metastore.sasl.enabled")).isEqualTo("true");
    }

    @Test
    void whatIsNearestToTheUserWins(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("hive-site.xml"),
                """
                <configuration>
                  <property><name>hive.metastore.uris</name><value>thrift://site:1</value></property>
                  <property><name>hive.a</name><value>site</value></property>
                  <property><name>hive.b</name><value>site</value></property>
                </configuration>
                """);
        Map<String, String> options =
                Map.of("hive-conf-dir", folder.toString(), "hive.b", "option");
        LakeConnection connection = build(options);
        assertThat(connection.uri()).isEqualTo("thrift://site:1");
        assertThat(connection.configuration().get("hive.a")).isEqualTo("site");
        assertThat(connection.configuration().get("hive.b")).isEqualTo("option");
        LakeConnection other =
                build(Map.of("hive-conf-dir", folder.toString(), "uri", "thrift://b:1"));
        assertThat(other.uri()).isEqualTo("thrift://b:1");
    }

    @Test
    void thereIsAtLeastOneClient() {
        assertThatThrownBy(() -> build(Map.of("uri", "thrift://a:1", "clients", "0")))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Cannot connect catalog lake: 'clients' = '0' is no number of connections —"
                                + " use 1 or more");
    }

    private static LakeConnection build(Map<String, String> options) {
        return LakeConnectionBuilder.build("lake", Configuration.fromMap(options), options);
    }
}
