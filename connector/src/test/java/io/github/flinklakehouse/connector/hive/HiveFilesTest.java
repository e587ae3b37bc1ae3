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
package io.github.flinklakehouse.connector.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinklakehouse.connector.hive.format.HiveFiles;
import io.github.flinklakehouse.connector.metastore.TableStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.FileUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which files belong to a table. */
class HiveFilesTest {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final String SUBDIRECTORIES = "hive.mapred.supports.subdirectories";

    /** What happens to files while the first one is read. */
    private static final AtomicReference<Runnable> CHANGE = new AtomicReference<>(() -> {});

    @TempDir Path warehouse;
    private HiveTestLake lake;

    /** Its argument, after files were changed. */
    public static class Change extends ScalarFunction {
        public String eval(String value) {
            CHANGE.getAndSet(() -> {}).run();
            return value;
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    @BeforeEach
    void createLake() {
        lake = new HiveTestLake(warehouse, EnvironmentSettings.inBatchMode());
        lake.create("t", "id:string", "", HiveStorageFormat.TEXTFILE, Map.of());
    }

    private Path write(String file, String content) throws IOException {
        Path path = lake.directory("t").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    private void declare(Map<String, String> options) {
        lake.declare(lake.metastore().table("db", "t").orElseThrow(), options);
    }

    @Test
    void hiddenFilesAreNotReadAtAnyLevel() throws Exception {
        write("f_x", "1\n");
        write("_f", "2\n");
        write(".f", "3\n");
        write("_d/f", "4\n");
        write("d/.f", "5\n");
        write("d/.e/f", "6\n");
        write("d/f", "7\n");
        write("empty", "");
        declare(Map.of(SUBDIRECTORIES, "true"));

        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1]", "+I[7]");
    }

    @Test
    void directoriesAmongFilesAreRefusedUnlessAskedFor() throws Exception {
        write("f", "1\n");
        Path directory = write("d/f", "2\n").getParent();

        assertThatThrownBy(() -> lake.query("SELECT * FROM t"))
                .hasStackTraceContaining(
                        "Cannot read table: db.t has the directory file:"
                                + directory
                                + " among its files — move it away, or set 'hive.mapred.supports.subdirectories' to 'true' to read what is in it");

        declare(Map.of("mapreduce.input.fileinputformat.input.dir.recursive", "true"));
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1]", "+I[2]");
        declare(Map.of());
        lake.sql()
                .getConfig()
                .set("table.exec.hive.read-partition-with-subdirectory.enabled", "true");
        assertThat(lake.query("SELECT * FROM t")).containsExactly("+I[1]", "+I[2]");
        declare(Map.of(SUBDIRECTORIES, "false"));
        assertThatThrownBy(() -> lake.query("SELECT * FROM t"))
                .hasStackTraceContaining("among its files");
    }

    private TableStorage symlinks(HiveStorageFormat format, String table) {
        TableStorage storage = format.storage(lake.directory(table).toString());
        return new TableStorage(
                storage.location(),
                "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
                storage.outputFormat(),
                storage.serde(),
                storage.serdeParameters(),
                List.of(),
                0);
    }

    @Test
    void listsOfFilesAreFollowed() throws Exception {
        Path file = write("f", "1\n");
        Path hidden = write("_f", "2\n");
        Path directory = write("d/f", "3\n").getParent();
        write("other", "4\n");
        lake.create("s", "id:string", "", symlinks(HiveStorageFormat.TEXTFILE, "s"), Map.of());
        Path lists = lake.directory("s");
        Files.writeString(lists.resolve("a"), file.toUri() + "\n\n" + hidden.toUri() + "\n");
        Files.writeString(lists.resolve("b"), directory.toUri().toString());
        Files.writeString(lists.resolve("_c"), "not a file");

        assertThat(lake.query("SELECT * FROM s")).containsExactly("+I[1]", "+I[2]", "+I[3]");
        assertThatThrownBy(() -> lake.execute("INSERT INTO s VALUES ('5')"))
                .hasMessageContaining(
                        "Cannot write table: db.s consists of lists of files that are elsewhere — write those, and list them");
        Files.delete(file);
        assertThatThrownBy(() -> lake.query("SELECT * FROM s"))
                .hasStackTraceContaining(
                        "Cannot read table: db.s has a list file:"
                                + lists.resolve("a")
                                + " that names "
                                + file.toUri().toString().replace("///", "/")
                                + ", which does not exist — correct the list");
    }

    @Test
    void listsOfParquetFilesAreFollowed() throws Exception {
        lake.create("p", "id:string", "", HiveStorageFormat.PARQUET, Map.of());
        lake.execute("INSERT INTO p VALUES ('1')");
        lake.create("s", "id:string", "", symlinks(HiveStorageFormat.PARQUET, "s"), Map.of());
        Files.writeString(lake.directory("s").resolve("list"), lake.directory("p").toString());

        assertThat(lake.query("SELECT * FROM s")).containsExactly("+I[1]");
    }

    private void assertFailsAfter(Runnable change, Path file, String what) {
        CHANGE.set(change);
        lake.sql().createTemporarySystemFunction("change_files", Change.class);
        // One task reads and calls the function, row by row.
        lake.sql().getConfig().set("table.exec.resource.default-parallelism", "1");
        declare(Map.of("scan.parallelism", "1"));
        assertThatThrownBy(() -> lake.query("SELECT change_files(id) FROM t"))
                .hasStackTraceContaining(
                        "Cannot read table: db.t had the file file:"
                                + file
                                + ", which was "
                                + what
                                + " after it was found — read it again when nobody replaces its files");
    }

    /**
     * The first has more rows than wait between reader and function, so the second is not open yet.
     */
    private Path writeTwoFiles() throws IOException {
        Path first = write("a", "1234567890\n".repeat(20_000));
        Files.setLastModifiedTime(first, FileTime.fromMillis(1000));
        return write("b", "2\n");
    }

    @Test
    void aFileThatChangesWhileTheTableIsReadIsNamed() throws Exception {
        Path file = writeTwoFiles();
        assertFailsAfter(() -> writeUnchecked(file, "34\n"), file, "changed");
    }

    @Test
    void aFileThatVanishesWhileTheTableIsReadIsNamed() throws Exception {
        Path file = writeTwoFiles();
        assertFailsAfter(() -> FileUtils.deleteQuietly(file.toFile()), file, "removed");
    }

    private static void writeUnchecked(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLocalFileThatGoesWhileItIsListedIsNoError() throws IOException {
        Path file = write("a", "1");
        org.apache.hadoop.fs.Path directory =
                new org.apache.hadoop.fs.Path(lake.directory("t").toUri());
        FileSystem fileSystem = HiveFiles.fileSystem(directory, new Configuration());
        RemoteIterator<? extends FileStatus> files = HiveFiles.list(directory, fileSystem);
        assertThat(files.hasNext()).isTrue();
        Files.delete(file);
        assertThat(files.next().getLen()).isEqualTo(1);
    }

    @Test
    void localFilesHaveThePermissionsOfTheirConfiguration() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set("fs.permissions.umask-mode", "027");
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(lake.directory("t").resolve("d/f").toUri());
        HiveFiles.fileSystem(file, configuration).create(file, /* overwrite= */ false).close();
        Path directory = lake.directory("t").resolve("d");
        assertThat(permissions(directory)).isEqualTo("rwxr-x---");
        assertThat(permissions(directory.resolve("f"))).isEqualTo("rw-r-----");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
