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
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;

/** One of Hive's own SerDes. */
final class HiveSerDe implements RowSerDe {
    private final Constructor constructor;
    private final Records records;

    /** What the records of a SerDe are. */
    enum Records {
        /** Lines, in which a value may look like a delimiter. */
        TEXT,
        /** Bytes that hold every value. */
        BINARY,
        /** One value for each column, for containers that keep columns apart. */
        COLUMNS
    }

    /** Makes a SerDe that is not initialized. */
    @FunctionalInterface
    interface Constructor {
        AbstractSerDe create() throws SerDeException;
    }

    HiveSerDe(Records records, Constructor constructor) {
        this.records = requireNonNull(records, "records");
        this.constructor = requireNonNull(constructor, "constructor");
    }

    @Override
    public Records records() {
        return records;
    }

    @Override
    public RecordDecoder decoder(FileLayout layout, Configuration configuration)
            throws IOException {
        return new HiveDecoder(layout, create(configuration, SerDeProperties.of(layout)));
    }

    @Override
    public RecordEncoder encoder(FileLayout layout, Configuration configuration)
            throws IOException {
        AbstractSerDe serde = create(configuration, SerDeProperties.ofNewFile(layout));
        return records == Records.TEXT
                ? new CheckedEncoder(layout, serde)
                : new HiveEncoder(layout, serde);
    }

    private AbstractSerDe create(Configuration configuration, Properties properties)
            throws IOException {
        try {
            AbstractSerDe serde = constructor.create();
            serde.initialize(configuration, properties, null);
            return serde;
        } catch (SerDeException e) {
            throw new IOException("Cannot use SerDe: " + e.getMessage(), e);
        }
    }
}
