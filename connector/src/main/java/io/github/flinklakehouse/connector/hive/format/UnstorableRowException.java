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
import org.apache.hadoop.fs.Path;

/** A row that its file would not give back. */
final class UnstorableRowException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String why;

    /**
     * @param what of the row, such as {@code a value}
     * @param why and what to do instead
     */
    UnstorableRowException(String what, String why) {
        super(what + " " + why);
        this.what = what;
        this.why = why;
    }

    String subject(Path file) {
        return what + " for " + file;
    }

    String why() {
        return why;
    }
}
