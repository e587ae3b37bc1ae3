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

import static io.github.flinklakehouse.connector.hive.format.HiveSerDe.Records.TEXT;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe;

/** How a row becomes a record and a record a row: what the SerDe of a storage descriptor names. */
interface RowSerDe {

    /** The SerDe of this class name; empty when it is not supported. */
    static Optional<RowSerDe> of(String className) {
        return switch (className) {
            case "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe" ->
                    Optional.of(new HiveSerDe(TEXT, LazySimpleSerDe::new));
            default -> Optional.empty();
        };
    }

    /** What its records are. */
    HiveSerDe.Records records();

    /** As in {@link HiveFileFormat#unwritable}. */
    default Optional<String> unwritable(FileLayout layout) {
        return Optional.empty();
    }

    /** A decoder for the wanted columns of a layout. */
    RecordDecoder decoder(FileLayout layout, Configuration configuration) throws IOException;

    /** An encoder for all columns of a layout. */
    RecordEncoder encoder(FileLayout layout, Configuration configuration) throws IOException;
}
