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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files: Hadoop's file system, which without its native library starts a process for each
 * file and each directory that it makes, to set its permissions.
 */
final class LocalFiles extends RawLocalFileSystem {

    static LocalFiles of(Configuration configuration) throws IOException {
        LocalFiles files = new LocalFiles();
        files.initialize(files.getUri(), configuration);
        return files;
    }

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        String mode =
                symbol(permission.getUserAction())
                        + symbol(permission.getGroupAction())
                        + symbol(permission.getOtherAction());
        try {
            Files.setPosixFilePermissions(
                    pathToFile(path).toPath(), PosixFilePermissions.fromString(mode));
        } catch (UnsupportedOperationException e) {
            super.setPermission(path, permission); // no POSIX file system
        }
    }

    private static String symbol(FsAction action) {
        return action.SYMBOL;
    }
}
