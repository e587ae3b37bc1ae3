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

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A SerDe that takes records apart, but cannot put them together. */
final class ReadOnlySerDe implements RowSerDe {
    private final RowSerDe serde;

    ReadOnlySerDe(RowSerDe serde) {
        this.serde = requireNonNull(serde, "serde");
    }

    @Override
    public HiveSerDe.Records records() {
        return serde.records();
    }

    @Override
    public Optional<String> unwritable(FileLayout layout) {
        return Optional.of(
                "has rows that a regular expression takes apart, which cannot put them together — write another table");
    }

    @Override
    public RecordDecoder decoder(FileLayout layout, Configuration configuration)
            throws IOException {
        return serde.decoder(layout, configuration);
    }

    @Override
    public RecordEncoder encoder(FileLayout layout, Configuration configuration)
            throws IOException {
        throw new IOException("Cannot write row: " + unwritable(layout).orElseThrow());
    }
}
